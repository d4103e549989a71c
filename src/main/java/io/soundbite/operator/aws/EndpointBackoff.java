package io.soundbite.operator.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Keeps endpoints that answered more than is read from being called again at once. Of hundreds of
 * calls to such an endpoint each would cost as much as the first, in every retry.
 */
final class EndpointBackoff {
  /** Doubled each time that the endpoint does it again soon after a pause. */
  static final Duration FIRST = Duration.ofSeconds(5);

  static final Duration LONGEST = Duration.ofMinutes(5);

  /** Of the answers of one endpoint together, in bytes within {@link #TIME}. */
  static final long BYTES = 64L << 20;

  static final Duration TIME = Duration.ofMinutes(1);

  private static final int ENDPOINTS = 1_000;

  /**
   * How long an endpoint is left alone.
   *
   * @param from in nanoseconds
   * @param reason what it did
   */
  private record Pause(long from, Duration length, String reason) {
    boolean isOver(long now) {
      return now - from >= length.toNanos();
    }

    /** As long again after its end: an endpoint that behaves for so long starts over. */
    boolean isForgotten(long now) {
      return now - from >= 2 * length.toNanos();
    }

    Duration next() {
      var twice = length.multipliedBy(2);
      return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    IOException failure() {
      return new IOException(
          "%s; its endpoint is called again after a pause of at most %d minutes"
              .formatted(reason, LONGEST.toMinutes()));
    }
  }

  /**
   * What an endpoint answered lately.
   *
   * @param from in nanoseconds
   */
  private record Volume(long from, long bytes) {}

  private final LongSupplier nanos;
  private final Map<String, Pause> pauses = BoundedMap.of(ENDPOINTS);
  private final Map<String, Volume> volumes = BoundedMap.of(ENDPOINTS);

  /**
   * @param nanos a clock that only its differences count of
   */
  EndpointBackoff(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Allows a call, or the reading of its answer.
   *
   * @throws IOException while its endpoint is left alone; says why
   */
  synchronized void check(SdkHttpRequest call) throws IOException {
    @Nullable Pause pause = pauses.get(endpoint(call));
    if (pause != null && !pause.isOver(nanos.getAsLong())) {
      throw pause.failure();
    }
  }

  /**
   * Leaves the endpoint alone from now on. Other calls that are under way make it no longer.
   *
   * @param reason what the endpoint answered
   * @return the failure of {@code call}
   */
  synchronized IOException exceeded(SdkHttpRequest call, String reason) {
    var now = nanos.getAsLong();
    @Nullable Pause before = pauses.get(endpoint(call));
    if (before != null && !before.isOver(now)) {
      return before.failure();
    }
    var length = before == null || before.isForgotten(now) ? FIRST : before.next();
    var pause = new Pause(now, length, reason);
    pauses.put(endpoint(call), pause);
    return pause.failure();
  }

  /**
   * Counts what was read of an endpoint's answer.
   *
   * @throws IOException when its answers together are too large; it is left alone from now on
   */
  synchronized void read(SdkHttpRequest call, int bytes) throws IOException {
    var now = nanos.getAsLong();
    @Nullable Volume before = volumes.get(endpoint(call));
    var volume =
        before == null || now - before.from() >= TIME.toNanos()
            ? new Volume(now, bytes)
            : new Volume(before.from(), before.bytes() + bytes);
    volumes.put(endpoint(call), volume);
    if (volume.bytes() > BYTES) {
      throw exceeded(
          call,
          "the endpoint's answers within %d s are larger than %d MiB"
              .formatted(TIME.toSeconds(), BYTES >> 20));
    }
  }

  private static String endpoint(SdkHttpRequest call) {
    return call.host().toLowerCase(Locale.ROOT) + ":" + call.port();
  }
}
