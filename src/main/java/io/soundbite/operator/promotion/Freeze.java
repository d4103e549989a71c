package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * It is no time in which releases wait. What cannot be read as such a time shuts the gate for good:
 * a freeze that protects nothing is worse than none.
 */
record Freeze() implements Gate {
  /** How many times of all windows that follow each other are worked out, at most. */
  private static final int FOLLOWED = 500;

  @Override
  public String name() {
    return Gates.FREEZE;
  }

  @Override
  public Ruling judge(Promotion promotion, Candidate candidate) {
    var freezes = promotion.rules().freeze();
    var problem = new Freezes(freezes).problem();
    if (problem.isPresent()) {
      return new Shut(name(), Gates.FREEZE_INVALID, problem.get(), Optional.empty());
    }
    var windows = new Freezes(freezes).windows();
    var now = promotion.now();
    return windows.stream()
        .filter(it -> it.end(now).isPresent())
        .findFirst()
        .map(on -> frozen(freezes.get(windows.indexOf(on)), candidate, windows, now))
        .orElseGet(() -> new Open(name(), "No freeze is on."));
  }

  private Ruling frozen(FreezeSpec freeze, Candidate candidate, List<Window> windows, Instant now) {
    var end = end(windows, now);
    return new Shut(
        name(),
        "Frozen",
        "%s waits: releases are frozen by \"%s\" (%s, for %s). This opens %s %s."
            .formatted(
                candidate,
                freeze.schedule(),
                freeze.timeZone(),
                freeze.duration(),
                latest(windows, end).isEmpty() ? "at" : "not before",
                end.truncatedTo(ChronoUnit.SECONDS)),
        Optional.of(end));
  }

  /**
   * When none is on any more, those that begin before another has ended included; as far as they
   * are looked through.
   */
  private static Instant end(List<Window> windows, Instant now) {
    var end = now;
    for (var i = 0; i < FOLLOWED / windows.size(); i++) {
      var next = latest(windows, end);
      if (next.isEmpty()) {
        return end;
      }
      end = next.get();
    }
    return end;
  }

  private static Optional<Instant> latest(List<Window> windows, Instant now) {
    return windows.stream().flatMap(it -> it.end(now).stream()).max(Comparator.naturalOrder());
  }
}
