package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import java.util.List;
import java.util.Map;

/**
 * Desired against observed, one step for each resource. The plan is what drift shows and what the
 * executor runs: one truth.
 */
public final class Planner {
  private static final String ADOPT =
      "Rename one of the two environments, or take it over with spec.aws.adoptionPolicy: Adopt.";
  private static final String MOVE =
      "Remove it, or create this environment anew with another prefix.";

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
    return switch (Sight.of(want, seen)) {
      case Sight.Unread(var reason, var message) -> blocked(want, reason, message);
      case Sight.Gone gone -> new Step.Create(want);
      case Sight.There(var have, var ownership) ->
          ours.refuse(ownership)
              .<Step>map(holder -> conflict(want, holder))
              .orElseGet(() -> compare(want, have));
    };
  }

  private Step compare(Desired want, Desired have) {
    var diffs = Difference.between(want, have);
    if (diffs.isEmpty()) {
      return new Step.Keep(want.key());
    }
    var fixed = diffs.stream().filter(FieldDiff::immutable).toList();
    return fixed.isEmpty() ? update(want, have, diffs) : immutable(want, fixed);
  }

  private static Step immutable(Desired want, List<FieldDiff> diffs) {
    var first = diffs.getFirst();
    return new Step.Blocked(
        want.key(),
        "Immutable",
        "%s differs in %s, which can't be changed: want %s, have %s. Nothing is deleted to replace it."
            .formatted(want.key().name(), first.path(), first.want(), first.have()),
        diffs,
        want.after());
  }

  private static Step.Update update(Desired want, Desired have, List<FieldDiff> diffs) {
    return new Step.Update(new Change<>(want, have, diffs));
  }

  private Step remove(
      Desired want, Map<Key, Observation<?>> seen, boolean delete, boolean withData) {
    return switch (Sight.of(want, seen)) {
      case Sight.Unread(var reason, var message) -> blocked(want, reason, message);
      case Sight.Gone gone -> new Step.Keep(want.key());
      case Sight.There(var have, var ownership) when !ours.own(ownership, delete) ->
          new Step.Keep(want.key());
      case Sight.There(var have, var ownership) when delete -> new Step.Delete(have, withData);
      case Sight.There(var have, var ownership) -> new Step.Release(have);
    };
  }

  private static Step conflict(Desired want, String holder) {
    return blocked(
        want,
        "NamingConflict",
        "%s exists and belongs to %s. %s"
            .formatted(want.key().name(), holder, want instanceof KubeObject ? MOVE : ADOPT));
  }

  private static Step blocked(Desired want, String reason, String message) {
    return new Step.Blocked(want.key(), reason, message, List.of(), want.after());
  }
}
