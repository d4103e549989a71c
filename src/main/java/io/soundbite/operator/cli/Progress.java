package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far an environment has come with one generation of its spec.
 *
 * @param line for people, as long as nothing else is to be said
 * @param end empty while it is under way
 */
record Progress(String line, Optional<Ending> end) {

  /**
   * What {@code environment}, null when it is gone, says of {@code generation}.
   *
   * @param digest that is to be live in the end
   */
  static Progress of(
      @Nullable SoundBiteEnvironment environment, long generation, @Nullable String digest) {
    if (environment == null) {
      return ended(false, "The environment is gone.");
    }
    if (environment.getMetadata().getGeneration() != generation) {
      return ended(false, "The spec was changed again by somebody else.");
    }
    var ready = ConditionSummary.of(environment, "Ready");
    if (!ready.current()) {
      return new Progress("The operator has not come to it yet.", Optional.empty());
    }
    var status = EnvironmentStatus.of(environment);
    if (ready.holds()) {
      return ready(status, ready, digest);
    }
    var line = line(status, ready);
    return hasFailed(environment, status, ready)
        ? ended(false, line)
        : new Progress(line, Optional.empty());
  }

  /** Nothing more happens before somebody does something. */
  private static boolean hasFailed(
      SoundBiteEnvironment environment, EnvironmentStatus status, ConditionSummary ready) {
    return ready.reason().equals("RolledBack")
        || (rollout(status).isEmpty() && ConditionSummary.of(environment, "Stalled").holds());
  }

  private static Progress ready(
      EnvironmentStatus status, ConditionSummary ready, @Nullable String digest) {
    var live = status.release();
    return digest == null || live == null || live.digest().equals(digest)
        ? ended(true, ready.message())
        : ended(
            false,
            "%s is live, but as %s and not as %s: the tag was pushed again."
                .formatted(live.tag(), live.digest(), digest));
  }

  private static String line(EnvironmentStatus status, ConditionSummary ready) {
    return rollout(status)
        .map(it -> "Rollout: " + ReleaseWords.rollout(it))
        .orElseGet(() -> ready.reason() + ": " + ready.message());
  }

  private static Optional<RolloutStatus> rollout(EnvironmentStatus status) {
    return Optional.ofNullable(status.rollout()).filter(it -> it.step() != RolloutStatus.Step.WARM);
  }

  private static Progress ended(boolean ready, String message) {
    return new Progress(message, Optional.of(new Ending(ready, message)));
  }
}
