package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * When each field was put right. What was put right three times in ten minutes, and is changed back
 * again, somebody else wants otherwise: it is left alone until ten minutes are over.
 *
 * @param heals times of the last ten minutes, by resource and field
 */
public record Contest(Map<String, List<Instant>> heals) {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int HEALS = 3;

  public Contest {
    heals = Map.copyOf(heals);
  }

  /** Nothing was put right yet. */
  public static Contest none() {
    return new Contest(Map.of());
  }

  /** With {@code drift} put right at {@code now}. */
  public Contest healed(List<Drift> drift, Instant now) {
    var next = new HashMap<>(at(now).heals());
    drift.forEach(
        it ->
            next.merge(
                it.key().path() + it.field(),
                List.of(now),
                (before, once) -> Stream.concat(before.stream(), once.stream()).toList()));
    return new Contest(next);
  }

  /** What still counts at {@code now}. */
  public Contest at(Instant now) {
    var recent = new HashMap<String, List<Instant>>();
    heals.forEach(
        (field, times) -> {
          var still = times.stream().filter(it -> it.isAfter(now.minus(WINDOW))).toList();
          if (!still.isEmpty()) {
            recent.put(field, still);
          }
        });
    return new Contest(recent);
  }

  /** The steps, with those held back that would put a contested field right. */
  public List<Step> hold(List<Step> plan, Function<Key, Optional<String>> rival) {
    return plan.stream()
        .map(step -> step instanceof Step.Update update ? held(update, rival) : step)
        .toList();
  }

  /** When the first of the contested fields may be put right again. */
  public Optional<Instant> until() {
    return heals.values().stream()
        .filter(times -> times.size() >= HEALS)
        .map(times -> times.getFirst().plus(WINDOW))
        .min(Instant::compareTo);
  }

  private Step held(Step.Update update, Function<Key, Optional<String>> rival) {
    var key = update.key();
    var contested =
        update.change().diffs().stream()
            .filter(diff -> isContested(key.path() + diff.path()))
            .toList();
    return contested.isEmpty()
        ? update
        : Step.Blocked.of(
            update.change().want(),
            "Contested",
            "%s was put right %d times in ten minutes and changed back by %s: %s. Have it stop, change the spec, or ignore the field (spec.drift.ignore)."
                .formatted(
                    key.name(), HEALS, rival.apply(key).orElse("somebody"), contested.getFirst()),
            update.change().diffs());
  }

  private boolean isContested(String field) {
    return heals.getOrDefault(field, List.of()).size() >= HEALS;
  }
}
