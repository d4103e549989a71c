package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of status that says whether an environment and the one it is promoted from are identical
 * infrastructure. Without {@code spec.promotion.from} it says only which blueprint the environment
 * was brought to, for others to compare with.
 *
 * @param shape hash of the blueprint that this operator renders
 */
public record Parity(SoundBiteEnvironment environment, String shape, Instant now) {
  private static final String CONDITION = "Parity";
  private static final int DIFFERENCES = 20;
  private static final int CONFIGURATION = 50;

  /**
   * {@code status} with it.
   *
   * @param status all else, as it is about to be recorded
   * @param source the environment that {@code spec.promotion.from} names, as last seen; empty when
   *     there is none
   */
  public EnvironmentStatus in(EnvironmentStatus status, Optional<SoundBiteEnvironment> source) {
    var recorded = Standing.of(environment, status);
    var own = recorded.settled() ? recorded.broughtTo(shape) : recorded;
    var conditions =
        new Conditions(status.conditions(), environment.getMetadata().getGeneration(), now);
    var namespace = environment.getMetadata().getNamespace();
    var from = environment.getSpec().source().map(it -> it.qualified(namespace));
    if (from.isEmpty()) {
      return status.with(alone(own.shape()), conditions.remove(CONDITION).list());
    }
    var other = source.map(Standing::of);
    var verdict = verdict(own, from.get(), other);
    return status.with(
        new ParityStatus(
            from.get(),
            verdict.equal(),
            own.shape(),
            verdict.differences().stream().limit(DIFFERENCES).toList(),
            other.map(it -> configuration(own, it)).orElse(List.of())),
        conditions.set(CONDITION, verdict.status(), verdict.reason(), verdict.message()).list());
  }

  /** {@code status} without anything of the environment it would be compared with, and why. */
  public EnvironmentStatus withheld(EnvironmentStatus status, Problem problem) {
    var conditions =
        new Conditions(status.conditions(), environment.getMetadata().getGeneration(), now);
    return status.with(
        alone(Standing.of(environment, status).shape()),
        conditions.set(CONDITION, "Unknown", problem.reason(), problem.message()).list());
  }

  /** What is said of an environment that is compared with none. */
  private static @Nullable ParityStatus alone(@Nullable String shape) {
    return shape == null ? null : new ParityStatus(null, null, shape, List.of(), List.of());
  }

  private static Verdict verdict(Standing own, String from, Optional<Standing> other) {
    if (from.equals(own.name())) {
      return Verdict.impossible(
          "SourceIsItself",
          "spec.promotion.from names this environment itself; name another one, or remove it.");
    }
    return other
        .map(it -> Verdict.between(own, it))
        .orElseGet(
            () ->
                Verdict.impossible(
                    "SourceMissing",
                    ("There is no SoundBiteEnvironment %s in any namespace that the operator"
                            + " watches; create it, or correct spec.promotion.from.")
                        .formatted(from)));
  }

  private static List<ConfigurationDifference> configuration(Standing own, Standing other) {
    return Configuration.between(own.spec(), other.spec()).stream().limit(CONFIGURATION).toList();
  }
}
