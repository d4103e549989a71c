package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each resource had been brought to. What differs from that is drift; what differs from
 * something it was never brought to is a change under way.
 *
 * @param creating resources that were created, and have not been as wanted since
 */
public record Baseline(Map<Key, Desired> reached, Set<Key> creating) {
  private static final String WHOLE = "/";
  private static final String PRESENT = "present";

  public Baseline {
    reached = Map.copyOf(reached);
    creating = Set.copyOf(creating);
  }

  /** With nothing being created. */
  public Baseline(Map<Key, Desired> reached) {
    this(reached, Set.of());
  }

  /** The same after {@code key} was created in part. */
  public Baseline creating(Key key) {
    var all = new HashSet<>(creating);
    all.add(key);
    return new Baseline(reached, all);
  }

  /**
   * What is known when the operator has just started.
   *
   * @param recorded whether a resource is recorded to have been as it is wanted now
   */
  public static Baseline recorded(List<? extends Desired> wants, Predicate<Key> recorded) {
    return new Baseline(
        wants.stream()
            .filter(want -> recorded.test(want.key()))
            .collect(Collectors.toMap(Desired::key, want -> want)));
  }

  /** What is known after {@code plan} for {@code wants} was made; what others are is unchanged. */
  public Baseline after(List<? extends Desired> wants, List<Step> plan) {
    var next = new HashMap<>(reached);
    var kept =
        plan.stream()
            .filter(Step.Keep.class::isInstance)
            .map(Step::key)
            .collect(Collectors.toSet());
    wants.stream()
        .filter(want -> kept.contains(want.key()))
        .forEach(
            want -> {
              if (next.put(want.key(), want) == null) {
                // One whose name is another each time leaves nothing behind.
                next.keySet().removeIf(key -> isNamesake(key, want.key()));
              }
            });
    var incomplete = new HashSet<>(creating);
    incomplete.removeAll(kept);
    return new Baseline(next, incomplete);
  }

  private static boolean isNamesake(Key one, Key other) {
    return one.path().equals(other.path()) && !one.equals(other);
  }

  /** The drift among the steps of {@code plan}, which is for {@code wants}. */
  public List<Drift> drift(List<? extends Desired> wants, List<Step> plan) {
    var reachable =
        wants.stream()
            .filter(want -> want.equals(reached.get(want.key())))
            .map(Desired::key)
            .collect(Collectors.toSet());
    return plan.stream()
        .filter(step -> isLost(step) || reachable.contains(step.key()))
        .flatMap(Baseline::drift)
        .toList();
  }

  private static boolean isLost(Step step) {
    return step instanceof Step.Blocked blocked && blocked.reason().equals("DataLoss");
  }

  /** Whether it is not there, and not created again for now. */
  private static boolean isDeleted(Step.Blocked blocked) {
    return blocked.reason().equals(Step.CONTESTED) && blocked.diffs().isEmpty();
  }

  private static Stream<Drift> drift(Step step) {
    return switch (step) {
      case Step.Create create -> Stream.of(new Drift(step.key(), WHOLE, PRESENT, null, null));
      case Step.Update(var change) ->
          Stream.concat(
              fields(step.key(), change.diffs(), null),
              fields(step.key(), change.kept(), Step.DOWNGRADE));
      case Step.Blocked blocked when isLost(step) || isDeleted(blocked) ->
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
            diff -> {
              var texts = Contrast.of(diff.want(), diff.have());
              return new Drift(
                  key,
                  diff.path(),
                  diff.want() == null ? null : texts.want(),
                  diff.have() == null ? null : texts.have(),
                  held);
            });
  }
}
