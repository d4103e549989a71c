package io.soundbite.operator.controller;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;

/**
 * Has the serial collector's old generation collected when it has grown by an eighth since the last
 * time. The collector itself does that at the limit only, so that an operator of one environment
 * would in time hold as much memory as one of a hundred. Other collectors need no such help.
 *
 * <p>A collection stops everything, the renewal of the lease included. However fast objects come
 * and go, these take at most a twentieth of the time; in between the heap may grow to its limit.
 */
final class OldGeneration implements NotificationListener {
  private static final String SERIAL = "Tenured Gen";

  /** Less is not worth a collection. */
  private static final long LEAST = 3L << 20;

  /** Between two collections, in lengths of the first. */
  private static final int REST = 19;

  private final MemoryPoolMXBean pool;
  private final Runnable collector;
  private final LongSupplier nanos;
  private final Rest rest;
  private final Executor executor;
  private final AtomicBoolean collecting = new AtomicBoolean();

  /** Lets time pass. */
  @FunctionalInterface
  interface Rest {
    void of(Duration time) throws InterruptedException;
  }

  /**
   * @param pool the old generation
   * @param collector collects the whole heap
   * @param nanos the time, of no particular origin
   * @param rest waits
   * @param executor runs what collects and waits
   */
  OldGeneration(
      MemoryPoolMXBean pool, Runnable collector, LongSupplier nanos, Rest rest, Executor executor) {
    this.pool = pool;
    this.collector = collector;
    this.nanos = nanos;
    this.rest = rest;
    this.executor = executor;
  }

  /** Watches this process's, if it is the serial collector's. */
  static void watch() {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(it -> it.getName().equals(SERIAL) && it.isUsageThresholdSupported())
        .findFirst()
        .ifPresent(
            it ->
                new OldGeneration(
                        it,
                        System::gc,
                        System::nanoTime,
                        Thread::sleep,
                        task -> Thread.ofVirtual().name("old-generation").start(task))
                    .on((NotificationEmitter) ManagementFactory.getMemoryMXBean()));
  }

  /** Collects, and goes on whenever {@code memory} tells that the threshold is exceeded. */
  void on(NotificationEmitter memory) {
    memory.addNotificationListener(this, null, null);
    start();
  }

  @Override
  public void handleNotification(Notification notification, @Nullable Object unused) {
    if (notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
      start();
    }
  }

  private void start() {
    if (collecting.compareAndSet(false, true)) {
      executor.execute(this::collect);
    }
  }

  private void collect() {
    var start = nanos.getAsLong();
    collector.run();
    var took = Duration.ofNanos(nanos.getAsLong() - start);
    var threshold = threshold();
    try {
      rest.of(took.multipliedBy(REST));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.setUsageThreshold(threshold);
    collecting.set(false);
    if (pool.getUsage().getUsed() > threshold) {
      start(); // nothing tells of what was exceeded meanwhile
    }
  }

  /** Beyond the limit there is none; the collector collects there by itself. */
  private long threshold() {
    var usage = pool.getUsage();
    var next = usage.getUsed() + Math.max(LEAST, usage.getUsed() / 8);
    return usage.getMax() < 0 ? next : Math.min(next, usage.getMax());
  }
}
