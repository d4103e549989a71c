package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The last round in which dead letters were moved back; written before they are. */
public record RedriveStatus(
    @JsonPropertyDescription(
            "How many rounds in a row the dead-letter queue has not shrunk, this one included; 0"
                + " once it was empty.")
        Integer rounds,
    @JsonPropertyDescription("About how many messages it held when the round began.") Long messages,
    @JsonPropertyDescription("When the round began, RFC 3339.") String at,
    @JsonPropertyDescription("What the round was begun by: Schedule or Annotation.")
        Trigger trigger,
    @JsonPropertyDescription(
            "How far it is. Starting: SQS is about to be asked. Started: it moves the messages."
                + " Stopped: it was the last, since the queue did not shrink.")
        Step step) {

  /** What a round is begun by. */
  public enum Trigger {
    @JsonProperty("Schedule")
    SCHEDULE,
    @JsonProperty("Annotation")
    ANNOTATION
  }

  /** How far a round is. */
  public enum Step {
    @JsonProperty("Starting")
    STARTING,
    @JsonProperty("Started")
    STARTED,
    @JsonProperty("Stopped")
    STOPPED
  }

  /** The same round, begun. */
  public RedriveStatus started() {
    return new RedriveStatus(rounds, messages, at, trigger, Step.STARTED);
  }

  /** The same round, and no more. */
  public RedriveStatus stopped() {
    return new RedriveStatus(rounds, messages, at, trigger, Step.STOPPED);
  }

  /** The dead-letter queue was empty: what did not shrink it counts no more. */
  public RedriveStatus emptied() {
    return new RedriveStatus(0, messages, at, trigger, Step.STARTED);
  }
}
