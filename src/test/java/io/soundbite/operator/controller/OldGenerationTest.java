package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.junit.jupiter.api.Test;

class OldGenerationTest {
  private static final long MIB = 1L << 20;
  private static final long LIMIT = 170 * MIB;

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration REST = Duration.ofMillis(3_800);

  private final AtomicLong now = new AtomicLong();
  private final List<Duration> rests = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong threshold = new AtomicLong();
  private final AtomicLong live = new AtomicLong();
  private final NotificationBroadcasterSupport memory = new NotificationBroadcasterSupport();

  @Test
  void isCollectedAtOnceAndWhenItHasGrownByAnEighth() {
    live.set(64 * MIB);
    used.set(100 * MIB);
    watch();
    assertThat(used).hasValue(64 * MIB);
    assertThat(threshold).hasValue(72 * MIB);

    live.set(80 * MIB);
    grow(71 * MIB);
    assertThat(used).as("below the threshold").hasValue(71 * MIB);
    grow(91 * MIB);
    assertThat(used).hasValue(80 * MIB);
    assertThat(threshold).hasValue(90 * MIB);
  }

  @Test
  void isNotCollectedForLittle() {
    live.set(MIB);
    watch();

    assertThat(threshold).hasValue(4 * MIB);
  }

  @Test
  void isLeftToTheCollectorAtTheLimit() {
    live.set(160 * MIB);
    watch();

    assertThat(threshold).hasValue(LIMIT);
  }

  @Test
  void isNotCollectedForOtherNotifications() {
    watch();
    used.set(100 * MIB);

    memory.sendNotification(
        new Notification(MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED, this, 1));

    assertThat(used).hasValue(100 * MIB);
  }

  /** Whatever is thrown away: collections stop all threads, and the lease has to be renewed. */
  @Test
  void isCollectedForATwentiethOfTheTimeAtMost() {
    live.set(64 * MIB);
    meanwhile =
        () -> {
          if (rests.size() < 3) {
            grow(100 * MIB);
          }
        };

    watch();

    assertThat(rests).containsExactly(REST, REST, REST);
    assertThat(used).hasValue(64 * MIB);
    assertThat(threshold).hasValue(72 * MIB);
  }

  private void watch() {
    new OldGeneration(
            pool(),
            () -> {
              now.addAndGet(PAUSE.toNanos());
              used.set(live.get());
            },
            now::get,
            rest -> {
              rests.add(rest);
              meanwhile.run();
            },
            Runnable::run)
        .on(memory);
  }

  /** Tells of the threshold as the virtual machine does: when it is exceeded. */
  private void grow(long bytes) {
    used.set(bytes);
    if (bytes > threshold.get()) {
      memory.sendNotification(
          new Notification(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED, this, 1));
    }
  }

  private MemoryPoolMXBean pool() {
    return (MemoryPoolMXBean)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MemoryPoolMXBean.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getUsage" -> new MemoryUsage(0, used.get(), LIMIT, LIMIT);
                  case "setUsageThreshold" -> {
                    threshold.set((long) arguments[0]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
