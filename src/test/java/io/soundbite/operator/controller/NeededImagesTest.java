package io.soundbite.operator.controller;

import static io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome.ABANDONED;
import static io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome.LIVE;
import static io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome.REPLACED;
import static io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome.ROLLED_BACK;
import static io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome.ROLLING_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.rollout.Recorded;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NeededImagesTest {
  private static final Map<String, Release> STORED =
      Stream.of("a", "a2", "b", "c")
          .collect(Collectors.toMap(Function.identity(), Images::release));

  @Test
  void nothingIsNeededBeforeTheFirstRelease() {
    assertThat(
            NeededImages.of(
                new Recorded(null, null, List.of(entry("a", 0, null, ROLLING_OUT))), STORED))
        .isEmpty();
  }

  @Test
  void theFirstReleaseAlone() {
    assertThat(needed(entry("a", 0, null, LIVE)))
        .contains(
            new NeededImages("repository@sha256:a", Optional.empty(), "2026-01-01T00:00:00Z"));
  }

  @Test
  void whatWasReplacedLast() {
    assertPrevious(
        "b", entry("c", 20, null, LIVE), entry("b", 10, 21, REPLACED), entry("a", 0, 11, REPLACED));
  }

  @Test
  void whatWasReturnedFrom() {
    assertPrevious(
        "b", entry("a", 20, null, LIVE), entry("b", 10, 21, REPLACED), entry("a", 0, 11, REPLACED));
  }

  @Test
  void anotherConfigurationOfTheSameImageIsNoOther() {
    assertPrevious(
        "b",
        entry("a2", 20, null, LIVE),
        entry("a", 10, 21, REPLACED),
        entry("b", 0, 11, REPLACED));
    assertThat(previous(entry("a2", 20, null, LIVE), entry("a", 10, 21, REPLACED))).isEmpty();
  }

  @Test
  void whatIsOnItsWayOrWasAbandonedWasNeverLive() {
    assertPrevious(
        "a",
        entry("c", 40, null, ROLLING_OUT),
        entry("b", 30, null, LIVE),
        entry("c", 20, 25, ABANDONED),
        entry("a", 0, 31, REPLACED));
  }

  @Test
  void whatFailedBeforeItWasLiveWasNot() {
    assertPrevious(
        "a",
        entry("c", 20, 29, ROLLED_BACK),
        entry("b", 10, null, LIVE),
        entry("a", 0, 11, REPLACED));
    assertThat(previous(entry("c", 20, 29, ROLLED_BACK), entry("b", 10, null, LIVE))).isEmpty();
  }

  @Test
  void whatFailedWhenItWasLiveWas() {
    assertPrevious(
        "c",
        entry("b", 29, null, LIVE),
        entry("c", 20, 29, ROLLED_BACK),
        entry("b", 10, 21, REPLACED),
        entry("a", 0, 11, REPLACED));
  }

  @Test
  void aReleaseThatIsForgottenHasNoImage() {
    assertThat(previous(entry("b", 10, null, LIVE), entry("lost", 0, 11, REPLACED))).isEmpty();
    assertThat(needed(entry("lost", 10, null, LIVE), entry("b", 0, 11, REPLACED))).isEmpty();
  }

  private static void assertPrevious(String digest, HistoryEntry... history) {
    assertThat(previous(history)).contains("repository@sha256:" + digest);
  }

  private static Optional<String> previous(HistoryEntry... history) {
    return needed(history).orElseThrow().previous();
  }

  private static Optional<NeededImages> needed(HistoryEntry... history) {
    var live =
        Arrays.stream(history)
            .filter(it -> it.outcome() == LIVE)
            .findFirst()
            .map(
                it ->
                    new ReleaseStatus(
                        it.tag(),
                        it.digest(),
                        "",
                        it.configHash(),
                        it.revision(),
                        it.slot(),
                        at(0)))
            .orElseThrow();
    return NeededImages.of(new Recorded(live, null, List.of(history)), STORED);
  }

  /** Of the image that the first letter stands for. */
  private static HistoryEntry entry(
      String revision, int started, @Nullable Integer ended, HistoryEntry.Outcome outcome) {
    return new HistoryEntry(
        "1.4.1",
        "sha256:" + revision.charAt(0),
        "",
        revision,
        Slot.BLUE,
        at(started),
        ended == null ? null : at(ended),
        outcome,
        1L,
        null,
        null,
        null,
        null);
  }

  private static String at(int minute) {
    return "2026-01-01T00:%02d:00Z".formatted(minute);
  }
}
