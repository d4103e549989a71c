package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Makes a call that only reads again when AWS throttles it or fails, or when its connection breaks:
 * AWS fails about one call in a thousand, and a resource, or a listing of all of them, is known
 * only when each of its many calls succeeds. A call that AWS refused, that was never sent, or that
 * was not answered in time is not made again here: the engine retries, with backoff.
 */
final class ReadRetry {
  private static final int ATTEMPTS = 3;
  private static final int ATTEMPTS_OF_BROKEN = 2;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Set<Failure.Kind> PASSING =
      EnumSet.of(Failure.Kind.THROTTLED, Failure.Kind.UNAVAILABLE);

  /** All others count as writes, whatever AWS adds; a role is assumed in order to read. */
  private static final Pattern READ =
      Pattern.compile("(Get|BatchGet|Describe|List|Head|AssumeRole)([A-Z].*)?");

  private ReadRetry() {}

  /** A call of the SDK. */
  @FunctionalInterface
  interface Call<T extends @Nullable Object> {
    /** Makes it. */
    T make() throws Throwable;
  }

  /** Returns whether {@code operation}, such as {@code GetQueueAttributes}, changes nothing. */
  static boolean isRead(String operation) {
    return READ.matcher(operation).matches();
  }

  /**
   * Returns what {@code read} answers at one of its attempts.
   *
   * @throws Throwable what the last attempt threw
   */
  static <T extends @Nullable Object> T on(Call<T> read) throws Throwable {
    for (int attempt = 1; ; attempt++) {
      try {
        return read.make();
      } catch (AwsServiceException e) {
        if (attempt == ATTEMPTS || !PASSING.contains(AwsErrors.kind(e))) {
          throw e;
        }
      } catch (SdkClientException e) {
        if (attempt >= ATTEMPTS_OF_BROKEN || !isBroken(e)) {
          throw e;
        }
      }
      LockSupport.parkNanos(jittered(PAUSE.multipliedBy(attempt)).toNanos());
    }
  }

  /** Whether the connection broke after it was made, and not because of what was sent. */
  private static boolean isBroken(SdkClientException e) {
    for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException || cause instanceof EOFException) {
        return !(cause instanceof ConnectException || cause instanceof NoRouteToHostException);
      }
    }
    return false;
  }

  /** Between half and all of {@code pause}. */
  private static Duration jittered(Duration pause) {
    return Duration.ofNanos(
        ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos()));
  }
}
