package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an environment from being Ready.
 *
 * @param surroundings what is wrong outside the environment, as an unknown identity provider
 * @param declared what is wrong with the spec
 */
record Readiness(
    ReleaseReport release,
    SyncReport sync,
    Optional<Problem> surroundings,
    Optional<Problem> declared) {

  /** The first thing; what lasts comes before what passes. Empty when nothing does. */
  Optional<Problem> obstacle() {
    var found = found();
    return found.filter(Problem::lasting).or(() -> declared).or(() -> found);
  }

  private Optional<Problem> found() {
    var lasting = surroundings.or(() -> sync.gravest().filter(Problem::lasting));
    return failed()
        .map(failed -> lasting.map(failed::and).orElse(failed))
        .or(() -> lasting)
        .or(() -> release.reached() ? Optional.empty() : paused())
        .or(() -> Optional.ofNullable(release.missing()))
        .or(() -> release.reached() ? Optional.empty() : Optional.of(awaited()))
        .or(sync::gravest)
        .or(this::pods);
  }

  /** A pause is told before what it holds back: nothing of that moves. */
  private Optional<Problem> paused() {
    return Optional.ofNullable(release.held())
        .filter(any -> release.isPaused())
        .map(it -> Problem.waiting(it.reason(), it.message() + standing()));
  }

  /** Where a rollout stands that can't go on. */
  private String standing() {
    var rollout = release.recorded().rollout();
    return rollout == null || rollout.step() == RolloutStatus.Step.WARM
        ? ""
        : " The %s slot stands at step %s.%s"
            .formatted(
                rollout.to().text(),
                rollout.step().text(),
                release.rollout().trouble().map(it -> " " + it).orElse(""));
  }

  /** Returns why the release that is asked for failed: nothing else may hide that. */
  private Optional<Problem> failed() {
    return release.underWay()
        ? Optional.of(rollingOut())
            .filter(Problem::lasting)
            .filter(any -> !release.isPaused() && !release.isGated())
        : release.failure().map(it -> new Problem("RolledBack", rolledBack(it), true));
  }

  /** What the release that is asked for waits for. */
  private Problem awaited() {
    if (release.isGated()) {
      return Problem.waiting(
          "AwaitingPromotion", release.gate().orElseThrow().message() + standing());
    }
    if (release.underWay()) {
      return rollingOut();
    }
    return release
        .gate()
        .map(it -> Problem.waiting("AwaitingPromotion", it.message()))
        .or(() -> Optional.ofNullable(release.held()))
        .or(this::standingFirst)
        .orElseGet(this::rollingOut);
  }

  /** Returns why no release can begin yet: what it runs on is not there. */
  private Optional<Problem> standingFirst() {
    return release.isReturning() ? Optional.empty() : sync.gravest();
  }

  private Optional<Problem> pods() {
    return release
        .live()
        .filter(any -> !release.available())
        .map(live -> new Problem("NoReadyPods", noReadyPods(release, live), false))
        .or(
            () ->
                release.rollout().isFollowed()
                    ? Optional.empty()
                    : Optional.of(
                        new Problem(
                            "ProcessorNotReady",
                            "The processor does not run the live release completely yet."
                                + release.processorTrouble().map(it -> " " + it).orElse(""),
                            false)));
  }

  private Problem rollingOut() {
    var rollout = release.recorded().rollout();
    if (release.isReturning()) {
      return new Problem(
          "RollingOut", "The live Service returns to the release that is live.", false);
    }
    if (rollout == null || rollout.step() == RolloutStatus.Step.WARM) {
      return new Problem("RollingOut", "The release is about to be rolled out.", false);
    }
    var text =
        switch (rollout.step()) {
          case FILLING -> "Filling the %s slot.";
          case VERIFYING -> "Trying the %s slot out.";
          case OVERLAPPING -> "The live Service selects the %s slot too.";
          case SWITCHING, WARM -> "Switching to the %s slot.";
        };
    var failure = release.rollout().failure();
    var trouble = failure.or(release.rollout()::trouble);
    return new Problem(
        failure.isPresent() ? "RolloutStuck" : "RollingOut",
        text.formatted(rollout.to().text()) + trouble.map(it -> " " + it).orElse(""),
        failure.isPresent());
  }

  /** How people are told of a release that was taken down. */
  static String rolledBack(HistoryEntry entry) {
    return "Release %s (%s) was rolled back. %s. It is not tried again before spec changes."
        .formatted(entry.tag(), entry.digest(), withoutStop(entry.message()));
  }

  /** Pods and Jobs end some of their sentences with one, and some not. */
  private static String withoutStop(@Nullable String message) {
    var text = Objects.requireNonNullElse(message, "Nothing says why");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** How people are told that nothing serves, and why. */
  static String noReadyPods(ReleaseReport release, ReleaseStatus live) {
    return "The %s slot, release %s, has no ready pods.%s"
        .formatted(
            live.slot().text(), live.tag(), release.liveTrouble().map(it -> " " + it).orElse(""));
  }
}
