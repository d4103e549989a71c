package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A release that can't be stored says so, and goes live when it can. */
class TruthfulStatusIT {
  private static final String NAME = "truthful";

  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void quotaOfStoredReleasesIsToldAndNothingElseStops() {
    operator.start();
    operator.ready(NAME, NAME, Map.of());
    var quota =
        operator
            .client()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("few")
                    .withNamespace(operator.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .withHard(Map.of("count/controllerrevisions.apps", new Quantity("0")))
                    .endSpec()
                    .build());
    quota.create();
    operator.image("soundbite-truthful-api", "1.4.2");
    operator.kubectl().apply(NAME, NAME, Map.of("image", Map.of("tag", "1.4.2")));

    var refused = operator.await(NAME, it -> ready(it).getReason().equals("QuotaExceeded"));

    assertThat(ready(refused).getStatus()).isEqualTo("False");
    assertThat(ready(refused).getMessage()).contains("can't be stored", "exceeded quota: few");
    assertThat(ready(refused).getObservedGeneration())
        .isEqualTo(refused.getMetadata().getGeneration());
    assertThat(OperatorUnderTest.is(refused, "Available", "True")).isTrue();
    operator.awaitEvent(NAME, "QuotaExceeded", "exceeded quota: few");

    quota.delete();

    var live = operator.await(NAME, OperatorUnderTest::isReady);
    assertThat(live.getStatus().release().tag()).isEqualTo("1.4.2");
  }

  private static Condition ready(SoundBiteEnvironment environment) {
    return condition(environment, "Ready").orElseThrow();
  }
}
