package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One of the two places a release can run in. */
public enum Slot {
  @JsonProperty("blue")
  BLUE,
  @JsonProperty("green")
  GREEN;

  /** The other one. */
  public Slot other() {
    return this == BLUE ? GREEN : BLUE;
  }

  /** The name as used in Kubernetes names and labels. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
