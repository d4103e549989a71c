package io.soundbite.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Requests and limits of the API's and the processor's container. */
public record ResourcesSpec(Map<String, Quantity> requests, Map<String, Quantity> limits) {
  /** Copies both. */
  public ResourcesSpec {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}
