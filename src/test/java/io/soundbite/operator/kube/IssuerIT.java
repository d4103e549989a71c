package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.soundbite.operator.engine.Failure;
import org.junit.jupiter.api.Test;

class IssuerIT {

  @Test
  void isReadFromTheApiServer() {
    try (var cluster = Cluster.connect()) {
      assertThat(Issuer.of(cluster.client()))
          .isInstanceOfSatisfying(
              Reply.Ok.class,
              reply -> assertThat((String) reply.value()).isNotEmpty().doesNotContain("://"));
    }
  }

  @Test
  void absentApiServerIsAValue() {
    var nowhere =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      assertThat(Issuer.of(client))
          .isInstanceOfSatisfying(
              Reply.Failed.class,
              reply -> assertThat(reply.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }
  }
}
