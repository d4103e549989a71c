package io.soundbite.operator.status;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Backoff;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a resource is not as desired yet.
 *
 * @param reason CamelCase
 * @param outlook what it takes to pass
 */
public record Problem(String reason, String message, Outlook outlook) {

  /** What it takes for a problem to pass, gravest last. */
  public enum Outlook {
    /** Somebody's yes: nothing is wrong, and nothing is done until then. */
    WAITING,
    /** Time: the operator is at it. */
    PASSING,
    /** Somebody's help: something is wrong. */
    LASTING
  }

  /** The reason of what is only being looked for. */
  public static final String READING = "Reading";

  private static final Set<String> LASTING =
      Stream.concat(
              Stream.of(
                  Step.CONTESTED,
                  "DataLoss",
                  Step.DOWNGRADE,
                  Step.IMMUTABLE,
                  "InUse",
                  "KmsGrantMissing",
                  "KmsKeyUnusable",
                  Step.NAMING_CONFLICT),
              Arrays.stream(Failure.Kind.values())
                  .filter(kind -> !kind.passing())
                  .map(Failure.Kind::reason))
          .collect(Collectors.toUnmodifiableSet());

  /** The reason of what the annotation {@code soundbite.io/paused} holds back. */
  public static final String PAUSED = "Paused";

  private static final Set<String> WAITING = Set.of(PAUSED, "Planned");

  /** One that passes by itself, or one that does not without help. */
  public Problem(String reason, String message, boolean lasting) {
    this(reason, message, lasting ? Outlook.LASTING : Outlook.PASSING);
  }

  /** What is held back until somebody agrees to it. */
  public static Problem waiting(String reason, String message) {
    return new Problem(reason, message, Outlook.WAITING);
  }

  /** Returns whether a problem with this reason does not pass without help. */
  static boolean needsHelp(String reason) {
    return LASTING.contains(reason);
  }

  /** Returns this problem with {@code other}, which is not graver, told after it. */
  Problem and(Problem other) {
    return new Problem(
        reason, "%s Also %s: %s".formatted(message, other.reason(), other.message()), outlook);
  }

  /** Whether it will not pass without help. */
  public boolean lasting() {
    return outlook == Outlook.LASTING;
  }

  /** What failed, in the service's own words; it lasts unless it may pass by itself. */
  public static Problem of(Failure failure) {
    return new Problem(failure.kind().reason(), failure.sentence(), !failure.kind().passing());
  }

  /** What failed and is tried again; the first refusals do not last yet. */
  private static Problem of(Backoff backoff) {
    var failure = backoff.failure();
    return new Problem(failure.kind().reason(), failure.sentence(), backoff.isLasting());
  }

  /** What stands in the way of {@code step}; empty when nothing is to be done. */
  static Optional<Problem> of(Step step, Snapshot snapshot) {
    return switch (step) {
      case Step.Keep keep -> Optional.empty();
      case Step.Blocked(var key, var reason, var message, var diffs, var after) ->
          Optional.of(
              WAITING.contains(reason)
                  ? waiting(reason, message)
                  : new Problem(
                      reason,
                      message,
                      LASTING.contains(reason) && !isEarly(key, reason, snapshot)));
      case Step.Create create -> Optional.of(pending(step, snapshot, "Creating"));
      case Step.Update update -> Optional.of(pending(step, snapshot, "Updating"));
      case Step.Delete delete -> Optional.of(pending(step, snapshot, "Deleting"));
      case Step.Release release -> Optional.of(pending(step, snapshot, "Releasing"));
    };
  }

  /** Whether a reading was refused that may be answered in a moment. */
  private static boolean isEarly(Key key, String reason, Snapshot snapshot) {
    var failed = snapshot.failures().get(key);
    return failed != null && failed.failure().kind().reason().equals(reason) && !failed.isLasting();
  }

  private static Problem pending(Step step, Snapshot snapshot, String doing) {
    var failed = snapshot.failures().get(step.key());
    if (failed != null) {
      return of(failed);
    }
    var wait = snapshot.waits().get(step.key());
    return new Problem(
        doing, doing + " " + step.key().path() + (wait == null ? "" : ": " + wait), false);
  }
}
