package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.kube.Mandate;
import io.soundbite.operator.kube.Revisions;
import io.soundbite.operator.rollout.Revision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The releases of one environment. A store that can't be read ends the reconcile, which is then
 * tried again: a release that merely could not be read must not look lost.
 */
record StoredReleases(Revisions revisions, Mandate mandate, Environment environment) {

  /** Those of {@code names} that there are, by name. */
  Map<String, Release> of(Set<String> names) {
    return names.stream()
        .flatMap(name -> answer(revisions.get(environment.owner(), name)).stream())
        .collect(Collectors.toMap(Revisions.Stored::name, stored -> Release.read(stored.data())));
  }

  /**
   * Stores {@code revision}, the release that the spec asks for, with the fields that ask for it.
   */
  void store(Revision revision) {
    var fields = ReleaseFields.of(environment.spec());
    answer(revisions.store(environment, revision.name(), fields.beside(revision.release())));
  }

  /** Deletes those that neither slots nor history need. */
  List<String> prune(Set<String> needed) {
    return answer(revisions.prune(environment.owner(), needed, mandate));
  }

  private static <T> T answer(Result<T> reply) {
    return switch (reply) {
      case Result.Ok<T>(var value) -> value;
      case Result.Failed<T>(var failure) -> throw new IllegalStateException(failure.sentence());
    };
  }
}
