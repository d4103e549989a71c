package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * When each field was found drifted. What was put right three times in ten minutes, and is changed
 * back again, somebody else wants otherwise: it is left alone until ten minutes are over.
 *
 * @param found times of the last ten minutes, by resource and field
 */
public record Contest(Map<String, List<Instant>> found) {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int HEALS = 3;

  public Contest {
    found = Map.copyOf(found);
  }

  /** Nothing found yet. */
  public static Contest none() {
    return new Contest(Map.of());
  }

  /**
   * With what was found at {@code now}.
   *
   * @param before what had been found already: it is not found anew until it has been away
   */
  public Contest after(List<Drift> before, List<Drift> drift, Instant now) {
    var next = new HashMap<String, List<Instant>>();
    found.forEach(
        (field, times) -> {
          var recent = times.stream().filter(it -> it.isAfter(now.minus(WINDOW))).toList();
          if (!recent.isEmpty()) {
            next.put(field, recent);
          }
        });
    var known = before.stream().map(Contest::field).toList();
    drift.stream()
        .map(Contest::field)
        .filter(field -> !known.contains(field))
        .forEach(
            field -> {
              var times = new ArrayList<>(next.getOrDefault(field, List.of()));
              times.add(now);
              next.put(field, times);
            });
    return new Contest(next);
  }

  /** The steps, with those held back that would put a contested field right. */
  public List<Step> hold(List<Step> plan, Function<Key, Optional<String>> rival) {
    return plan.stream()
        .map(step -> step instanceof Step.Update update ? held(update, rival) : step)
        .toList();
  }

  /** When the first of the contested fields may be put right again. */
  public Optional<Instant> until() {
    return found.values().stream()
        .filter(times -> times.size() > HEALS)
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
    return found.getOrDefault(field, List.of()).size() > HEALS;
  }

  private static String field(Drift drift) {
    return drift.key().path() + drift.field();
  }
}
