package io.soundbite.operator.controller;

import io.soundbite.operator.engine.Sweeper;
import io.soundbite.operator.leadership.Leadership;
import io.soundbite.operator.leadership.WriteGate;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Ends the leading of a process that was asked to end. The lease is renewed as long as writes to
 * AWS are awaited; it is given back when none is under way any more, and else runs out by itself.
 */
final class GracefulStop {
  private static final Logger LOG = Logger.getLogger(GracefulStop.class);

  /** As long as a call to AWS may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Leadership leadership;
  private final WriteGate gate;
  private volatile long deadline;

  /**
   * @param gate what all writes pass
   */
  GracefulStop(Leadership leadership, WriteGate gate) {
    this.leadership = leadership;
    this.gate = gate;
  }

  /**
   * While reconciles still run and the lease is renewed: has no more steps begin in AWS, and waits
   * for those under way.
   */
  void begin(Sweeper<?> sweeper) {
    deadline = System.nanoTime() + PATIENCE.toNanos();
    leadership.stop();
    sweeper.drain(PATIENCE);
  }

  /** When reconciles have ended: lets no more writes begin, and gives the lease back. */
  void end(Runnable giveBack) {
    gate.close();
    if (gate.awaitIdle(Duration.ofNanos(deadline - System.nanoTime()))) {
      leadership.returned();
      giveBack.run();
    } else {
      LOG.warn("writes are still under way: the lease is not given back, it runs out by itself");
    }
  }
}
