package io.soundbite.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseWatchdogTest {
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private final AtomicLong passed = new AtomicLong();
  private final TwoClocks wall = new TwoClocks();
  private final LeaseTerm term = new LeaseTerm(LENGTH, passed::get, wall::wall);
  private final Leadership leadership = new Leadership(term);
  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void endsTheProcessWhenTheLeaseIsOverAndNotBefore() throws InterruptedException {
    leadership.renewed(term.now());
    new LeaseWatchdog(leadership, ended::countDown).start();
    passed.set(LENGTH.toNanos() - 1);
    assertThat(ended.await(500, TimeUnit.MILLISECONDS)).isFalse();
    passed.set(LENGTH.toNanos());
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void endsTheProcessWhenAnotherHoldsTheLease() throws InterruptedException {
    leadership.renewed(term.now());
    new LeaseWatchdog(leadership, ended::countDown).start();
    leadership.lost();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
