package io.soundbite.operator.blueprint;

import io.fabric8.kubernetes.api.model.Quantity;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.Feature;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests and limits of a container: the feature's, where the spec has none. A request above the
 * default limit raises the limit, a limit below the default request lowers the request, so that
 * half a setting is never refused.
 */
record ContainerResources(SortedMap<String, String> requests, SortedMap<String, String> limits) {
  private static final Map<String, Quantity> BASIC_REQUESTS = quantities("100m", "256Mi");
  private static final Map<String, Quantity> BASIC_LIMITS = quantities("500m", "512Mi");
  private static final Map<String, Quantity> FULL_REQUESTS = quantities("250m", "512Mi");
  private static final Map<String, Quantity> FULL_LIMITS = quantities("1", "1Gi");

  static ContainerResources of(EnvironmentSpec spec) {
    var full = spec.has(Feature.FULL);
    var own = spec.resources();
    Map<String, Quantity> ownRequests = own == null ? Map.of() : own.requests();
    Map<String, Quantity> ownLimits = own == null ? Map.of() : own.limits();
    var requests = new TreeMap<>(full ? FULL_REQUESTS : BASIC_REQUESTS);
    var limits = new TreeMap<>(full ? FULL_LIMITS : BASIC_LIMITS);
    requests.putAll(ownRequests);
    limits.putAll(ownLimits);
    requests.replaceAll(
        (name, request) ->
            ownRequests.containsKey(name) ? request : smaller(request, limits.get(name)));
    limits.replaceAll(
        (name, limit) -> ownLimits.containsKey(name) ? limit : larger(limit, requests.get(name)));
    return new ContainerResources(canonical(requests), canonical(limits));
  }

  private static Map<String, Quantity> quantities(String cpu, String memory) {
    return Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory));
  }

  private static Quantity smaller(Quantity one, @Nullable Quantity other) {
    return other == null || compare(one, other) <= 0 ? one : other;
  }

  private static Quantity larger(Quantity one, @Nullable Quantity other) {
    return other == null || compare(one, other) >= 0 ? one : other;
  }

  private static int compare(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount());
  }

  private static SortedMap<String, String> canonical(Map<String, Quantity> quantities) {
    var texts = new TreeMap<String, String>();
    quantities.forEach((name, quantity) -> texts.put(name, CanonicalQuantity.text(quantity)));
    return texts;
  }
}
