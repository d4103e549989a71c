package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import org.junit.jupiter.api.Test;

class IssuerIT {

  @Test
  void isReadFromTheApiServer() {
    try (var cluster = Cluster.connect()) {
      assertThat(Issuer.of(cluster.client()))
          .isInstanceOfSatisfying(
              Result.Ok.class,
              reply -> assertThat((String) reply.value()).isNotEmpty().doesNotContain("://"));
    }
  }

  @Test
  void absentApiServerIsAValue() {
    try (var client = Cluster.absent()) {
      assertThat(Issuer.of(client))
          .isInstanceOfSatisfying(
              Result.Failed.class,
              reply -> assertThat(reply.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }
  }
}
