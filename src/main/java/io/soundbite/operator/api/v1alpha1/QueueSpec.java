package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** The queue of jobs, and its dead letters. */
public record QueueSpec(
    @Default("false")
        @JsonPropertyDescription(
            "Whether dead letters are moved back to the queue, every 15 minutes while there are"
                + " any. After three rounds in which the dead-letter queue did not shrink it stops"
                + " (condition Redrive, reason PoisonMessages) until the queue was emptied or the"
                + " annotation soundbite.io/redrive asks. Not while soundbite.io/paused, nor under"
                + " drift.policy: Plan. Default: false; the annotation works all the same.")
        Boolean autoRedrive) {
  /** Applies the schema's defaults. */
  public QueueSpec {
    autoRedrive = Objects.requireNonNullElse(autoRedrive, false);
  }

  /** What an environment has that says nothing. */
  public static QueueSpec defaults() {
    return new QueueSpec(false);
  }
}
