package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Slot;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A set of pods: one slot of the API, both slots, the processor, or a trial's.
 *
 * @param slot empty for both slots, and for those that have none
 */
record Workload(Stack stack, String component, Optional<Slot> slot) {
  /** The API's pods of both slots. */
  static Workload api() {
    return new Workload(Stack.API, "api", Optional.empty());
  }

  /** The API's pods of one slot. */
  static Workload api(Slot slot) {
    return new Workload(Stack.API, "api", Optional.of(slot));
  }

  /** The processor's pods. */
  static Workload processor() {
    return new Workload(Stack.COMPUTE, "processor", Optional.empty());
  }

  /** What tries releases out. No Service and no policy selects its pods. */
  static Workload verification() {
    return new Workload(Stack.API, "verification", Optional.empty());
  }

  /** What its objects are called, after the prefix: {@code api-blue}. */
  String suffix() {
    return slot.map(it -> component + "-" + it.text()).orElse(component);
  }

  /** Id of its object of {@code kind}: {@code Deployment/api-blue}. */
  String id(String kind) {
    return kind + "/" + suffix();
  }

  /** The labels that only its pods have; they never change, as selectors may not. */
  Map<String, String> selector(Environment environment) {
    var labels = new TreeMap<String, String>();
    labels.put("app.kubernetes.io/name", "soundbite");
    labels.put(Labels.COMPONENT, component);
    labels.put(Labels.ENVIRONMENT, environment.owner().name());
    slot.ifPresent(it -> labels.put(Labels.SLOT, it.text()));
    return labels;
  }

  /** The labels of its pods and objects. */
  Map<String, String> labels(Environment environment) {
    var labels = new TreeMap<>(selector(environment));
    labels.putAll(Labels.of(environment.owner()));
    return labels;
  }
}
