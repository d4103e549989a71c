package io.soundbite.operator.blueprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What EKS's webhook adds to the containers of a pod whose ServiceAccount has a role.
 *
 * @param region the cluster's
 * @see <a
 *     href="https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/handler/handler.go">
 *     addEnvToContainer: it looks at the container's own variables only</a>
 */
record IdentityWebhook(String region) {
  private static final Set<String> REGIONS = Set.of("AWS_REGION", "AWS_DEFAULT_REGION");

  /** The variables of a container, as {@code name} and {@code value}, with those added. */
  List<Map<?, ?>> mutated(List<Map<?, ?>> variables) {
    var all = new ArrayList<>(variables);
    if (variables.stream().noneMatch(it -> REGIONS.contains(String.valueOf(it.get("name"))))) {
      REGIONS.forEach(name -> all.add(Map.of("name", name, "value", region)));
    }
    all.add(Map.of("name", "AWS_ROLE_ARN", "value", "arn"));
    return all;
  }

  /**
   * What a mutated container's process sees: its own variables win over those of its ConfigMap.
   *
   * @param config the data of the ConfigMap
   */
  Map<String, Object> effective(List<Map<?, ?>> variables, Map<String, Object> config) {
    var effective = new HashMap<>(config);
    mutated(variables).stream()
        .filter(it -> it.containsKey("value"))
        .forEach(it -> effective.put(String.valueOf(it.get("name")), it.get("value")));
    return effective;
  }
}
