package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two made-up environments, the smallest and one with everything: what the blueprint makes of them
 * changes with the blueprint, and never with what real environments declare.
 */
public final class Reference {
  private static final String SMALLEST =
      """
      {"prefix": "smallest", "image": {"tag": "1"}}
      """;

  private static final String EVERYTHING =
      """
      {
        "prefix": "everything",
        "logLevel": "debug",
        "features": ["full", "monitoring", "backup", "scaling", "debug", "testing", "local",
          "localstack"],
        "image": {"tag": "2", "repository": "other", "pullSecrets": ["registry"]},
        "port": 80,
        "domain": "everything.example.com",
        "ingress": {"className": "nginx", "tlsSecret": "tls", "annotations": {"example.com/a": "b"}},
        "retentionDays": 1,
        "alarms": {"thresholds": {"QueueDepth": 7}, "notify": ["ops@example.com"]},
        "env": [
          {"name": "GREETING", "value": "hello"},
          {"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "key"}}}
        ],
        "resources": {"requests": {"cpu": "1"}, "limits": {"memory": "1Gi"}},
        "nodeSelector": {"example.com/pool": "speech"},
        "tolerations": [{"operator": "Exists"}],
        "processor": {"command": ["node", "worker"], "replicas": 2},
        "aws": {"region": "cn-north-1", "endpoint": "http://localhost:4566",
          "kmsKey": "arn:aws-cn:kms:cn-north-1:000000000000:key/00000000-0000-0000-0000-000000000000"},
        "rollout": {"progressDeadline": "1m"}
      }
      """;

  /** Of one that has no key any more. */
  private static final String FORMER_KEY =
      "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000001";

  private Reference() {}

  /** What the blueprint makes of both, with a release in either slot. */
  public static List<Desired> resources() {
    return Stream.of(smallest(), everything()).flatMap(List::stream).toList();
  }

  static List<Desired> smallest() {
    return resources(SMALLEST);
  }

  static List<Desired> everything() {
    return resources(EVERYTHING);
  }

  private static List<Desired> resources(String spec) {
    var environment = environment(Json.read(spec, EnvironmentSpec.class));
    return Blueprint.of(environment, slots(environment));
  }

  private static Environment environment(EnvironmentSpec spec) {
    var name = spec.prefix();
    var facts = facts(spec);
    return new Environment(
        new Owner(facts.cluster(), "reference", name),
        "00000000-0000-0000-0000-000000000000",
        spec,
        facts,
        new Names(name, name, facts));
  }

  private static Facts facts(EnvironmentSpec spec) {
    var region = spec.aws().region();
    var endpoint = spec.aws().endpoint() == null ? null : URI.create(spec.aws().endpoint());
    return new Facts(
            "000000000000",
            Facts.partitionOf(region),
            Facts.dnsSuffixOf(region),
            region,
            endpoint,
            endpoint,
            "issuer.example.com",
            new Installation(
                "reference",
                endpoint == null ? null : "arn:aws:iam::000000000000:policy/boundary",
                endpoint == null ? Set.of("111111111111") : Set.of(),
                null,
                ContainerInsights.CLASSIC))
        .with(keys(spec.aws().kmsKey()));
  }

  private static KmsKeys keys(@Nullable String arn) {
    return new KmsKeys(
        Optional.ofNullable(arn).map(it -> new KmsKeys.Used(it, it)),
        arn == null ? List.of(FORMER_KEY) : List.of());
  }

  private static SlotTarget slots(Environment environment) {
    var image = environment.spec().image();
    var release =
        Releases.of(
            environment,
            new ImageStatus(
                Optional.ofNullable(image.repository()).orElse(environment.names().repository()),
                image.tag(),
                "sha256:" + "0".repeat(64)));
    return SlotTarget.resting(
        Slot.BLUE,
        Map.of(Slot.BLUE, release, Slot.GREEN, release),
        Map.of(Slot.BLUE, 1, Slot.GREEN, 0),
        Optional.of(release));
  }
}
