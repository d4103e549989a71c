package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Hash;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FailedCall;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.kube.Mandate;
import io.soundbite.operator.kube.Revisions;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The releases of one environment. A store that can't be read ends the reconcile, which is then
 * tried again: a release that merely could not be read must not look lost.
 *
 * <p>A ControllerRevision counts by what it holds, not by its name: whoever can create one in the
 * namespace decides nothing of what runs.
 */
record StoredReleases(Revisions revisions, Mandate mandate, Environment environment) {

  /** Returns those of {@code recorded} that there are and that count, by name. */
  private Map<String, Release> of(Recorded recorded) {
    return all(recorded.revisions())
        .filter(stored -> counts(stored, recorded))
        .collect(Collectors.toMap(Revisions.Stored::name, stored -> Release.read(stored.data())));
  }

  /** Returns the names of those of {@code recorded} that there are and that do not count. */
  private Set<String> forged(Recorded recorded) {
    return all(recorded.revisions())
        .filter(stored -> !counts(stored, recorded))
        .map(Revisions.Stored::name)
        .collect(Collectors.toSet());
  }

  /**
   * Stores {@code revision}, the release that the spec asks for, with the fields that ask for it.
   * What is there under its name and does not count is replaced.
   */
  private Result<Revisions.Stored> written(Revision revision, Recorded recorded) {
    var name = revision.name();
    answer(
        revisions.delete(environment.owner(), name, stored -> !counts(stored, recorded), mandate));
    var fields = ReleaseFields.of(environment.spec());
    return revisions.store(environment, name, fields.beside(revision.release()));
  }

  /**
   * Stores {@code revision}.
   *
   * @return what stands in the way
   */
  private Optional<Problem> store(Revision revision, Recorded recorded) {
    return switch (written(revision, recorded)) {
      case Result.Ok<Revisions.Stored> stored -> Optional.empty();
      case Result.Failed<Revisions.Stored>(var failure)
          when failure.kind() == Failure.Kind.CONFLICT ->
          Optional.of(
              new Problem(
                  Step.NAMING_CONFLICT,
                  ("ControllerRevision %s exists and was not made by the operator for this"
                          + " environment. Delete it: the release can't be stored before.")
                      .formatted(revision.name()),
                  true));
      case Result.Failed<Revisions.Stored>(var failure) -> Optional.of(unstored(failure));
    };
  }

  private static Problem unstored(Failure failure) {
    var problem = Problem.of(failure);
    return new Problem(
        problem.reason(),
        "The release can't be stored, and does not begin before: " + problem.message(),
        problem.outlook());
  }

  /**
   * Returns the recorded releases that are stored and count, by name; the wanted one is stored
   * again when it is lost.
   */
  Map<String, Release> with(Optional<Revision> wanted, Recorded recorded) {
    var found = new HashMap<>(of(recorded));
    wanted
        .filter(it -> recorded.revisions().contains(it.name()))
        .filter(it -> !found.containsKey(it.name()) && isStored(it, recorded))
        .ifPresent(it -> found.put(it.name(), it.release()));
    return found;
  }

  /** A store that refuses is no lost release: that would be told as its consequence. */
  private boolean isStored(Revision revision, Recorded recorded) {
    return switch (written(revision, recorded)) {
      case Result.Ok<Revisions.Stored> stored -> true;
      case Result.Failed<Revisions.Stored>(var failure)
          when failure.kind() == Failure.Kind.CONFLICT ->
          false;
      case Result.Failed<Revisions.Stored>(var failure) -> throw new FailedCall(failure);
    };
  }

  /**
   * Stores a release before its slot is touched.
   *
   * @return why it can't be stored, so that its slot must not be touched
   */
  Optional<Problem> keep(Optional<Revision> wanted, Recorded recorded) {
    return wanted
        .filter(it -> recorded.revisions().contains(it.name()))
        .flatMap(it -> store(it, recorded));
  }

  /**
   * Deletes those that neither slots nor history of {@code recorded} need. That some remain keeps
   * no release from going on, and they are deleted with the next one.
   *
   * @return what people are told of those that can't be deleted
   */
  Optional<Note> prune(Recorded recorded) {
    return switch (revisions.prune(environment.owner(), recorded.revisions(), mandate)) {
      case Result.Ok<List<String>> pruned -> Optional.empty();
      case Result.Failed<List<String>>(var failure) ->
          Optional.of(
              new Note(
                  true,
                  failure.kind().reason(),
                  "ControllerRevisions that are needed no more can't be deleted, and stay until"
                      + " the next release: "
                      + failure.sentence()));
    };
  }

  /** Returns what is told of slots of which no stored release says what they run. */
  Problem lost(Rollout rollout) {
    var forged = forged(rollout.recorded());
    return new Problem(
        "ReleaseLost",
        ("Nothing says what the slots %s run (lost ControllerRevisions: %s), so they are left as"
                + " they are.%s Set the spec to what they run, or to a new release.")
            .formatted(
                rollout.lost().stream().map(Slot::text).sorted().toList(),
                rollout.missing(),
                forged.isEmpty()
                    ? ""
                    : (" %s exist and are ignored: the operator did not store them like this for"
                            + " this environment.")
                        .formatted(forged.stream().sorted().toList())),
        true);
  }

  private Stream<Revisions.Stored> all(Set<String> names) {
    return names.stream()
        .flatMap(name -> answer(revisions.get(environment.owner(), name)).stream());
  }

  /**
   * Returns whether the operator stored it for this very custom resource: its name is the hash of
   * what it holds, and status says the same of its image and configuration where it says anything.
   */
  private boolean counts(Revisions.Stored stored, Recorded recorded) {
    var content = ReleaseFields.without(stored.data());
    return stored.uid().equals(environment.uid())
        && stored.name().equals(environment.names().kube(Hash.of(content)))
        && isReadable(content)
        && recorded
            .entry(stored.name())
            .filter(entry -> !isOf(entry, Release.read(content)))
            .isEmpty();
  }

  /** The hash in a name is short; to find other content for three of them is out of reach. */
  private static boolean isOf(HistoryEntry entry, Release release) {
    return entry.tag().equals(release.tag())
        && entry.digest().equals(release.digest())
        && entry.configHash().equals(release.configHash());
  }

  private static boolean isReadable(Tree.Obj content) {
    try {
      Release.read(content);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static <T> T answer(Result<T> reply) {
    return switch (reply) {
      case Result.Ok<T>(var value) -> value;
      case Result.Failed<T>(var failure) -> throw new FailedCall(failure);
    };
  }
}
