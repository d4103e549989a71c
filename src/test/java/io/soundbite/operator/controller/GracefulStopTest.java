package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.engine.ProviderSet;
import io.soundbite.operator.engine.Sweeper;
import io.soundbite.operator.leadership.Leadership;
import io.soundbite.operator.leadership.LeaseTerm;
import io.soundbite.operator.leadership.WriteGate;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GracefulStopTest {
  private final LeaseTerm term =
      new LeaseTerm(Duration.ofHours(1), System::nanoTime, InstantSource.system());
  private final Leadership leadership = new Leadership(term);
  private final WriteGate gate = new WriteGate(leadership::mayWrite);
  private final GracefulStop stop = new GracefulStop(leadership, gate);
  private final AtomicBoolean givenBack = new AtomicBoolean();

  @AutoClose
  private final Sweeper<String> sweeper =
      new Sweeper<>(
          any -> new ProviderSet(List.of()),
          any -> {},
          new Sweeper.Settings(1, Clock.systemUTC(), new Random()));

  @BeforeEach
  void lead() {
    leadership.renewed(term.now());
  }

  @Test
  void writesMayBeginUntilReconcilesHaveEnded() {
    stop.begin(sweeper);
    assertThat(gate.begin("a")).isTrue();
    gate.ended("a");
    stop.end(() -> givenBack.set(true));
    assertThat(gate.begin("b")).isFalse();
    assertThat(givenBack).isTrue();
    assertThat(leadership.role()).isEqualTo(Leadership.Role.STOPPING);
  }

  @Test
  void givesTheLeaseBackWhenTheLastWriteUnderWayHasEnded() {
    stop.begin(sweeper);
    gate.begin("a");
    var ending =
        CompletableFuture.runAsync(
            () -> stop.end(() -> givenBack.set(gate.awaitIdle(Duration.ZERO))));
    assertThat(ending).isNotCompleted();
    gate.ended("a");
    ending.join();
    assertThat(givenBack).isTrue();
  }
}
