package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A switch that changes values of an environment, never the set of its resources. */
public enum Feature {
  /** One replica, autoscaler 1 to 2. */
  @JsonProperty("basic")
  BASIC,
  /** Two replicas at least, larger requests. */
  @JsonProperty("full")
  FULL,
  /** Alarm actions on, ENABLE_METRICS=true. */
  @JsonProperty("monitoring")
  MONITORING,
  /** Point-in-time recovery, deletion protection, bucket versioning. */
  @JsonProperty("backup")
  BACKUP,
  /** Autoscaler 2 to 10. */
  @JsonProperty("scaling")
  SCALING,
  /** ENABLE_TRACING=true. */
  @JsonProperty("debug")
  DEBUG,
  /** Passed to the application. */
  @JsonProperty("testing")
  TESTING,
  /** Passed to the application. */
  @JsonProperty("local")
  LOCAL,
  /** Passed to the application; goes with {@code spec.aws.endpoint}. */
  @JsonProperty("localstack")
  LOCALSTACK;

  /** The name as written in the custom resource. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
