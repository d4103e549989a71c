package io.soundbite.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WriteGateTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final AtomicBoolean leads = new AtomicBoolean(true);
  private final WriteGate gate = new WriteGate(leads::get);

  @Test
  void asksAtEachWrite() {
    assertThat(gate.begin("a")).isTrue();
    leads.set(false);
    assertThat(gate.begin("b")).isFalse();
    leads.set(true);
    assertThat(gate.begin("c")).isTrue();
  }

  @Test
  void waitsForWhatIsUnderWay() {
    gate.begin("a");
    var waiting = CompletableFuture.supplyAsync(() -> gate.awaitIdle(LONG));
    assertThat(waiting).isNotCompleted();
    gate.ended("a");
    assertThat(waiting.join()).isTrue();
  }

  @Test
  void saysWhenItHasWaitedInVain() {
    gate.begin("a");
    assertThat(gate.awaitIdle(Duration.ofMillis(50))).isFalse();
    assertThat(gate.awaitIdle(Duration.ZERO)).isFalse();
  }

  @Test
  void doesNotWaitForWhatWasRefused() {
    leads.set(false);
    gate.begin("a");
    assertThat(gate.awaitIdle(Duration.ZERO)).isTrue();
  }

  @Test
  void letsNoneBeginOnceItIsClosed() {
    gate.close();
    assertThat(gate.begin("a")).isFalse();
    assertThat(gate.awaitIdle(Duration.ZERO)).isTrue();
  }
}
