package io.soundbite.operator.controller;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A simulated week of 20 environments in which one call in a thousand fails. It takes more than an
 * hour: {@code -Dsoundbite.week.rounds} has it end after fewer than the {@value #WEEK} polls.
 */
@Tag("bench")
class WeekBench {
  private static final int ENVIRONMENTS = 20;

  /** Polls of each environment in a week. */
  private static final int WEEK = 7 * 24 * 12;

  @AutoClose private final SimulatedTime time = new SimulatedTime(ENVIRONMENTS);

  @Test
  void nothingIsTold() throws IOException {
    var rounds = Integer.getInteger("soundbite.week.rounds", WEEK);
    var outcome = time.pass(rounds, 0.001);
    new BenchTable("week")
        .print(
            List.of(
                "| environments | polls of each | calls | failed | told | warnings | writes |",
                "| --- | --- | --- | --- | --- | --- | --- |",
                "| %d | %d | %d | %d | %d | %d | %s |"
                    .formatted(
                        ENVIRONMENTS,
                        rounds,
                        outcome.calls(),
                        outcome.failed(),
                        outcome.told().size(),
                        outcome.warnings().size(),
                        outcome.writes())));
    outcome.assertQuiet();
  }
}
