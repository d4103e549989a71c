package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Backoff;
import io.soundbite.operator.engine.Failure;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of each environment the attempts in a row that failed: each is tried again later than
 * the one before, and logged only when it is another failure. A defect is logged with its trace.
 */
final class FailedAttempts {
  private static final Logger LOG = Logger.getLogger(FailedAttempts.class);

  private final ConcurrentMap<Owner, Backoff> failed = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * @param meters where they are counted with those that JOSDK counts
   * @param random spreads what is tried again
   */
  FailedAttempts(MeterRegistry meters, Clock clock, RandomGenerator random) {
    this.meters = meters;
    this.clock = clock;
    this.random = random;
  }

  /** Takes note of an attempt for {@code owner} that ended with {@code thrown}. */
  FailedAttempt failed(Owner owner, Throwable thrown) {
    var failure = FailedAttempt.failure(owner, thrown);
    var now = clock.instant();
    // One thread at a time reconciles an environment.
    var before = failed.get(owner);
    var former = before == null ? null : before.failure();
    var next =
        before == null ? Backoff.first(failure, now, random) : before.again(failure, now, random);
    failed.put(owner, next);
    log(owner, former, failure, thrown);
    meters
        .counter(
            MicrometerMetricsV2.RECONCILIATIONS_FAILED,
            "controller.name",
            EnvironmentReconciler.NAME)
        .increment();
    return new FailedAttempt(next, former);
  }

  /** An attempt for {@code owner} came to its end. */
  void succeeded(Owner owner) {
    if (failed.remove(owner) != null) {
      LOG.infof("%s/%s is reconciled again", owner.namespace(), owner.name());
    }
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    failed.remove(owner);
  }

  private static void log(
      Owner owner, @Nullable Failure former, Failure failure, Throwable thrown) {
    if (failure.equals(former)) {
      return;
    }
    var words = "%s/%s can't be reconciled: %s";
    if (failure.kind() == Failure.Kind.DEFECT) {
      LOG.errorf(thrown, words, owner.namespace(), owner.name(), failure.sentence());
    } else {
      LOG.warnf(words, owner.namespace(), owner.name(), failure.sentence());
    }
  }
}
