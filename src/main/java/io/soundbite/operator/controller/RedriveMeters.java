package io.soundbite.operator.controller;

import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import java.util.Locale;

/**
 * Counts what was moved back to queues: {@code soundbite_redrive_rounds_total} and {@code
 * soundbite_redrive_messages_total}, by what it was begun by (schedule, annotation). Messages are
 * counted as SQS says, which is about.
 */
record RedriveMeters(MeterRegistry registry) {

  void begun(RedriveStatus round) {
    var trigger = round.trigger().name().toLowerCase(Locale.ROOT);
    registry.counter("soundbite.redrive.rounds", "trigger", trigger).increment();
    registry.counter("soundbite.redrive.messages", "trigger", trigger).increment(round.messages());
  }
}
