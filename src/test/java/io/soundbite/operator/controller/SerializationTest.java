package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import org.junit.jupiter.api.Test;

class SerializationTest {
  private static KubernetesSerialization serialization() {
    return new Serialization()
        .serialization(new ObjectMapper(), new Class<?>[] {Deployment.class, Status.class});
  }

  private static Object watched(String object) {
    return serialization()
        .unmarshal("{\"type\":\"MODIFIED\",\"object\":" + object + "}", WatchEvent.class)
        .getObject();
  }

  @Test
  void objectsOfOtherKindsAreReadAsTheyAreSent() {
    var object =
        watched(
            """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "api"},
             "spec": {"replicas": 2, "template": {"spec": {"containers": [{"name": "api",
              "resources": {"limits": {"cpu": "0.1"}}, "args": []}]}}}}
            """);

    assertThat(object).isInstanceOf(GenericKubernetesResource.class);
    assertThat(((GenericKubernetesResource) object).getAdditionalProperties().toString())
        .contains("{cpu=0.1}", "args=[]");
  }

  @Test
  void theCustomResourceIsReadIntoItsClass() {
    var object =
        watched(
            """
            {"apiVersion": "soundbite.io/v1alpha1", "kind": "SoundBiteEnvironment",
             "metadata": {"name": "staging"}, "spec": {"environment": "staging"}}
            """);

    assertThat(object).isInstanceOf(SoundBiteEnvironment.class);
    assertThat(((SoundBiteEnvironment) object).getSpec().environment()).isEqualTo("staging");
  }

  @Test
  void theClientFindsThePathOfAKind() {
    assertThat(serialization().getRegisteredKubernetesResource("apps/v1", "Deployment"))
        .isEqualTo(Deployment.class);
    assertThat(serialization().getRegisteredKubernetesResource("apps/v2", "Deployment")).isNull();
  }

  @Test
  void theErrorThatEndsAWatchIsKnown() {
    var object =
        watched(
            """
            {"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": 410,
             "reason": "Expired", "message": "too old resource version"}
            """);

    assertThat(object).isInstanceOf(Status.class);
    assertThat(((Status) object).getCode()).isEqualTo(410);
  }
}
