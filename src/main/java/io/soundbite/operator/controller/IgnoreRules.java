package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.IgnoreSpec;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.FieldNames;
import io.soundbite.operator.engine.Ignored;
import io.soundbite.operator.status.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules of {@code spec.drift.ignore}. One that names nothing protects nothing, so nothing is
 * written until it is put right: what it was meant for may not survive a heal.
 */
record IgnoreRules(List<IgnoreSpec> rules) {

  Ignored ignored() {
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
   * @param resources every resource of the environment
   */
  Optional<Problem> problem(Collection<? extends Desired> resources) {
    return rules.stream().flatMap(rule -> problem(rule, resources).stream()).findFirst();
  }

  private static Optional<Problem> problem(
      IgnoreSpec rule, Collection<? extends Desired> resources) {
    var named = resources.stream().filter(it -> it.key().path().equals(rule.resource())).toList();
    if (named.isEmpty()) {
      return Optional.of(
          invalid(
              "there is no resource %s; there are %s"
                  .formatted(
                      rule.resource(),
                      resources.stream()
                          .map(it -> it.key().path())
                          .distinct()
                          .sorted()
                          .collect(Collectors.joining(", ")))));
    }
    return rule.fields().stream()
        .filter(field -> named.stream().noneMatch(it -> FieldNames.has(it, field)))
        .findFirst()
        .map(
            field ->
                invalid(
                    "%s has no field %s; it has %s"
                        .formatted(
                            rule.resource(),
                            field,
                            String.join(", ", FieldNames.of(named.getFirst())))));
  }

  private static Problem invalid(String what) {
    return new Problem(
        "InvalidIgnoreRule",
        "spec.drift.ignore: %s. Nothing is written until the rule is put right.".formatted(what),
        true);
  }
}
