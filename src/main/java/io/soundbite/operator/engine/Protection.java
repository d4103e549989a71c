package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.HoldsData;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What keeps data and guards from being lost quietly.
 *
 * @param data resources that held data once, as {@code Database/SoundbitesTable}
 * @param recreate which of them may be created again, empty
 * @param downgrade whether guards may be lowered
 * @param reached resources that are recorded to be this environment's and to have been as wanted
 * @param creating resources that this process created, and that have not been as wanted since
 */
public record Protection(
    Set<String> data,
    Optional<String> recreate,
    boolean downgrade,
    Set<String> reached,
    Set<String> creating) {
  private static final String WEAKENS =
      "%s would protect less: %s. If that is meant, set the annotation soundbite.io/allow-downgrade"
          + " to the environment's metadata.generation; else declare it as it is, or name the"
          + " fields in drift.ignore.";

  public Protection {
    data = Set.copyOf(data);
    reached = Set.copyOf(reached);
    creating = Set.copyOf(creating);
  }

  /** With nothing recorded to have been as wanted. */
  public Protection(Set<String> data, Optional<String> recreate, boolean downgrade) {
    this(data, recreate, downgrade, Set.of(), Set.of());
  }

  /** Nothing held data yet, and nothing may be lowered. */
  public static Protection fresh() {
    return new Protection(Set.of(), Optional.empty(), false);
  }

  /** The same with resources that are recorded to have been as wanted. */
  public Protection withReached(Set<String> paths) {
    return new Protection(data, recreate, downgrade, paths, creating);
  }

  /** The same with resources that were created, and are not as wanted yet. */
  public Protection withCreating(Set<Key> keys) {
    var paths = keys.stream().map(Key::path).collect(Collectors.toSet());
    return new Protection(data, recreate, downgrade, reached, paths);
  }

  /** Says that fields of the resource would protect less, and how to have them written. */
  public static String weakens(Key key, List<FieldDiff> diffs) {
    return WEAKENS.formatted(
        key.name(), diffs.stream().map(FieldDiff::toString).collect(Collectors.joining(", ")));
  }

  /**
   * Returns whether a resource that carries no owner is this environment's all the same: it had
   * been as wanted, so that its owner tag was removed since.
   */
  boolean isOurs(Desired want, Ownership ownership) {
    return ownership instanceof Ownership.Unowned
        && !(want instanceof KubeObject)
        && reached.contains(want.key().path());
  }

  /** Returns whether the resource is being created by this environment and holds nothing yet. */
  boolean isFresh(Desired want, Ownership ownership) {
    var path = want.key().path();
    return (ownership instanceof Ownership.OwnedBy || ownership instanceof Ownership.Written)
        && (creating.contains(path)
            || (!reached.contains(path)
                && (!data.contains(path) || recreate.filter(path::equals).isPresent())));
  }

  /** What is to be done about {@code want}, which is not there. */
  Step missing(Desired want) {
    var path = want.key().path();
    if (!(want instanceof HoldsData lost)
        || !data.contains(path)
        || recreate.filter(path::equals).isPresent()) {
      return new Step.Create(want);
    }
    return Step.Blocked.of(
        want,
        "DataLoss",
        "%s is gone, and its data with it. Restore it if you can: %s. To have it created again, empty, set the annotation soundbite.io/recreate: %s (remove it first where it is set already)."
            .formatted(want.key().name(), lost.backup(), path));
  }

  /**
   * Whether {@code diff} must be left as it is.
   *
   * @param fresh whether the resource is being created: what expires is set by a later call
   */
  boolean guards(FieldDiff diff, boolean fresh) {
    return !downgrade && (diff.weakening() || (diff.expiring() && !(fresh && diff.have() == null)));
  }

  /** Whether {@code diff} must be left as it is on what was somebody else's. */
  boolean keeps(FieldDiff diff) {
    return diff.expiring() && !downgrade;
  }
}
