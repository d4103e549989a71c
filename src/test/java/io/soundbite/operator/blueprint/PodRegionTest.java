package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Pods call AWS in their environment's region, whichever region their cluster is in. */
class PodRegionTest {
  private static final String CONTAINER = "spec/template/spec/containers/0/";

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void isTheEnvironmentsWhateverEksAdds(
      @ForAll("inputs") Inputs inputs, @ForAll("regions") String cluster) {
    var region = inputs.environment().facts().region();
    var manifests = new Manifests(inputs.blueprint());
    var webhook = new IdentityWebhook(cluster);

    assertThat(manifests.deployments())
        .hasSize(3)
        .allSatisfy(
            deployment ->
                assertThat(webhook.effective(variables(deployment), config(manifests, deployment)))
                    .containsEntry("AWS_REGION", region)
                    .containsEntry("AWS_DEFAULT_REGION", region));
  }

  @Test
  void ofAContainerThatHasNoneIsTheClusters() {
    assertThat(
            new IdentityWebhook("eu-west-1")
                .effective(List.of(), Map.of("AWS_REGION", "us-east-1")))
        .containsEntry("AWS_REGION", "eu-west-1");
  }

  /** An upgrade of the operator restarts no pod of a release that it did not render. */
  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void formerReleasesAreRenderedAsBefore(@ForAll("inputs") Inputs inputs) {
    var release = inputs.with(Field.ENV, List.of()).release();
    var pod = release.pod();
    var former =
        new Release(
            release.tag(),
            release.image(),
            release.config(),
            release.secrets(),
            new Release.Pod(
                1,
                pod.requests(),
                pod.limits(),
                pod.nodeSelector(),
                pod.tolerations(),
                pod.pullSecrets(),
                pod.processorCommand()));

    var template =
        new PodTemplate(inputs.environment(), Workload.processor(), former, former.config());

    assertThat(Manifests.at(template.tree().plain(), "spec/containers/0/env")).isNull();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<?, ?>> variables(Map<?, ?> deployment) {
    return (List<Map<?, ?>>) Manifests.at(deployment, CONTAINER + "env");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> config(Manifests manifests, Map<?, ?> deployment) {
    var name = Manifests.at(deployment, CONTAINER + "envFrom/0/configMapRef/name");
    return manifests.objects().stream()
        .filter(it -> "ConfigMap".equals(it.get("kind")) && Manifests.name(it).equals(name))
        .map(it -> (Map<String, Object>) it.get("data"))
        .findFirst()
        .orElseThrow();
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }

  @Provide
  Arbitrary<String> regions() {
    return Arbitraries.of("us-east-1", "eu-west-1", "ap-southeast-2", "cn-north-1");
  }
}
