package io.soundbite.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For how long what may pass by itself is told as passing. After that it is told as lasting, so
 * that whoever waits for the environment learns that it needs help; it is looked for all the same.
 * Since when it is so, the conditions say.
 *
 * @param conditions as they are recorded, or are about to be
 * @param deadline how long pods may take to become available
 */
public record Patience(
    List<Condition> conditions, @Nullable ReleaseStatus live, Duration deadline, Instant now) {
  /** An image may be pushed, and a source be created, some time after what names it. */
  static final Duration LATE = Duration.ofMinutes(2);

  /** The reasons of what has a limit. */
  static final Set<String> LIMITED =
      Set.of("ImageNotFound", "SourceMissing", "NoReadyPods", "ProcessorNotReady");

  /** Reads what {@code status} records. */
  public static Patience of(EnvironmentStatus status, Duration deadline, Instant now) {
    return new Patience(status.conditions(), status.release(), deadline, now);
  }

  /** Returns {@code problem} as one that lasts if it has been there for too long. */
  Problem judge(Problem problem) {
    return problem.outlook() == Problem.Outlook.PASSING
            && end(problem.reason()).filter(Predicate.not(now::isBefore)).isPresent()
        ? new Problem(problem.reason(), problem.message(), true)
        : problem;
  }

  /** Returns when what is recorded as passing will have been there for too long. */
  public Optional<Instant> due() {
    return Conditions.find(conditions, "Reconciling")
        .filter(it -> it.getStatus().equals("True"))
        .flatMap(it -> end(it.getReason()))
        .filter(now::isBefore);
  }

  private Optional<Instant> end(String reason) {
    return switch (reason) {
      case "ImageNotFound", "SourceMissing" -> Optional.of(since("Promoted").plus(LATE));
      case "NoReadyPods" -> Optional.of(sinceLive("Available").plus(deadline));
      case "ProcessorNotReady" -> Optional.of(sinceLive("Ready").plus(deadline));
      default -> Optional.empty();
    };
  }

  /** Since when the condition of {@code type} has not been True. */
  private Instant since(String type) {
    return Conditions.find(conditions, type)
        .filter(it -> !it.getStatus().equals("True"))
        .map(it -> Instant.parse(it.getLastTransitionTime()))
        .orElse(now);
  }

  /** The same, of the release that is live now. */
  private Instant sinceLive(String type) {
    return Stream.concat(
            Stream.of(since(type)), Stream.ofNullable(live).map(it -> Instant.parse(it.since())))
        .max(Instant::compareTo)
        .orElseThrow();
  }
}
