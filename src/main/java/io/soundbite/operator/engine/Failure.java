package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Excerpt;
import io.soundbite.operator.blueprint.Key;
import java.lang.System.Logger.Level;

/**
 * A refused or failed call, as a value.
 *
 * @param action the call, as {@code sqs:CreateQueue}
 * @param resource what it was about
 * @param message the service's own words
 */
public record Failure(Kind kind, String action, String resource, String message) {

  private static final System.Logger LOG = System.getLogger(Failure.class.getName());

  /** Of a service's own words. */
  private static final int MESSAGE_BYTES = 1024;

  public Failure {
    message = Excerpt.of(message, MESSAGE_BYTES);
  }

  /**
   * What was thrown where failures are values: a bug of the operator's. Shown to people as any
   * failure is, and logged with its trace.
   */
  static Failure thrown(Key key, Throwable thrown) {
    LOG.log(Level.ERROR, () -> "a bug, met on " + key.path() + " " + key.name(), thrown);
    return defect("operator", key.name(), thrown);
  }

  /**
   * Returns what people are told of a defect of the operator.
   *
   * @param action what was being done
   * @param resource what it was about
   */
  public static Failure defect(String action, String resource, Throwable thrown) {
    return new Failure(
        Kind.DEFECT,
        action,
        resource,
        "a defect of the operator, %s. Report it with the operator's log, which has the trace."
            .formatted(thrown));
  }

  /** What kind of failure, which decides what is done about it. */
  public enum Kind {
    NOT_FOUND(true, "NotFound"),
    /** Somebody was faster, or the resource is busy: read again. */
    CONFLICT(true, "Conflict"),
    THROTTLED(true, "Throttled"),
    /** The endpoint is away, or failed on its side. */
    UNAVAILABLE(true, "Unavailable"),
    /**
     * Credentials are not valid now: they are renewed, not known everywhere yet, or a clock is off.
     */
    CREDENTIALS(true, "CredentialsRefused"),
    /** What was done lately can't be done again before a time that the service says. */
    COOLDOWN(true, "Cooldown"),
    DENIED(false, "AccessDenied"),
    /** An admission policy, webhook or plugin of the cluster refuses the object. */
    ADMISSION(false, "AdmissionDenied"),
    /** The service refuses the request as such; trying again as it is can't help. */
    INVALID(false, "InvalidRequest"),
    QUOTA(false, "QuotaExceeded"),
    /** The name is taken where the operator can't look. */
    TAKEN(false, Step.NAMING_CONFLICT),
    /** What is there can't be changed. */
    IMMUTABLE(false, Step.IMMUTABLE),
    /** The object is larger than what the service stores. */
    TOO_LARGE(false, "TooLarge"),
    /** Not tried: this replica holds no valid lease. Another does it, or this one once it leads. */
    NOT_LEADING(true, "NotLeading"),
    /** It holds data that nobody gave leave to destroy. */
    HELD(false, "HoldsData"),
    /** The operator's own code threw what it should not: a defect. */
    DEFECT(false, "InternalError");

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

    /**
     * Returns whether the service may say so only because it does not know yet what was created or
     * changed a moment ago.
     */
    public boolean mayBeEarly() {
      return this == DENIED || this == INVALID || this == QUOTA;
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
