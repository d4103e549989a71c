package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.grants.Ungranted;
import io.soundbite.operator.status.Parity;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a reconcile ends with, however far it came: the status that is written, and when to look
 * again.
 */
final class Conclusion {
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final Workings workings;
  private final SoundBiteEnvironment resource;
  private final Context<SoundBiteEnvironment> context;
  private final EnvironmentStatus before;
  private final Ungranted ungranted;

  Conclusion(
      Workings workings, SoundBiteEnvironment resource, Context<SoundBiteEnvironment> context) {
    this.workings = workings;
    this.resource = resource;
    this.context = context;
    this.before = EnvironmentStatus.of(resource);
    this.ungranted = workings.ungranted(resource);
  }

  /** Why nothing may be done for this environment, if so. */
  Optional<Problem> refusal() {
    return ungranted.isEmpty() ? Optional.empty() : Optional.of(notGranted());
  }

  /**
   * Writes {@code found}, with what a comparison and the time add to it, if that is anything new.
   *
   * @param due when to look again; empty when nothing is due
   */
  UpdateControl<SoundBiteEnvironment> of(EnvironmentStatus found, Optional<Instant> due) {
    var now = workings.clock().instant();
    var verification = new Verification(resource, now);
    var status = verification.in(compared(found, now));
    workings.show(resource, before, status);
    var control = control(status);
    Stream.concat(due.stream(), verification.of(status).due().stream())
        .min(Instant::compareTo)
        .map(at -> Duration.between(workings.clock().instant(), at))
        .map(pause -> pause.compareTo(AT_ONCE) < 0 ? AT_ONCE : pause)
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  private UpdateControl<SoundBiteEnvironment> control(EnvironmentStatus status) {
    if (status.equals(before)) {
      return UpdateControl.noUpdate();
    }
    workings.tell(resource, before, status);
    return UpdateControl.patchStatus(StatusPatch.of(resource, status));
  }

  /** Of an environment that this one may not look at, nothing is shown. */
  private EnvironmentStatus compared(EnvironmentStatus found, Instant now) {
    var parity = new Parity(resource, workings.shape(), now);
    return ungranted.source()
        ? parity.withheld(found, notGranted())
        : parity.in(found, new PromotionSource(context).of(resource));
  }

  private Problem notGranted() {
    return new Problem("NotGranted", ungranted.message(), true);
  }
}
