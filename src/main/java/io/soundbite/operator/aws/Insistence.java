package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Makes a read again when AWS throttles it or fails. A bucket, table or repository is known only
 * when all of its many calls succeed: with three calls in ten failing, eight do once in seventeen
 * times, which the engine's growing pauses would draw out to a quarter of an hour. What gets no
 * answer at all is not asked again here.
 */
final class Insistence {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Set<Failure.Kind> PASSING =
      EnumSet.of(Failure.Kind.THROTTLED, Failure.Kind.UNAVAILABLE);

  private Insistence() {}

  /** What {@code read} answers at one of its tries; throws what the last of them threw. */
  static <T extends @Nullable Object> T on(Supplier<? extends T> read) {
    for (int tried = 1; tried < TRIES; tried++) {
      try {
        return read.get();
      } catch (AwsServiceException e) {
        if (!PASSING.contains(AwsErrors.kind(e))) {
          throw e;
        }
        LockSupport.parkNanos(jittered(PAUSE.multipliedBy(tried)).toNanos());
      }
    }
    return read.get();
  }

  /** Between half and all of {@code pause}. */
  private static Duration jittered(Duration pause) {
    return Duration.ofNanos(
        ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos()));
  }
}
