package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.Tags;

/**
 * A gauge as it stands.
 *
 * @param help what it says, for people
 */
record Series(Id id, String help, double value) {

  /**
   * What tells one from another.
   *
   * @param name with dots, as Micrometer has it
   * @param unit of the value; empty text for a number, or for 0 and 1
   */
  record Id(String name, String unit, Tags tags) {}
}
