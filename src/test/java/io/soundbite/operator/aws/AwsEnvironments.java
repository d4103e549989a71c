package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.ContainerInsights;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.KmsKeys;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.PodIdentity;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The AWS halves of two environments of one account that between them have all there is. */
final class AwsEnvironments {
  private AwsEnvironments() {}

  /** Staging with every switch on. */
  static Environment full(Facts facts, String boundary) {
    return environment(
        "staging",
        Tree.obj(
            "features",
            List.of("full", "monitoring", "backup", "scaling"),
            "alarms",
            Tree.obj("notify", List.of("ops@example.com", "dev@example.com"))),
        facts,
        boundary);
  }

  /** Production with every switch on, and a KMS key. */
  static Environment keyed(Facts facts, String key) {
    return environment(
        "production",
        Tree.obj(
            "features",
            List.of("full", "monitoring", "backup", "scaling"),
            "alarms",
            Tree.obj("notify", List.of("ops@example.com", "dev@example.com"))),
        facts.with(new KmsKeys(Optional.of(new KmsKeys.Used(key, key)), List.of())),
        null);
  }

  /** Development as it is, with every switch off. */
  static Environment plain(Facts facts) {
    return environment("development", Tree.obj(), facts, null);
  }

  static List<Desired> resources(Environment environment) {
    return Blueprint.of(environment, SlotTarget.none()).stream()
        .filter(want -> !(want instanceof KubeObject))
        .toList();
  }

  /** What EKS associates the roles of {@code account} with. */
  static PodIdentity podIdentity(String account) {
    return new PodIdentity("arn:aws:eks:us-east-1:" + account + ":cluster/prod", true);
  }

  private static Environment environment(
      String example, Tree.Obj settings, Facts facts, @Nullable String boundary) {
    var declared = ExampleFile.read(example, ExampleFile.with(settings));
    return Environment.of(
        declared,
        facts.with(
            new Installation(
                facts.cluster(),
                boundary,
                boundary == null ? Set.of() : Set.of("210987654321"),
                podIdentity(facts.account()),
                ContainerInsights.CLASSIC)));
  }
}
