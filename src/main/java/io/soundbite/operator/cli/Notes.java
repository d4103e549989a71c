package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.DriftSpec;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.status.Claims;
import io.soundbite.operator.status.IgnoreRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What else is to be known before a file is applied, in sentences. */
record Notes(
    Applied applied,
    Environment environment,
    Whereabouts whereabouts,
    List<Desired> blueprint,
    List<ResourceChange> changes) {

  List<String> all() {
    return Stream.of(deletion(), conflict(), rules(), account(), drift(), waiting(), downgrade())
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<String> deletion() {
    return Optional.ofNullable(applied.after().resource().getMetadata().getDeletionTimestamp())
        .map(it -> "The environment is being deleted, since %s.".formatted(it));
  }

  private Optional<String> conflict() {
    return new Claims(applied.after().resource(), environment)
        .conflict(whereabouts.all())
        .map(it -> it.reason() + ": nothing would be made. " + it.message());
  }

  private Optional<String> rules() {
    return new IgnoreRules(environment.spec().drift().ignore())
        .problem(blueprint, Blueprint.waiting(environment))
        .map(it -> it.reason() + ": nothing would be written. " + it.message());
  }

  private Optional<String> account() {
    if (environment.facts().account().equals(Whereabouts.ACCOUNT)) {
      return Optional.of("The account is looked up by the operator, and is not known yet.");
    }
    return Whereabouts.recorded(applied.after().resource())
        .filter(it -> !Whereabouts.isTheWayTo(it, environment.spec().aws()))
        .map(
            it ->
                ("The account is looked up anew, by another role or endpoint: if it is not %s any"
                        + " more, nothing is touched (AccountChanged).")
                    .formatted(it.account()));
  }

  private Optional<String> drift() {
    var drift = applied.before().map(it -> EnvironmentStatus.of(it.resource()).drift());
    return drift
        .filter(it -> Drifted.count(it) > 0)
        .map(
            it ->
                "Drift at present: %s; see kubectl sbenv drift %s."
                    .formatted(Drifted.words(it), Name.of(applied.after().resource())));
  }

  private Optional<String> waiting() {
    if (Leave.in(applied.after().resource()).paused()) {
      return Optional.of("Nothing is done while soundbite.io/paused is \"true\".");
    }
    return environment.spec().drift().policy() == DriftSpec.Policy.PLAN
        ? Optional.of(
            "Nothing is done by itself under drift.policy Plan: status.plan will have a hash for"
                + " the annotation soundbite.io/apply.")
        : Optional.empty();
  }

  private Optional<String> downgrade() {
    return changes.stream()
            .flatMap(it -> it.fields().stream())
            .anyMatch(it -> Objects.equals(it.held(), "Downgrade"))
        ? Optional.of(
            ("What is held would protect less, and stays as it is until the annotation %s: \"%d\""
                    + " is set.")
                .formatted(
                    Annotations.ALLOW_DOWNGRADE, Leave.in(applied.after().resource()).generation()))
        : Optional.empty();
  }
}
