package io.soundbite.operator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one value to one field that were accepted.
 *
 * @param want the value
 * @param outcome of the newest of them
 * @param last when that was
 * @param urgent whether somebody has asked for the next one since
 */
public record Attempts(
    @Nullable Object want, Outcome outcome, int count, Instant last, boolean urgent) {
  /** Whoever asks again and again does not get a write each time. */
  private static final Duration URGENT = Duration.ofSeconds(15);

  private static final List<Duration> CHANGED_BACK = pauses(0, 0, 600, 1200, 2400, 3600);
  private static final List<Duration> ADMISSION = pauses(15, 60, 300, 600);
  private static final List<Duration> DELETED = pauses(0, 0, 15, 30, 60, 120, 300, 600);

  /** What became of a write, and with that how long the next one has to wait. */
  public enum Outcome {
    /** The service took it as it is: if it differs later, somebody has changed it. */
    ACCEPTED,
    /** The answer to the write itself shows another value: the next one will not end otherwise. */
    ALTERED,
    /** The resource was created. Its absence is worse than a field, so it is tried more often. */
    CREATED
  }

  private static List<Duration> pauses(Integer... seconds) {
    return Stream.of(seconds).map(Duration::ofSeconds).toList();
  }

  private Duration pause() {
    var pauses =
        switch (outcome) {
          case ACCEPTED -> CHANGED_BACK;
          case ALTERED -> ADMISSION;
          case CREATED -> DELETED;
        };
    return pauses.get(Math.min(count, pauses.size()) - 1);
  }

  /** Returns when the value may be written again. */
  Instant until() {
    return last.plus(urgent && pause().compareTo(URGENT) > 0 ? URGENT : pause());
  }

  /** Returns whether {@code value} must not be written yet. */
  boolean holds(@Nullable Object value, Instant now) {
    return Objects.equals(want, value) && now.isBefore(until());
  }

  /** Returns whether the last of them was {@code age} ago, or longer. */
  boolean isOlder(Duration age, Instant now) {
    return !now.isBefore(last.plus(age));
  }

  /** Returns these attempts with one more of {@code value}; another value starts anew. */
  static Attempts more(
      @Nullable Attempts before, @Nullable Object value, Outcome outcome, Instant now) {
    return before != null && before.outcome == outcome && Objects.equals(before.want, value)
        ? new Attempts(value, outcome, before.count + 1, now, false)
        : new Attempts(value, outcome, 1, now, false);
  }

  /** Returns the same, to be tried as soon as may be. */
  Attempts asked() {
    return new Attempts(want, outcome, count, last, true);
  }
}
