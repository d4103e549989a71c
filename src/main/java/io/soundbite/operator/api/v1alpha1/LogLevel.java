package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The application's log level. */
public enum LogLevel {
  @JsonProperty("error")
  ERROR,
  @JsonProperty("warn")
  WARN,
  @JsonProperty("info")
  INFO,
  @JsonProperty("debug")
  DEBUG,
  @JsonProperty("verbose")
  VERBOSE;

  /** The name as written in the custom resource. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
