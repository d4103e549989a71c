package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes a call that others may do without, and remembers that it is refused, or not known to the
 * endpoint: it is made again after an hour.
 */
final class RefusedCall {
  /** Between two tries of a refused call. */
  static final Duration EVERY = Duration.ofHours(1);

  private final InstantSource clock;
  private volatile Instant notBefore = Instant.MIN;

  RefusedCall(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Returns what {@code call} answers, or {@code otherwise} while it is refused.
   *
   * @throws SdkException when either fails in another way
   */
  <T> T or(Supplier<T> call, Supplier<T> otherwise) {
    var now = clock.instant();
    if (now.isBefore(notBefore)) {
      return otherwise.get();
    }
    try {
      return call.get();
    } catch (SdkException e) {
      if (!isRefused(e)) {
        throw e;
      }
      notBefore = now.plus(EVERY);
      return otherwise.get();
    }
  }

  private static boolean isRefused(SdkException e) {
    return AwsErrors.kind(e) == Failure.Kind.DENIED
        || SettingError.of(e) == SettingError.UNSUPPORTED;
  }
}
