package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Desired against observed, one step for each resource. The plan is what drift shows and what the
 * executor runs: one truth.
 */
public final class Planner {
  private final Ours ours;

  public Planner(Ours ours) {
    this.ours = ours;
  }

  /** What to do so that everything is as wanted. */
  public List<Step> plan(List<? extends Desired> wants, Map<Key, Observation<?>> seen) {
    return wants.stream().map(want -> converge(want, seen)).toList();
  }

  /**
   * What to do so that the environment is gone.
   *
   * @param delete whether its resources go too, or are left to nobody
   * @param withData whether data in them may be destroyed
   */
  public List<Step> planRemoval(
      List<? extends Desired> wants,
      Map<Key, Observation<?>> seen,
      boolean delete,
      boolean withData) {
    return wants.stream().map(want -> remove(want, seen, delete, withData)).toList();
  }

  private Step converge(Desired want, Map<Key, Observation<?>> seen) {
    return switch (seen.get(want.key())) {
      case null -> notRead(want.key());
      case Observation.Absent<?> absent -> new Step.Create(want);
      case Observation.Unknown<?> unknown -> unreadable(want.key(), unknown.failure());
      case Observation.Present<?> present -> {
        var holder = ours.refuse(ownership(present, seen));
        yield holder.isPresent()
            ? conflict(want.key(), holder.get())
            : compare(want, present.have());
      }
    };
  }

  private Step compare(Desired want, Desired have) {
    var diffs = Difference.between(want, have);
    if (diffs.isEmpty()) {
      return new Step.Keep(want.key());
    }
    var fixed = diffs.stream().filter(FieldDiff::immutable).toList();
    return fixed.isEmpty() ? update(want, have, diffs) : immutable(want.key(), fixed);
  }

  private static Step immutable(Key key, List<FieldDiff> diffs) {
    var first = diffs.getFirst();
    return new Step.Blocked(
        key,
        "Immutable",
        "%s differs in %s, which can't be changed: want %s, have %s. Nothing is deleted to replace it."
            .formatted(key.name(), first.path(), first.want(), first.have()),
        diffs);
  }

  private static Step.Update update(Desired want, Desired have, List<FieldDiff> diffs) {
    return new Step.Update(new Change<>(want, have, diffs));
  }

  private Step remove(
      Desired want, Map<Key, Observation<?>> seen, boolean delete, boolean withData) {
    return switch (seen.get(want.key())) {
      case null -> notRead(want.key());
      case Observation.Absent<?> absent -> new Step.Keep(want.key());
      case Observation.Unknown<?> unknown -> unreadable(want.key(), unknown.failure());
      case Observation.Present<?> present when !ours.own(ownership(present, seen), delete) ->
          new Step.Keep(want.key());
      case Observation.Present<?> present when delete -> new Step.Delete(present.have(), withData);
      case Observation.Present<?> present -> new Step.Release(present.have());
    };
  }

  /** What can't be tagged belongs to its parent's owner. */
  private static Ownership ownership(
      Observation.Present<?> present, Map<Key, Observation<?>> seen) {
    if (!(present.ownership() instanceof Ownership.SameAs(var id))) {
      return present.ownership();
    }
    return seen.entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(id))
        .map(Map.Entry::getValue)
        .map(Planner::direct)
        .findFirst()
        .orElse(present.ownership());
  }

  private static Ownership direct(@Nullable Observation<?> parent) {
    return parent instanceof Observation.Present<?> present
        ? present.ownership()
        : new Ownership.Unowned();
  }

  private static Step notRead(Key key) {
    return new Step.Blocked(key, "NotRead", key.name() + " has not been read yet", List.of());
  }

  private static Step unreadable(Key key, Failure failure) {
    return new Step.Blocked(key, failure.kind().reason(), failure.sentence(), List.of());
  }

  private static Step conflict(Key key, String holder) {
    return new Step.Blocked(
        key,
        "NamingConflict",
        ("%s exists and belongs to %s. Rename one of the two environments, or take it over with"
                + " spec.aws.adoptionPolicy: Adopt.")
            .formatted(key.name(), holder),
        List.of());
  }
}
