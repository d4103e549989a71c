package io.soundbite.operator.metrics;

import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.status.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Counts how releases end, and how often a gate is found shut. Told of every turn, it counts what
 * became different since the last: a turn whose status was not written is run again, and what it
 * comes to is not counted twice.
 */
final class ReleaseMeters {
  private static final String PROMOTIONS = "soundbite.promotions";
  private static final String REFUSED = "soundbite.promotions.refused";

  /** The condition is False for these too, and no gate is shut. */
  private static final Set<String> NO_GATE = Set.of("RolledBack", "Resolving");

  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600)
          .map(Duration::ofSeconds)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final ConcurrentMap<Owner, EnvironmentStatus> counted = new ConcurrentHashMap<>();

  ReleaseMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void reconciled(Owner owner, EnvironmentStatus before, EnvironmentStatus after) {
    counted.compute(
        owner,
        (any, last) -> {
          if (last == null) {
            // So that the first of its kind is an increase already.
            List.of(Ending.Outcome.values()).forEach(it -> promotions(owner, it));
          }
          count(owner, last == null ? before : last, after);
          return after;
        });
  }

  void forget(Owner owner) {
    counted.remove(owner);
    Stream.of(PROMOTIONS, REFUSED)
        .flatMap(it -> registry.find(it).tags(EnvironmentMeters.tags(owner)).meters().stream())
        .toList()
        .forEach(registry::remove);
  }

  private void count(Owner owner, EnvironmentStatus last, EnvironmentStatus now) {
    for (var ending : Ending.between(last, now)) {
      promotions(owner, ending.outcome()).increment();
      Timer.builder("soundbite.promotion.duration")
          .description("From the beginning of a release to how it ended.")
          .tag("outcome", ending.outcome().label())
          .serviceLevelObjectives(BUCKETS)
          .register(registry)
          .record(ending.took());
    }
    shut(now)
        .filter(it -> shut(last).filter(was -> isSame(was, it)).isEmpty())
        .ifPresent(it -> refused(owner, it.getReason()).increment());
  }

  private Counter promotions(Owner owner, Ending.Outcome outcome) {
    return Counter.builder(PROMOTIONS)
        .description("Releases that went live, failed or were given up.")
        .tags(EnvironmentMeters.tags(owner))
        .tag("outcome", outcome.label())
        .register(registry);
  }

  private Counter refused(Owner owner, String reason) {
    return Counter.builder(REFUSED)
        .description("How often a release had to wait, by the reason of the shut gate.")
        .tags(EnvironmentMeters.tags(owner))
        .tag("reason", reason)
        .register(registry);
  }

  /** The condition that says which gate is shut; empty when none is. */
  private static Optional<Condition> shut(EnvironmentStatus status) {
    return Conditions.find(status.conditions(), "Promoted")
        .filter(it -> it.getStatus().equals("False") && !NO_GATE.contains(it.getReason()));
  }

  private static boolean isSame(Condition was, Condition is) {
    return was.getReason().equals(is.getReason())
        && Objects.equals(was.getObservedGeneration(), is.getObservedGeneration());
  }
}
