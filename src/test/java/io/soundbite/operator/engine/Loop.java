package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tagged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * One environment's way from observing to healing, with nothing around it.
 *
 * @param all everything that is wanted
 */
public record Loop(List<? extends Desired> all, ProviderSet providers, Owner owner) {
  private static final int AT_ONCE = 8;

  /** A stranger's higher guard is lowered like anything else. */
  private static final Protection LEAVE = new Protection(Set.of(), Optional.empty(), true);

  /** Makes all that is not there, and shows that all is as wanted then. */
  public void make() {
    make(all);
  }

  /** The same of {@code wants}; what has to wait is tried again. */
  public void make(List<? extends Desired> wants) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              var progress = run(plan(wants)).values();
              assertThat(progress).noneMatch(Progress.Failed.class::isInstance);
              return progress.stream().allMatch(Progress.Done.class::isInstance);
            });
    assertThat(plan(wants)).allMatch(Step.Keep.class::isInstance);
  }

  /**
   * Shows that {@code want} is as it should be once {@code hands} have been at it; when they fail,
   * sees to it that the next find it so.
   */
  public void asWantedAfter(Desired want, Runnable hands) {
    try {
      hands.run();
      assertThat(differences(want)).isEmpty();
    } catch (RuntimeException | Error e) {
      run(plan(List.of(want)));
      throw e;
    }
  }

  /** What should be where {@code mutation} is. */
  public Desired wanted(Mutation mutation) {
    return all.stream()
        .<Desired>map(want -> want)
        .filter(want -> want.key().equals(mutation.left().key()))
        .findFirst()
        .orElseThrow();
  }

  /** What to do about {@code want} as it is now. */
  public Step step(Desired want) {
    return plan(List.of(want)).getFirst();
  }

  /** What to do about {@code wants} as they are now. */
  public List<Step> plan(List<? extends Desired> wants) {
    return new Planner(new Ours(owner, false, Optional.empty()), Ignored.nothing(), LEAVE)
        .plan(wants, observe(wants));
  }

  /** Carries {@code plan} out. */
  public Map<Key, Progress> run(List<Step> plan) {
    return new Executor(providers, AT_ONCE).run(plan, owner, () -> true, (step, progress) -> {});
  }

  /** Where {@code want} is not as it should be now. */
  public List<FieldDiff> differences(Desired want) {
    var seen = observe(want);
    assertThat(seen).isInstanceOf(Observation.Present.class);
    return Difference.between(want, ((Observation.Present<?>) seen).have());
  }

  /** {@code want} as it is now. */
  public Observation<?> observe(Desired want) {
    return Objects.requireNonNull(observe(List.of(want)).get(want.key()));
  }

  /** With what those that carry no owner are built upon, which says whose they are. */
  private Map<Key, Observation<?>> observe(List<? extends Desired> wants) {
    providers.forget(wants.stream().map(Desired::key).collect(Collectors.toSet()));
    var bases =
        wants.stream()
            .filter(want -> !(want instanceof Tagged || want instanceof KubeObject))
            .flatMap(want -> want.after().stream())
            .collect(Collectors.toSet());
    return providers.observe(
        Stream.concat(wants.stream(), all.stream().filter(it -> bases.contains(it.key().id())))
            .distinct()
            .toList());
  }
}
