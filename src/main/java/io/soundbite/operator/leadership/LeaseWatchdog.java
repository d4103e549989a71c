package io.soundbite.operator.leadership;

import io.soundbite.operator.leadership.Leadership.Role;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Ends the process of a replica that neither leads nor waits to lead, at once and whatever else it
 * does: its writes that are under way end with it, before the lease runs out for others.
 */
public final class LeaseWatchdog {
  private static final Logger LOG = Logger.getLogger(LeaseWatchdog.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** A log that takes nothing does not keep the process. */
  private static final Duration LOGGING = Duration.ofMillis(500);

  private final Leadership leadership;
  private final Runnable end;

  /**
   * @param end ends the process; need not return
   */
  public LeaseWatchdog(Leadership leadership, Runnable end) {
    this.leadership = leadership;
    this.end = end;
  }

  /** Watches from now on, on a thread that keeps no process alive. */
  public void start() {
    Thread.ofPlatform().daemon().name("lease watchdog").start(this::watch);
  }

  private void watch() {
    while (leadership.role() != Role.ENDED) {
      LockSupport.parkNanos(this, POLL.toNanos());
    }
    try {
      Thread.ofPlatform().daemon().start(LeaseWatchdog::log).join(LOGGING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.run();
    }
  }

  private static void log() {
    LOG.fatal("The lease is lost or no longer asked for: this process ends, to be restarted.");
  }
}
