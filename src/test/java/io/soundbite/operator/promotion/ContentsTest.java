package io.soundbite.operator.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Releases;
import io.soundbite.operator.blueprint.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An approval is to all that will run. */
class ContentsTest {
  private static final String PLAIN = "{}";
  private static final String TRIED =
      "{\"rollout\": {\"verification\": {\"job\": {\"command\": [\"smoke\"]}}}}";

  @Test
  void theSameSpecIsTheSame() {
    assertThat(of(PLAIN)).isEqualTo(of(PLAIN));
    assertThat(of(PLAIN).hash()).matches("[0-9a-f]{40}");
    assertThat(of("{\"retentionDays\": 12}")).isEqualTo(of(PLAIN));
    assertThat(of(TRIED).tried()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'processor': {'command': ['sh', '-c', 'evil']}}",
        "{'env': [{'name': 'NODE_OPTIONS', 'value': '--require /tmp/evil.js'}]}",
        "{'env': [{'name': 'X', 'valueFrom': {'secretKeyRef': {'name': 's', 'key': 'k'}}}]}",
        "{'features': ['basic']}",
        "{'logLevel': 'debug'}",
        "{'nodeSelector': {'disk': 'ssd'}}",
        "{'tolerations': [{'key': 'spot', 'operator': 'Exists'}]}",
        "{'image': {'tag': '1.4.2', 'pullSecrets': ['other']}}",
        "{'resources': {'limits': {'memory': '3Gi'}}}",
        "{'rollout': {'verification': {'job': {'command': ['smoke']}}}}",
        "{'rollout': {'verification': {'job': {'command': ['true']}}}}",
        "{'rollout': {'verification': {'job': {'command': ['smoke'], 'image': 'evil@sha256:1'}}}}",
        "{'rollout': {'verification': {'job': {'command': ['smoke'], 'retries': 9}}}}",
        "{'rollout': {'verification': {'job': {'command': ['smoke'], 'timeout': '6h'}}}}",
        "{'rollout': {'verification': {'job': {'command': ['smoke'],"
            + " 'env': [{'name': 'SKIP', 'value': '1'}]}}}}",
      })
  void whatRunsOtherwiseIsAnother(String spec) {
    var changed = of(spec.replace('\'', '"'));

    assertThat(changed.hash()).isNotEqualTo(of(PLAIN).hash());
    if (!spec.contains("['smoke']}")) {
      assertThat(changed.hash()).isNotEqualTo(of(TRIED).hash());
    }
  }

  private static Contents of(String spec) {
    var resource = ExampleFile.read("production", ExampleFile.with((Tree.Obj) Json.read(spec)));
    resource.getMetadata().setUid("uid");
    var environment =
        Environment.of(
            resource,
            Facts.of(
                resource.getSpec().aws(), "123456789012", "issuer", null, Installation.of("here")));
    var image = new ImageStatus("any", "1.4.2", "sha256:" + "b".repeat(64));
    return Contents.of(Releases.of(environment, image), resource.getSpec().rollout().trial());
  }
}
