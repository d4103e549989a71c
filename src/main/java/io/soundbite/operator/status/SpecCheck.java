package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.promotion.Freezes;
import io.soundbite.operator.promotion.Gates;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a spec declares, also what nothing uses yet. The schema refuses most of what is wrong;
 * here is what it can't see, and what an earlier schema let through.
 */
public record SpecCheck(SoundBiteEnvironment environment) {

  /** Returns the first thing that is wrong; empty when nothing is. */
  public Optional<Problem> problem() {
    return Stream.of(freezes(), source()).flatMap(Optional::stream).findFirst();
  }

  private Optional<Problem> freezes() {
    return new Freezes(environment.getSpec().gates().freeze())
        .problem()
        .map(it -> new Problem(Gates.FREEZE_INVALID, it, true));
  }

  /** The schema's rules know no namespace, so that one which is written out gets past them. */
  private Optional<Problem> source() {
    var namespace = environment.getMetadata().getNamespace();
    var own = namespace + "/" + environment.getMetadata().getName();
    return environment
        .getSpec()
        .source()
        .filter(it -> it.qualified(namespace).equals(own))
        .map(
            any ->
                new Problem(
                    "SourceIsItself",
                    "spec.promotion.from names this environment itself, so that no new release goes"
                        + " live: name the environment before it, or remove it.",
                    true));
  }
}
