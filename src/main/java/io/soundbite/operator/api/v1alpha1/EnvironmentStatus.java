package io.soundbite.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is, as of {@code observedGeneration}. Written only when its meaning changed.
 *
 * @param stacks the five stacks with their counts
 * @param history the last ten releases, newest first
 */
public record EnvironmentStatus(
    @Nullable Long observedGeneration,
    @Nullable AwsStatus aws,
    @Nullable ImageStatus image,
    @Nullable ReleaseStatus release,
    @Nullable RolloutStatus rollout,
    List<HistoryEntry> history,
    List<StackStatus> stacks,
    List<String> dataResources,
    List<Condition> conditions) {

  /** Copies the lists. */
  public EnvironmentStatus {
    history = history == null ? List.of() : List.copyOf(history);
    stacks = stacks == null ? List.of() : List.copyOf(stacks);
    dataResources = dataResources == null ? List.of() : List.copyOf(dataResources);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** Nothing known yet. */
  public static EnvironmentStatus empty() {
    return new EnvironmentStatus(
        null, null, null, null, null, List.of(), List.of(), List.of(), List.of());
  }
}
