package io.soundbite.operator.engine;

/**
 * A refused or failed call, as a value.
 *
 * @param action the call, as {@code sqs:CreateQueue}
 * @param resource what it was about
 * @param message the service's own words
 */
public record Failure(Kind kind, String action, String resource, String message) {

  /** What kind of failure, which decides what is done about it. */
  public enum Kind {
    NOT_FOUND(true, "NotFound"),
    /** Somebody was faster, or the resource is busy: read again. */
    CONFLICT(true, "Conflict"),
    THROTTLED(true, "Throttled"),
    /** The endpoint is away, or failed on its side. */
    UNAVAILABLE(true, "Unavailable"),
    DENIED(false, "AccessDenied"),
    /** The service refuses the request as such; trying again as it is can't help. */
    INVALID(false, "InvalidRequest"),
    QUOTA(false, "QuotaExceeded"),
    /** It holds data that nobody gave leave to destroy. */
    HELD(false, "HoldsData");

    private final boolean passing;
    private final String reason;

    Kind(boolean passing, String reason) {
      this.passing = passing;
      this.reason = reason;
    }

    /** CamelCase, for conditions. */
    public String reason() {
      return reason;
    }

    /** Whether it may pass by itself; others are reported and tried again rarely. */
    public boolean passing() {
      return passing;
    }
  }

  /** One line for people: action, resource, the service's words. */
  public String sentence() {
    return action + " on " + resource + ": " + message;
  }
}
