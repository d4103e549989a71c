package io.soundbite.operator.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Times as people read them. */
final class Times {
  private Times() {}

  /** {@code time}, RFC 3339, to the second; as it is when it is none. */
  static String text(String time) {
    try {
      return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return time;
    }
  }
}
