package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each resource had been brought to. What differs from that is drift; what differs from
 * something it was never brought to is a change under way.
 */
public record Baseline(Map<Key, Desired> reached) {
  private static final String WHOLE = "/";
  private static final String PRESENT = "present";

  public Baseline {
    reached = Map.copyOf(reached);
  }

  /** Nothing is known: the operator has just started. */
  public static Baseline unknown() {
    return new Baseline(Map.of());
  }

  /** What is known after {@code plan} for {@code wants} was made. */
  public Baseline after(List<? extends Desired> wants, List<Step> plan) {
    var next = new HashMap<Key, Desired>();
    var kept = new HashMap<Key, Step>();
    plan.forEach(step -> kept.put(step.key(), step));
    for (var want : wants) {
      var before = reached.get(want.key());
      if (kept.get(want.key()) instanceof Step.Keep) {
        next.put(want.key(), want);
      } else if (before != null) {
        next.put(want.key(), before);
      }
    }
    return new Baseline(next);
  }

  /**
   * The drift among {@code plan}'s steps.
   *
   * @param wants what the plan is for
   * @param recorded whether a resource, of which nothing is known here, is recorded to have been as
   *     it is wanted now
   */
  public List<Drift> drift(
      List<? extends Desired> wants, List<Step> plan, Predicate<Key> recorded) {
    var desired = new HashMap<Key, Desired>();
    wants.forEach(want -> desired.put(want.key(), want));
    return plan.stream()
        .filter(step -> isLost(step) || had(desired.get(step.key()), recorded))
        .flatMap(Baseline::drift)
        .toList();
  }

  private boolean had(@Nullable Desired want, Predicate<Key> recorded) {
    if (want == null) {
      return false;
    }
    var before = reached.get(want.key());
    return before == null ? recorded.test(want.key()) : before.equals(want);
  }

  private static boolean isLost(Step step) {
    return step instanceof Step.Blocked blocked && blocked.reason().equals("DataLoss");
  }

  private static Stream<Drift> drift(Step step) {
    return switch (step) {
      case Step.Create create -> Stream.of(new Drift(step.key(), WHOLE, PRESENT, null, null));
      case Step.Update(var change) -> fields(step.key(), change.diffs(), null);
      case Step.Blocked blocked when isLost(step) ->
          Stream.of(new Drift(step.key(), WHOLE, PRESENT, null, blocked.reason()));
      case Step.Blocked(var key, var reason, var message, var diffs, var after) ->
          fields(key, diffs, reason);
      case Step.Keep keep -> Stream.of();
      case Step.Delete delete -> Stream.of();
      case Step.Release release -> Stream.of();
    };
  }

  private static Stream<Drift> fields(Key key, List<FieldDiff> diffs, @Nullable String held) {
    return diffs.stream()
        .map(
            diff ->
                new Drift(
                    key,
                    diff.path(),
                    diff.want() == null ? null : Value.text(diff.want()),
                    diff.have() == null ? null : Value.text(diff.have()),
                    held));
  }
}
