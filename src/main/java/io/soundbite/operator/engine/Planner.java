package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Desired against observed, one step for each resource. The plan is what drift shows and what the
 * executor runs: one truth.
 */
public final class Planner {
  private static final String ADOPT =
      "Create this environment under another name (spec.environment), or take it over with"
          + " spec.aws: {%s}.";
  private static final String EXPIRES =
      "%s would begin to delete by itself what is old enough: %s. If that is meant for what is in"
          + " it already, set the annotation soundbite.io/allow-downgrade to the environment's"
          + " metadata.generation; else name the fields in drift.ignore.";
  private static final String LOWERS = " The annotation permits this too: %s, which protects less.";
  private static final String FIXED =
      "%s differs in what can't be changed: %s. Nothing is deleted to replace it: move its data"
          + " elsewhere and delete it by hand, then set the annotation soundbite.io/recreate: %s"
          + " (remove it first where it is set already); or declare what is there.";
  private static final String MOVE =
      "Delete it, or create this environment under another spec.prefix.";

  private static final String HAND_OVER =
      "Its environment is gone, or it was restored without its owner: hand it over, or delete it"
          + " (docs/operations.md, Objects without an owner).";

  private final Ours ours;
  private final Ignored ignored;
  private final Protection protection;

  /** With nothing ignored, and nothing that held data before. */
  public Planner(Ours ours) {
    this(ours, Ignored.nothing(), Protection.fresh());
  }

  public Planner(Ours ours, Ignored ignored, Protection protection) {
    this.ours = ours;
    this.ignored = ignored;
    this.protection = protection;
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
      case Sight.Unread(var reason, var message) -> Step.Blocked.of(want, reason, message);
      case Sight.Gone gone -> protection.missing(want);
      case Sight.There(var have, var ownership) when protection.isOurs(want, ownership) ->
          compare(want, have, Standing.REACHED);
      case Sight.There(var have, var ownership) ->
          ours.refuse(ownership)
              .<Step>map(holder -> conflict(want, ownership, holder))
              .orElseGet(() -> compare(want, have, standing(want, ownership)));
    };
  }

  /** How far a resource is this environment's. */
  private enum Standing {
    /** It is another's, or has no owner, and is adopted. */
    ADOPTED,
    /** It is being created. */
    FRESH,
    /** It had been as wanted. */
    REACHED
  }

  private Standing standing(Desired want, Ownership ownership) {
    if (!ours.own(ownership, true)) {
      return Standing.ADOPTED;
    }
    return protection.isFresh(want, ownership) ? Standing.FRESH : Standing.REACHED;
  }

  private Step compare(Desired want, Desired have, Standing standing) {
    var target = ignored.over(want, have);
    var diffs = Difference.between(target, have);
    if (diffs.isEmpty()) {
      return new Step.Keep(want.key());
    }
    var fixed = diffs.stream().filter(FieldDiff::immutable).toList();
    if (!fixed.isEmpty()) {
      var key = want.key();
      return Step.Blocked.of(
          want, Step.IMMUTABLE, FIXED.formatted(key.name(), text(fixed), key.path()), fixed);
    }
    // None of it is taken over: once it is ours, what is missing would be put right.
    var expiring =
        diffs.stream().filter(it -> standing == Standing.ADOPTED && protection.keeps(it)).toList();
    return expiring.isEmpty()
        ? update(target, have, diffs, standing == Standing.FRESH)
        : expiring(want, expiring, diffs);
  }

  /** The annotation permits all of it: what would protect less is said beside what would expire. */
  private Step expiring(Desired want, List<FieldDiff> expiring, List<FieldDiff> diffs) {
    var lowered =
        diffs.stream()
            .filter(it -> !expiring.contains(it) && protection.guards(it, false))
            .toList();
    var key = want.key();
    var message = EXPIRES.formatted(key.name(), text(expiring));
    return lowered.isEmpty()
        ? Step.Blocked.of(want, Step.DOWNGRADE, message, expiring)
        : Step.Blocked.of(
            want,
            Step.DOWNGRADE,
            message + LOWERS.formatted(text(lowered)),
            Stream.concat(expiring.stream(), lowered.stream()).toList());
  }

  /** What would protect less stays as it is, and is said whatever else is to be done. */
  private Step update(Desired want, Desired have, List<FieldDiff> diffs, boolean fresh) {
    var guarded = diffs.stream().filter(it -> protection.guards(it, fresh)).toList();
    if (guarded.isEmpty()) {
      return new Step.Update(new Change<>(want, have, diffs));
    }
    if (guarded.size() == diffs.size()) {
      return Step.Blocked.of(
          want, Step.DOWNGRADE, Protection.weakens(want.key(), guarded), guarded);
    }
    var paths = guarded.stream().map(FieldDiff::path).collect(Collectors.toSet());
    var target = new Overlay(paths).of(want, have);
    return new Step.Update(new Change<>(target, have, Difference.between(target, have), guarded));
  }

  private static String text(List<FieldDiff> diffs) {
    return diffs.stream().map(FieldDiff::toString).collect(Collectors.joining(", "));
  }

  private Step remove(
      Desired want, Map<Key, Observation<?>> seen, boolean delete, boolean withData) {
    return switch (Sight.of(want, seen)) {
      case Sight.Unread(var reason, var message) -> Step.Blocked.of(want, reason, message);
      case Sight.Gone gone -> new Step.Keep(want.key());
      case Sight.There(var have, var ownership) when !ours.own(ownership, delete) ->
          new Step.Keep(want.key());
      case Sight.There(var have, var ownership) when delete -> new Step.Delete(have, withData);
      case Sight.There(var have, var ownership) -> new Step.Release(have);
    };
  }

  private static Step conflict(Desired want, Ownership ownership, String holder) {
    var way =
        switch (want) {
          case KubeObject any when ownership instanceof Ownership.Unowned -> HAND_OVER;
          case KubeObject any -> MOVE;
          default -> ADOPT.formatted(Ours.adopting(ownership));
        };
    return Step.Blocked.of(
        want,
        Step.NAMING_CONFLICT,
        "%s exists and belongs to %s. %s".formatted(want.key().name(), holder, way));
  }
}
