package io.soundbite.operator.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one environment should be. Only {@code prefix} and {@code image.tag} have no default.
 *
 * @param environment names AWS resources; when absent, {@code metadata.name} does
 * @param domain host of the Ingress; when absent, {@code <prefix>.soundbite.local}
 */
public record EnvironmentSpec(
    @Required String prefix,
    @Nullable String environment,
    LogLevel logLevel,
    Set<Feature> features,
    @Required ImageSpec image,
    Integer port,
    @Nullable String domain,
    IngressSpec ingress,
    Integer retentionDays,
    AlarmsSpec alarms,
    List<EnvEntry> env,
    @Nullable ResourcesSpec resources,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    ProcessorSpec processor,
    AwsSpec aws,
    RolloutSpec rollout) {

  /** Applies the schema's defaults. */
  public EnvironmentSpec {
    logLevel = Objects.requireNonNullElse(logLevel, LogLevel.INFO);
    features =
        features == null || features.isEmpty()
            ? EnumSet.of(Feature.BASIC)
            : EnumSet.copyOf(features);
    port = Objects.requireNonNullElse(port, 3000);
    ingress = Objects.requireNonNullElseGet(ingress, () -> new IngressSpec(null, null, Map.of()));
    retentionDays = Objects.requireNonNullElse(retentionDays, 30);
    alarms = Objects.requireNonNullElseGet(alarms, () -> new AlarmsSpec(Map.of(), Set.of()));
    env = env == null ? List.of() : List.copyOf(env);
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    processor = Objects.requireNonNullElseGet(processor, () -> new ProcessorSpec(List.of(), 1));
    aws = Objects.requireNonNullElseGet(aws, AwsSpec::defaults);
    rollout = Objects.requireNonNullElseGet(rollout, () -> new RolloutSpec("10m", "10m"));
  }

  /** Whether {@code feature} is on. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }
}
