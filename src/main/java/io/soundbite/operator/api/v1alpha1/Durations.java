package io.soundbite.operator.api.v1alpha1;

import java.time.Duration;
import java.util.Locale;

/** Durations as Kubernetes writes them: {@code 90s}, {@code 10m}, {@code 1h30m}. */
public final class Durations {
  private Durations() {}

  /**
   * Reads one.
   *
   * @throws java.time.format.DateTimeParseException when the text is not one; the schema's pattern
   *     keeps such text out
   */
  public static Duration parse(String text) {
    return Duration.parse("PT" + text);
  }

  /** Writes one, to the second, as {@link #parse} reads it. */
  public static String text(Duration duration) {
    return Duration.ofSeconds(duration.toSeconds())
        .toString()
        .substring("PT".length())
        .toLowerCase(Locale.ROOT);
  }
}
