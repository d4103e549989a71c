package io.soundbite.operator.leadership;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What every write to AWS and to Kubernetes passes at the moment at which it is sent, each attempt
 * of it: none begins without a valid lease. It also knows which are under way.
 *
 * <p>Safe for use by many threads.
 */
public final class WriteGate {
  /** No request takes longer; the end of one that fails in the network is not always told. */
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(20);

  private final BooleanSupplier mayWrite;
  private final Map<Object, Long> underWay = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param mayWrite asked at each write
   */
  public WriteGate(BooleanSupplier mayWrite) {
    this.mayWrite = mayWrite;
  }

  /**
   * Returns whether {@code write} may be sent now. If so, it counts as under way until {@link
   * #ended}.
   *
   * @param write anything that is equal to itself alone
   */
  public boolean begin(Object write) {
    underWay.put(write, System.nanoTime()); // first, so that close() overlooks none
    if (!closed && mayWrite.getAsBoolean()) {
      return true;
    }
    underWay.remove(write);
    return false;
  }

  /** Takes notice of the end of {@code write}. */
  public void ended(Object write) {
    underWay.remove(write);
  }

  /** From now on none begins. */
  public void close() {
    closed = true;
  }

  /**
   * Waits until no write is under way.
   *
   * @return whether that came within {@code patience}
   */
  public boolean awaitIdle(Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!isIdle()) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(this, POLL.toNanos());
    }
    return true;
  }

  private boolean isIdle() {
    var oldest = System.nanoTime() - LONGEST_WRITE.toNanos();
    underWay.values().removeIf(begun -> begun - oldest < 0);
    return underWay.isEmpty();
  }
}
