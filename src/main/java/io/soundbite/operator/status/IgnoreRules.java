package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.IgnoreSpec;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.FieldNames;
import io.soundbite.operator.engine.Ignored;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of {@code spec.drift.ignore}. One that names nothing protects nothing, so nothing is
 * written until it is corrected: what it was meant for may not survive a heal.
 */
public record IgnoreRules(List<IgnoreSpec> rules) {

  /** The fields that are left alone. */
  public Ignored ignored() {
    return new Ignored(
        rules.stream()
            .collect(
                Collectors.toMap(
                    IgnoreSpec::resource,
                    rule -> Set.copyOf(rule.fields()),
                    (one, other) -> {
                      var both = new TreeSet<>(one);
                      both.addAll(other);
                      return both;
                    })));
  }

  /**
   * What is wrong with the first rule that names nothing.
   *
   * @param resources those that are wanted now
   * @param waiting those that may come, of which only the names are known
   */
  public Optional<Problem> problem(List<Desired> resources, List<? extends Desired> waiting) {
    return rules.stream().flatMap(rule -> problem(rule, resources, waiting).stream()).findFirst();
  }

  private static Optional<Problem> problem(
      IgnoreSpec rule, List<Desired> resources, List<? extends Desired> waiting) {
    var wanted = resources.stream().filter(it -> names(rule, it)).findFirst();
    if (wanted.isPresent()) {
      return problem(rule, wanted.get());
    }
    return waiting.stream().anyMatch(it -> names(rule, it))
        ? Optional.empty()
        : Optional.of(
            invalid(
                "there is no resource %s; there are %s"
                    .formatted(
                        rule.resource(),
                        Stream.concat(resources.stream(), waiting.stream())
                            .map(it -> it.key().path())
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", ")))));
  }

  private static Optional<Problem> problem(IgnoreSpec rule, Desired resource) {
    return rule.fields().stream()
        .filter(field -> !FieldNames.has(resource, field))
        .findFirst()
        .map(
            field ->
                invalid(
                    "%s has no field %s; it has %s"
                        .formatted(
                            rule.resource(), field, String.join(", ", FieldNames.of(resource)))));
  }

  private static boolean names(IgnoreSpec rule, Desired resource) {
    return resource.key().path().equals(rule.resource());
  }

  private static Problem invalid(String what) {
    return new Problem(
        "InvalidIgnoreRule",
        "spec.drift.ignore: %s. Nothing is written until the rule is corrected.".formatted(what),
        true);
  }
}
