package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would be done to one resource.
 *
 * @param stack as {@code SoundBite-staging-Queue}
 * @param resource stack and id, as {@code Queue/SoundbiteQueue}
 * @param name what AWS or Kubernetes calls it
 * @param fields none for a resource to create
 * @param message why nothing may be done; null when something is
 */
record ResourceChange(
    Action action,
    String stack,
    String resource,
    String kind,
    String name,
    List<FieldChange> fields,
    @Nullable String message) {

  /** What would be done. */
  enum Action {
    @JsonProperty("Create")
    CREATE,
    @JsonProperty("Update")
    UPDATE,
    @JsonProperty("Blocked")
    BLOCKED
  }

  /**
   * What the operator would do about {@code want}, by its own planner; empty when nothing.
   *
   * @param step what it would do
   * @param unguarded what it would do if guards might be lowered: {@link Planner} says of a
   *     resource's guarded fields only when nothing else is to be done
   */
  static Optional<ResourceChange> of(String stack, Desired want, Step step, Step unguarded) {
    return switch (unguarded) {
      case Step.Create create -> Optional.of(of(Action.CREATE, stack, want, List.of(), null));
      case Step.Update(var change) ->
          Optional.of(
              step instanceof Step.Blocked blocked
                  ? of(
                      Action.BLOCKED,
                      stack,
                      want,
                      fields(change.diffs(), Set.of(), blocked.reason()),
                      blocked.message())
                  : of(
                      Action.UPDATE,
                      stack,
                      want,
                      fields(change.diffs(), written(step), "Downgrade"),
                      null));
      case Step.Blocked blocked ->
          Optional.of(
              of(
                  Action.BLOCKED,
                  stack,
                  want,
                  fields(blocked.diffs(), Set.of(), blocked.reason()),
                  blocked.message()));
      case Step.Keep keep -> Optional.empty();
      case Step.Delete delete -> throw new IllegalStateException("planned: " + delete);
      case Step.Release release -> throw new IllegalStateException("planned: " + release);
    };
  }

  private static ResourceChange of(
      Action action,
      String stack,
      Desired want,
      List<FieldChange> fields,
      @Nullable String message) {
    return new ResourceChange(
        action,
        stack,
        want.key().path(),
        StackListing.kind(want),
        want.key().name(),
        fields,
        message);
  }

  private static Set<String> written(Step step) {
    return step instanceof Step.Update(var change)
        ? change.diffs().stream().map(FieldDiff::path).collect(Collectors.toSet())
        : Set.of();
  }

  private static List<FieldChange> fields(
      List<FieldDiff> diffs, Set<String> written, String reason) {
    return diffs.stream()
        .map(diff -> FieldChange.of(diff, written.contains(diff.path()) ? null : reason))
        .toList();
  }
}
