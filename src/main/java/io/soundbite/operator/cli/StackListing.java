package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Stack;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stack of an environment.
 *
 * @param name as {@code SoundBite-staging-Queue}
 * @param ready how many of its resources are as they should be; null while nobody has looked
 */
record StackListing(String name, @Nullable Integer ready, List<Resource> resources) {

  /**
   * One resource of a stack.
   *
   * @param id the same in every environment, as {@code Alarm/QueueDepth}
   * @param name what AWS or Kubernetes calls it
   */
  record Resource(String kind, String id, String name, State state, List<String> fields) {}

  /** What is known of a resource. */
  enum State {
    /** As declared. */
    @JsonProperty("Ready")
    READY,
    /** Some fields are not as declared. */
    @JsonProperty("Drifted")
    DRIFTED,
    /** It had been there, and is not. */
    @JsonProperty("Gone")
    GONE,
    /** Status doesn't tell: it is being made or changed, or has not been read. */
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** The five stacks of the environment that {@code resource} declares. */
  static List<StackListing> of(SoundBiteEnvironment resource, Whereabouts whereabouts) {
    var status = EnvironmentStatus.of(resource);
    var environment = whereabouts.of(resource);
    var slots = Slots.of(environment, whereabouts.release(resource), status);
    var wants = Blueprint.of(environment, slots);
    return Arrays.stream(Stack.values())
        .map(
            stack ->
                of(
                    stack.in(environment.names().environment()),
                    wants.stream().filter(it -> it.key().stack() == stack).toList(),
                    status))
        .toList();
  }

  private static StackListing of(String name, List<Desired> wants, EnvironmentStatus status) {
    var counted = status.stacks().stream().filter(it -> it.name().equals(name)).findFirst();
    var restReady = counted.filter(it -> Drifted.explains(status.drift(), it)).isPresent();
    return new StackListing(
        name,
        counted.map(StackStatus::ready).orElse(null),
        wants.stream().map(it -> resource(it, entries(status.drift(), it), restReady)).toList());
  }

  private static List<DriftEntry> entries(@Nullable DriftStatus drift, Desired want) {
    return Stream.ofNullable(drift)
        .flatMap(it -> it.resources().stream())
        .filter(it -> it.resource().equals(want.key().path()))
        .toList();
  }

  private static Resource resource(Desired want, List<DriftEntry> drift, boolean restReady) {
    var fields = drift.stream().map(DriftEntry::field).toList();
    return new Resource(
        kind(want), want.key().id(), want.key().name(), state(fields, restReady), fields);
  }

  private static State state(List<String> fields, boolean restReady) {
    if (fields.contains("/")) {
      return State.GONE;
    }
    if (!fields.isEmpty()) {
      return State.DRIFTED;
    }
    return restReady ? State.READY : State.UNKNOWN;
  }

  /** As people name the kind: {@code SqsQueue}, {@code Deployment}. */
  static String kind(Desired resource) {
    return resource instanceof KubeObject object
        ? object.body().text("kind")
        : resource.getClass().getSimpleName();
  }

  void print(Page page) {
    var heading =
        ready == null
            ? "%s   %d resources".formatted(name, resources.size())
            : "%s   %d resources, %d ready".formatted(name, resources.size(), ready);
    var table = Table.of("KIND", "ID", "NAME", "STATE");
    resources.forEach(it -> table.row(it.kind(), it.id(), it.name(), state(it)));
    page.gap().line(heading).table(2, table);
  }

  private static String state(Resource resource) {
    return switch (resource.state()) {
      case READY -> "Ready";
      case DRIFTED -> resource.fields().stream().collect(Collectors.joining(", ", "Drifted: ", ""));
      case GONE -> "Gone";
      case UNKNOWN -> "Unknown";
    };
  }
}
