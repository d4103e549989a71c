package io.soundbite.operator.status;

import static io.soundbite.operator.status.Situation.NOON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.blueprint.Stack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of two environments that are compared; settled and as declared unless said otherwise. */
final class Subject {
  static final long GENERATION = 4;

  private final String name;
  private Map<String, Object> promotion = Map.of();
  private Map<String, Object> rollout = Map.of();
  private List<DriftEntry> entries = List.of();
  private int drifted;
  private boolean everRead = true;
  private boolean complete = true;

  final List<String> variables = new ArrayList<>();
  String logLevel = "info";
  int compute = 12;
  int unread;
  boolean synced = true;
  boolean released = true;
  boolean stacks = true;
  long observed = GENERATION;
  @Nullable String shape = "5ha9e5ha9e00";

  /** Where conditions come from. */
  EnvironmentStatus before = EnvironmentStatus.empty();

  Subject(String name) {
    this.name = name;
  }

  String id() {
    return "soundbite/" + name;
  }

  Subject from(String source) {
    promotion = Map.of("from", Map.of("name", source));
    return this;
  }

  Subject from(String namespace, String source) {
    promotion = Map.of("from", Map.of("name", source, "namespace", namespace));
    return this;
  }

  Subject withoutSource() {
    promotion = Map.of();
    return this;
  }

  /** With a verification Job. */
  Subject tried() {
    rollout =
        Map.of(
            "verification",
            Map.of("job", Map.of("image", "registry/check@sha256:" + "5".repeat(64))));
    return this;
  }

  Subject incomplete() {
    complete = false;
    return this;
  }

  Subject neverRead() {
    everRead = false;
    return this;
  }

  Subject drifted(String field, @Nullable String want, @Nullable String have) {
    entries =
        List.of(
            new DriftEntry(
                "SoundBite-%s-Queue".formatted(name),
                "Queue/SoundbiteQueue",
                field,
                want,
                have,
                NOON.toString(),
                "Heal"));
    drifted = 1;
    return this;
  }

  /** So many of the same, of which so many are listed. */
  Subject drift(int listed, int count) {
    entries = Collections.nCopies(listed, entries.getFirst());
    drifted = count;
    return this;
  }

  /** Nothing is under way any more. */
  Subject settle() {
    complete = true;
    synced = true;
    released = true;
    stacks = true;
    observed = GENERATION;
    return this;
  }

  SoundBiteEnvironment environment() {
    var environment = new SoundBiteEnvironment();
    environment.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("soundbite")
            .withGeneration(GENERATION)
            .build());
    environment.setSpec(spec());
    environment.setStatus(status());
    return environment;
  }

  EnvironmentStatus status() {
    var conditions =
        new Conditions(before.conditions(), observed, NOON)
            .set("Synced", synced, synced ? "AsDeclared" : "Throttled", "In words.");
    return new EnvironmentStatus(
        observed,
        null,
        null,
        released ? Situation.live("1.4.2", Slot.BLUE) : null,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        stacks ? Stream.of(Stack.values()).map(this::stack).toList() : List.of(),
        everRead ? new DriftStatus(drifted, unread, entries) : null,
        shape == null ? null : new ParityStatus(null, null, shape, List.of(), List.of()),
        null,
        List.of(),
        List.of(),
        null,
        null,
        conditions.list());
  }

  private StackStatus stack(Stack stack) {
    var size = stack == Stack.COMPUTE ? compute : 5;
    return new StackStatus(
        stack.in(name), size, !complete && stack == Stack.QUEUE ? size - 1 : size, 0);
  }

  private EnvironmentSpec spec() {
    var fields = new TreeMap<String, Object>();
    fields.put("prefix", name);
    fields.put("image", Map.of("tag", "1.4.2"));
    fields.put("logLevel", logLevel);
    fields.put("promotion", promotion);
    fields.put("rollout", rollout);
    fields.put("env", variables.stream().map(it -> Map.of("name", it, "value", "on")).toList());
    var json = new ObjectMapper();
    try {
      return json.readValue(json.writeValueAsString(fields), EnvironmentSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
