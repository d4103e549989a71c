package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one environment should be. Only {@code prefix} and {@code image.tag} have no default. */
@ValidationRule(
    value = "has(self.environment) == has(oldSelf.environment)",
    fieldPath = ".environment",
    message =
        "spec.environment is immutable: it names the AWS resources, and can neither be added nor"
            + " removed once the environment exists; delete and create it anew instead")
@ValidationRule(
    value = "!('localstack' in self.features) || has(self.aws.endpoint)",
    fieldPath = ".aws.endpoint",
    message =
        "spec.aws.endpoint is required with the feature localstack: set it to the endpoint's URL,"
            + " such as http://localstack.soundbite:4566, or drop the feature")
@ValidationRule(
    value = "!has(self.aws.endpoint) || 'localstack' in self.features",
    fieldPath = ".aws.endpoint",
    message =
        "spec.aws.endpoint is allowed only with the feature localstack: add localstack to"
            + " spec.features, or remove the endpoint to use AWS")
public record EnvironmentSpec(
    @Required
        @Size(min = 1, max = Rules.NAME_LENGTH)
        @ValidationRule(
            value = "self.matches('" + Rules.NAME + "')",
            message = "spec.prefix must be " + Rules.NAME_ALLOWED)
        @ValidationRule(
            value = "!self.matches('^[0-9]')",
            message =
                "spec.prefix must begin with a letter, as names of Services must in most clusters")
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "spec.prefix is immutable: it names everything the environment owns; create a new"
                    + " environment instead")
        @JsonPropertyDescription(
            "Short name of the environment, such as prod: Kubernetes objects are named"
                + " <prefix>-..., metrics SoundBite/<prefix>, the dashboard SoundBite-<prefix>."
                + " Lower-case letters and digits in words joined by single hyphens, beginning with"
                + " a letter, at most 29 characters. Unique per namespace and AWS account."
                + " Required; immutable.")
        String prefix,
    @Size(min = 1, max = Rules.NAME_LENGTH)
        @ValidationRule(
            value = "self.matches('" + Rules.NAME + "')",
            message = "spec.environment must be " + Rules.NAME_ALLOWED)
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "spec.environment is immutable: it names the AWS resources; create a new"
                    + " environment instead")
        @JsonPropertyDescription(
            "Name of the environment in AWS: its resources are named SoundBite-<environment>-..."
                + " Lower-case letters and digits in words joined by single hyphens, at most 29"
                + " characters. Unique per AWS account, whatever the region. Default:"
                + " metadata.name, which must then have that form. Immutable, also against being"
                + " added or removed.")
        @Nullable String environment,
    @Default("info")
        @JsonPropertyDescription(
            "The application's log level (LOG_LEVEL), from least to most: error, warn, info,"
                + " debug, verbose. Default: info.")
        LogLevel logLevel,
    @Default("[\"basic\"]")
        @Size(max = 9)
        @ValidationRule(
            value = "self.exists_one(f, f == 'basic' || f == 'full')",
            message = "spec.features must contain exactly one of basic and full")
        @ValidationRule(
            value = "self.all(f, self.exists_one(g, g == f))",
            message = "spec.features must not contain a feature twice")
        @JsonPropertyDescription(
            "Switches that change values, never the set of resources; all are passed to the"
                + " application (FEATURES). Exactly one of basic (one replica, autoscaler 1-2) and"
                + " full (two replicas at least, larger requests). monitoring: alarm actions and"
                + " ENABLE_METRICS. backup: point-in-time recovery, deletion protection, bucket"
                + " versioning. scaling: autoscaler 2-10. debug: ENABLE_TRACING. testing, local:"
                + " for the application only. localstack: goes with aws.endpoint, neither without"
                + " the other. No feature twice. Default: [basic].")
        Set<Feature> features,
    @Required
        @JsonPropertyDescription(
            "The image that the API and the processor run. Promotion is a change of image.tag."
                + " Required.")
        ImageSpec image,
    @Default("3000")
        @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
            "Port of the Service, 1 to 65535; the container always listens on 3000. Default: 3000.")
        Integer port,
    @Size(min = 1, max = 253)
        @ValidationRule(
            value = "self.matches('" + Rules.HOST + "') && !self.matches('^[0-9.]+$')",
            message =
                "spec.domain must be a DNS host name in lower case, such as api.soundbite.local,"
                    + " without scheme, port, path or wildcard")
        @JsonPropertyDescription(
            "Host name of the Ingress: a DNS name in lower case, at most 253 characters, without"
                + " scheme or port. Default: <prefix>.soundbite.local.")
        @Nullable String domain,
    @JsonPropertyDescription(
            "How the API is reached from outside the cluster. Every environment has an Ingress.")
        IngressSpec ingress,
    @Default("30")
        @ValidationRule(
            value =
                "self in [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096,"
                    + " 1827, 2192, 2557, 2922, 3288, 3653]",
            message =
                "spec.retentionDays must be a number of days that CloudWatch Logs knows: 1, 3, 5,"
                    + " 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,"
                    + " 2557, 2922, 3288 or 3653")
        @JsonPropertyDescription(
            "How many days CloudWatch keeps the logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180,"
                + " 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653. Shortening it"
                + " destroys history and waits for the annotation soundbite.io/allow-downgrade."
                + " Default: 30.")
        Integer retentionDays,
    @JsonPropertyDescription(
            "Thresholds of the environment's 17 alarms, and who is told. Alarms act only with the"
                + " feature monitoring.")
        AlarmsSpec alarms,
    @Size(max = 100)
        @ValidationRule(
            value = Rules.ENV_BYTES + " <= 262144",
            message =
                "spec.env must have at most 262144 bytes, names and values together, or Kubernetes"
                    + " could not store a release of it: shorten values, or keep them in a Secret"
                    + " and use valueFrom")
        @JsonPropertyDescription(
            "Environment variables of the API and the processor, at most 100, by name; names and"
                + " values together at most 262144 bytes. They add to"
                + " the ones the operator sets and override them, except those it owns: AWS_*,"
                + " resource names, and what has a field of its own in spec.")
        List<EnvEntry> env,
    @JsonPropertyDescription(
            "Requests and limits of the API's and the processor's containers. Default: what the"
                + " feature basic or full gives.")
        @Nullable ResourcesSpec resources,
    @Size(max = 20)
        @ValidationRule(
            value =
                "self.all(k, size(k) <= 317 && k.matches('"
                    + Rules.QUALIFIED_NAME
                    + "') && self[k].matches('"
                    + Rules.LABEL_VALUE
                    + "'))",
            message =
                "spec.nodeSelector must hold node labels: keys such as"
                    + " topology.kubernetes.io/zone, values of letters, digits, hyphens,"
                    + " underscores and dots, at most 63 characters")
        @JsonPropertyDescription(
            "Labels that a node must have to run the environment's pods, at most 20. Default: any"
                + " node.")
        Map<String, @Size(max = 63) String> nodeSelector,
    @Size(max = 50)
        @JsonPropertyDescription(
            "Node taints that the environment's pods tolerate, as in a pod, at most 50. Default:"
                + " none.")
        List<TolerationSpec> tolerations,
    @Default("{}") @JsonPropertyDescription("The consumer of the queue: it turns text into speech.")
        ProcessorSpec processor,
    @Default("{}") @JsonPropertyDescription("The queue of jobs, and its dead letters.")
        QueueSpec queue,
    @Default("{}")
        @JsonPropertyDescription(
            "Where the environment's AWS resources are, and what the operator may do with them.")
        AwsSpec aws,
    @Default("{}")
        @JsonPropertyDescription("What is done about live resources that are not as declared.")
        DriftSpec drift,
    @JsonPropertyDescription("What a release must have behind it before it goes live.")
        @Nullable PromotionSpec promotion,
    @Default("{}") @JsonPropertyDescription("How a release takes over from the one before.")
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
    queue = Objects.requireNonNullElseGet(queue, QueueSpec::defaults);
    aws = Objects.requireNonNullElseGet(aws, AwsSpec::defaults);
    drift = Objects.requireNonNullElseGet(drift, DriftSpec::defaults);
    rollout = Objects.requireNonNullElseGet(rollout, RolloutSpec::defaults);
  }

  /** The environment that goes before this one. */
  public Optional<SourceSpec> source() {
    return Optional.ofNullable(promotion).map(PromotionSpec::from);
  }

  /** What a release must have behind it, also when the spec says nothing of it. */
  public PromotionSpec gates() {
    return Objects.requireNonNullElseGet(promotion, PromotionSpec::none);
  }

  /** Whether {@code feature} is on. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }
}
