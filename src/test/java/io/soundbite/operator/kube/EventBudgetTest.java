package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventBudgetTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final EventBudget budget = new EventBudget(START);

  @Test
  void allowsABurstAndThenOneEachTwentySeconds() {
    assertThat(taken(START)).isEqualTo(25);
    assertThat(taken(START.plusSeconds(19))).isZero();
    assertThat(taken(START.plusSeconds(20))).isEqualTo(1);
    assertThat(taken(START.plusSeconds(60))).isEqualTo(2);
  }

  @Test
  void isNeverMoreThanFull() {
    taken(START);

    assertThat(budget.isFull(START.plusSeconds(499))).isFalse();
    assertThat(budget.isFull(START.plusSeconds(500))).isTrue();
    assertThat(taken(START.plusSeconds(9_000))).isEqualTo(25);
  }

  private int taken(Instant now) {
    int count = 0;
    while (budget.take(now)) {
      count++;
    }
    return count;
  }
}
