package io.soundbite.operator.aws;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the calls into one account and region below what AWS takes, so that the account's other
 * users never feel the operator: reads, which go on for ever, to a quarter of it, and writes, which
 * are rare, to a half. What AWS takes in one second passes at once, up to one environment's worth
 * of calls to a service.
 *
 * <p>Reads wait for their turn, on the virtual threads of a sweep. A write that would have to wait
 * long is not made but fails as throttled: whoever asked for it has a time budget, and tries again.
 */
final class RateLimit implements ExecutionInterceptor {
  /** The most that passes at once, where AWS takes as many in a second. */
  static final int BURST = 20;

  static final Duration READ_PATIENCE = Duration.ofMinutes(1);
  static final Duration WRITE_PATIENCE = Duration.ofSeconds(10);

  private static final double SHARE_OF_READS = 0.25;
  private static final double SHARE_OF_WRITES = 0.5;
  private static final Pattern READ = Pattern.compile("[a-z0-9-]+:(Get|Describe|List|Head).*");

  private final double factor;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final Consumer<ExecutionAttributes> heldBack;
  private final ConcurrentMap<String, TokenBucket> buckets = new ConcurrentHashMap<>();

  /** What waits. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * @param factor of the published rates
   * @param nanoTime a clock that only goes forward, in nanoseconds
   * @param heldBack told of each call that is not made
   */
  RateLimit(
      double factor,
      LongSupplier nanoTime,
      Sleeper sleeper,
      Consumer<ExecutionAttributes> heldBack) {
    this.factor = factor;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.heldBack = heldBack;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    try {
      waitFor(CallName.action(attributes));
    } catch (RateLimited e) {
      heldBack.accept(attributes);
      throw e;
    }
  }

  /**
   * Returns when {@code action} may be called.
   *
   * @throws RateLimited when that would take too long
   */
  void waitFor(String action) {
    var read = READ.matcher(action).matches();
    var rate = Rates.of(action);
    var bucket =
        buckets.computeIfAbsent(
            rate.sharedBy() + (read ? " read" : " written"),
            any -> bucket(rate.perSecond() * factor, read ? SHARE_OF_READS : SHARE_OF_WRITES));
    var patience = read ? READ_PATIENCE : WRITE_PATIENCE;
    var wait = bucket.take(nanoTime.getAsLong(), patience).orElseThrow(() -> limited(action));
    try {
      if (wait.isPositive()) {
        sleeper.sleep(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted", e);
    }
  }

  private static TokenBucket bucket(double perSecond, double share) {
    return new TokenBucket(perSecond * share, (int) Math.clamp(perSecond, 1, BURST));
  }

  private static RateLimited limited(String action) {
    var limited =
        new RateLimited("held back by the operator, to leave the account's rate to others");
    CallName.sign(limited, action);
    return limited;
  }
}
