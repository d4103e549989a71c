package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class StacksCommandTest extends CommandTest {
  @Test
  void fiveStacksWithTheirResources() {
    plugin.has(Sample.ready("staging"));

    var outcome = plugin.run("stacks", "staging");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("soundbite/staging   123456789012 in us-east-1\n")
        .containsSubsequence(
            "SoundBite-staging-Database   5 resources, 5 ready",
            "SoundBite-staging-Storage   3 resources, 3 ready",
            "SoundBite-staging-Queue   8 resources, 8 ready",
            "SoundBite-staging-Compute   12 resources, 12 ready",
            "SoundBite-staging-API   19 resources, 19 ready")
        .contains(
            "  S3Bucket          SoundbitesBucket        soundbite-staging-soundbites-123456789012"
                + "   Ready");
    assertThat(outcome.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120))
        .filteredOn(line -> line.endsWith(" Ready"))
        .hasSize(47);
  }

  @Test
  void whatHasDriftedOrGoneIsMarked() throws IOException {
    plugin.has(
        Sample.but(
            "staging",
            """
            stacks:
            - {name: SoundBite-staging-Queue, resources: 8, ready: 5, drifted: 1}
            drift:
              count: 2
              resources:
              - {stack: SoundBite-staging-Queue, resource: Queue/SoundbiteQueue, field: /visibility}
              - {stack: SoundBite-staging-Queue, resource: Queue/SoundbiteDLQ, field: /}
            """));

    var queue = plugin.run("stacks", "-o", "json").json().at("/environments/0/stacks/2");

    assertThat(queue.at("/name").asText()).isEqualTo("SoundBite-staging-Queue");
    assertThat(queue.at("/ready").asInt()).isEqualTo(5);
    assertThat(resource(queue, "SoundbiteQueue").at("/state").asText()).isEqualTo("Drifted");
    assertThat(resource(queue, "SoundbiteQueue").at("/fields/0").asText()).isEqualTo("/visibility");
    assertThat(resource(queue, "SoundbiteQueue").at("/kind").asText()).isEqualTo("SqsQueue");
    assertThat(resource(queue, "SoundbiteDLQ").at("/state").asText()).isEqualTo("Gone");
    assertThat(resource(queue, "QueueAlerts").at("/state").asText()).isEqualTo("Unknown");
    assertThat(plugin.run("stacks").out()).contains("Drifted: /visibility", "Gone", "Unknown");
  }

  @Test
  void whatIsNotListedIsReadyWhenTheListSaysItAll() throws IOException {
    plugin.has(
        Sample.but(
            "staging",
            """
            stacks:
            - {name: SoundBite-staging-Queue, resources: 8, ready: 7, drifted: 1}
            drift:
              count: 2
              resources:
              - {stack: SoundBite-staging-Queue, resource: Queue/SoundbiteQueue, field: /visibility}
              - {stack: SoundBite-staging-Queue, resource: Queue/SoundbiteQueue, field: /poll}
            """));

    var queue = plugin.run("stacks", "-o", "json").json().at("/environments/0/stacks/2");

    assertThat(resource(queue, "SoundbiteQueue").at("/fields")).hasSize(2);
    assertThat(resource(queue, "QueueAlerts").at("/state").asText()).isEqualTo("Ready");
  }

  @Test
  void theSlotsOfTheLiveReleaseAreListedOnceThereIsOne() {
    plugin.has(Sample.ready("staging"));
    assertThat(plugin.run("stacks").out()).contains("Deployment/api-green   ");

    plugin.has(Sample.fresh("production"));
    assertThat(plugin.run("stacks", "production").out())
        .startsWith("soundbite/production   <account> in us-east-1\n")
        .contains("soundbite-production-soundbites-<account>")
        .contains("HorizontalPodAutoscaler/api")
        .doesNotContain("Deployment/");
  }

  private static JsonNode resource(JsonNode stack, String id) {
    return StreamSupport.stream(stack.at("/resources").spliterator(), false)
        .filter(it -> it.at("/id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
