package io.soundbite.operator.controller;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;

/**
 * Has the serial collector's old generation collected when it has grown by an eighth since the last
 * time. The collector itself does that at the limit only, so that an operator of one environment
 * would in time hold as much memory as one of a hundred. Other collectors need no such help.
 *
 * @param pool the old generation
 * @param collector collects the whole heap
 */
record OldGeneration(MemoryPoolMXBean pool, Runnable collector) implements NotificationListener {
  private static final String SERIAL = "Tenured Gen";

  /** Less is not worth a collection. */
  private static final long LEAST = 3L << 20;

  /** Watches this process's, if it is the serial collector's. */
  static void watch() {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(it -> it.getName().equals(SERIAL) && it.isUsageThresholdSupported())
        .findFirst()
        .ifPresent(
            it ->
                new OldGeneration(it, System::gc)
                    .on((NotificationEmitter) ManagementFactory.getMemoryMXBean()));
  }

  /** Collects, and goes on whenever {@code memory} tells that the threshold is exceeded. */
  void on(NotificationEmitter memory) {
    memory.addNotificationListener(this, null, null);
    collect();
  }

  @Override
  public void handleNotification(Notification notification, @Nullable Object unused) {
    if (notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
      collect();
    }
  }

  private void collect() {
    collector.run();
    var usage = pool.getUsage();
    var next = usage.getUsed() + Math.max(LEAST, usage.getUsed() / 8);
    // Beyond the limit there is no threshold; the collector collects there by itself.
    pool.setUsageThreshold(usage.getMax() < 0 ? next : Math.min(next, usage.getMax()));
  }
}
