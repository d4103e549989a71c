package io.soundbite.operator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import java.util.Locale;

/**
 * Counts what was moved back to queues: {@code soundbite_redrive_rounds_total} and {@code
 * soundbite_redrive_messages_total}, by what it was begun by (schedule, annotation). Messages are
 * counted as SQS says, which is about.
 */
public record RedriveMeters(MeterRegistry registry) {

  /** A round of moving dead letters back has begun. */
  public void begun(RedriveStatus round) {
    var trigger = round.trigger().name().toLowerCase(Locale.ROOT);
    count("soundbite.redrive.rounds", "Rounds of moving dead letters back.", trigger, 1);
    count(
        "soundbite.redrive.messages", "Dead letters moved back, about.", trigger, round.messages());
  }

  private void count(String meter, String help, String trigger, double by) {
    Counter.builder(meter)
        .description(help)
        .tag("trigger", trigger)
        .register(registry)
        .increment(by);
  }
}
