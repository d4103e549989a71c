package io.soundbite.operator.promotion;

import java.time.Instant;
import java.util.Optional;

/** What one gate says. */
public sealed interface Ruling {

  /** Name of the gate, CamelCase. */
  String gate();

  /**
   * Nothing stands in the way.
   *
   * @param message why, in a sentence
   */
  record Open(String gate, String message) implements Ruling {}

  /**
   * The release has to wait.
   *
   * @param reason CamelCase
   * @param message why, and what opens the gate
   * @param opens when time alone may open it; empty when time does not
   */
  record Shut(String gate, String reason, String message, Optional<Instant> opens)
      implements Ruling {}

  /** What it depends on is not known. */
  record Unjudged(String gate) implements Ruling {}
}
