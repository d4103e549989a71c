package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.rollout.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes one history entry after another by the very path that the operator's status takes: the
 * next entry's number follows from the last one that it reads.
 */
@ControllerConfiguration(
    name = "chronicler",
    fieldManager = "soundbite-operator",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = Relevant.class))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 20)
final class Chronicler implements Reconciler<SoundBiteEnvironment> {
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final int last;

  Chronicler(int last) {
    this.last = last;
  }

  @Override
  public UpdateControl<SoundBiteEnvironment> reconcile(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    return newest(resource) == last
        ? UpdateControl.noUpdate()
        : UpdateControl.patchStatus(next(resource)).rescheduleAfter(AT_ONCE);
  }

  @Override
  public ErrorStatusUpdateControl<SoundBiteEnvironment> updateErrorStatus(
      SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context, Exception error) {
    return ErrorStatusUpdateControl.noStatusUpdate();
  }

  /** The status of {@code resource} with one entry more, as it is applied. */
  static SoundBiteEnvironment next(SoundBiteEnvironment resource) {
    var entries = new ArrayList<HistoryEntry>();
    entries.add(entry(newest(resource) + 1));
    entries.addAll(history(resource));
    return StatusPatch.of(resource, status(resource, entries));
  }

  /** Number of the newest entry; 0 when there is none. */
  static int newest(SoundBiteEnvironment resource) {
    return history(resource).stream()
        .findFirst()
        .map(it -> Integer.valueOf(it.revision()))
        .orElse(0);
  }

  /** Newest first. */
  static List<HistoryEntry> history(SoundBiteEnvironment resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(EnvironmentStatus::history)
        .orElse(List.of());
  }

  private static EnvironmentStatus status(
      SoundBiteEnvironment resource, List<HistoryEntry> history) {
    return new EnvironmentStatus(
        resource.getMetadata().getGeneration(),
        null,
        null,
        null,
        null,
        new Recorded(null, null, history).history(),
        List.of(),
        List.of(),
        null,
        List.of(),
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        List.of());
  }

  private static HistoryEntry entry(int number) {
    return new HistoryEntry(
        "1.0." + number,
        "sha256:" + "0".repeat(64),
        "0",
        String.valueOf(number),
        Slot.BLUE,
        Instant.now().toString(),
        null,
        HistoryEntry.Outcome.REPLACED,
        null,
        null,
        null,
        null,
        null);
  }
}
