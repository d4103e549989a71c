package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.metrics.Observability;
import io.soundbite.operator.metrics.PromQl;
import io.soundbite.operator.metrics.Scrape;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two environments, a throttled call, a promotion, a shut gate, a heal and a redrive: everything
 * that the documents, the dashboard and the alerts speak of is then in what Prometheus reads.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsIT {
  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest();

  @BeforeAll
  static void live() {
    operator.journal().fault(Map.of("service", "sqs", "code", "ThrottlingException", "count", 2));
    operator.start();
    operator.kubectl().apply("staging", "staging", Map.of());
    var from = Map.<String, Object>of("promotion", Map.of("from", Map.of("name", "staging")));
    operator.kubectl().apply("production", "prod", from);
    operator.push("staging", "soundbite-staging-api", "1.4.1");
    operator.awaitReady("production");
    operator.await("production", it -> OperatorUnderTest.is(it, "Parity", "True"));
    operator
        .client()
        .services()
        .inNamespace(operator.namespace())
        .withName("staging-api-preview")
        .delete();
    operator.awaitEvent("staging", "DriftHealed", "Service/api-preview");
    redrive();
  }

  private static void redrive() {
    var sqs = operator.aws().sqs();
    var dead = sqs.getQueueUrl(it -> it.queueName("SoundBite-staging-SoundbiteDLQ")).queueUrl();
    sqs.sendMessage(it -> it.queueUrl(dead).messageBody("letter"));
    operator.kubectl().annotate("staging", "soundbite.io/redrive", "now");
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> operator.scrape().contains("soundbite_redrive_messages_total"));
  }

  @Test
  @Order(1)
  void everyExpressionReadsWhatThereIs() {
    var scrape = new Scrape(operator.scrape());

    assertThat(Observability.expressions())
        .allSatisfy(it -> assertThat(scrape.missing(new PromQl(it))).as(it).isEmpty());
    assertThat(
            List.of(
                "max(soundbite_environment_reddy)",
                "max by (pod) (soundbite_environment_ready)",
                "soundbite_aws_calls_total{outcome=\"slow\"}"))
        .allSatisfy(it -> assertThat(scrape.missing(new PromQl(it))).as(it).hasSize(1));
  }

  @Test
  @Order(2)
  void theDocumentHasEveryMetricWithItsTypeAndLabels() {
    assertThat(new Scrape(operator.scrape()).documentable())
        .containsExactlyElementsOf(Observability.documented());
  }

  @Test
  @Order(3)
  void countsWhatHappened() {
    assertThat(operator.scrape().lines())
        .anyMatch(it -> it.matches("soundbite_environment_ready\\{name=\"production\".*} 1.0"))
        .anyMatch(it -> it.matches("soundbite_environment_parity\\{name=\"production\".*} 1.0"))
        .anyMatch(it -> it.matches("soundbite_promotions_total\\{.*production.*promoted.*} 1.0"))
        .anyMatch(it -> it.matches("soundbite_promotions_refused_total\\{.*production.*} [1-9].0"))
        .anyMatch(it -> it.matches("soundbite_drift_healed_total\\{kind=\"Service\".*} 1.0"))
        .anyMatch(it -> it.matches("soundbite_aws_calls_total\\{.*throttled.*\"sqs\",} [1-9].0"));
  }

  @Test
  @Order(4)
  void anEnvironmentThatIsDeletedLosesItsSeries() {
    operator.kubectl().delete("production");
    operator.kubectl().awaitGone("production");
    gone("production");
  }

  @Test
  @Order(5)
  void soDoesOneWhoseFinalizerIsTakenOffByHand() {
    operator.kubectl().annotate("staging", "soundbite.io/paused", "true");
    operator.kubectl().delete("staging");
    operator.await("staging", it -> OperatorUnderTest.is(it, "Terminating", "True"));
    Awaitility.await()
        .until(
            () ->
                operator
                    .scrape()
                    .contains("reconciliations_active{controller_name=\"soundbite\",} 0.0"));
    operator.kubectl().releaseFinalizer("staging");
    gone("staging");
  }

  private static void gone(String name) {
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> !operator.scrape().contains("name=\"" + name + "\""));
  }
}
