package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DriftCommandTest extends CommandTest {
  private static final String DRIFT =
      """
      drift:
        count: 3
        unread: 0
        resources:
        - {stack: SoundBite-staging-Queue, resource: Queue/SoundbiteQueue, field: /visibility,
           want: PT2M10S, have: PT30S, since: "2026-11-23T07:00:00.5Z", action: Heal}
        - {stack: SoundBite-staging-Database, resource: Database/SoundbitesTable, field: /,
           want: present, since: "2026-11-23T07:01:00Z", action: DataLoss}
      """;

  @Test
  void none() {
    plugin.has(Sample.ready("staging"));

    var outcome = plugin.run("drift");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo("soundbite/staging: none\n");
  }

  @Test
  void fieldByField() {
    plugin.has(Sample.but("staging", DRIFT), Sample.ready("production"));

    var outcome = plugin.run("drift");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .isEqualTo(
            """
            soundbite/production: none

            soundbite/staging: 3 fields are not as declared
              RESOURCE                   FIELD         WANT      HAVE     SINCE                  ACTION
              Queue/SoundbiteQueue       /visibility   PT2M10S   PT30S    2026-11-23T07:00:00Z   Heal
              Database/SoundbitesTable   /             present   (none)   2026-11-23T07:01:00Z   DataLoss
              and 1 more
            """);
    assertThat(plugin.run("drift", "production").code()).isZero();
  }

  @Test
  void whatWasNotReadIsNotFreeOfDrift() {
    plugin.has(Sample.but("staging", "drift: {count: 0, unread: 2}"));

    var outcome = plugin.run("drift");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out())
        .isEqualTo(
            "soundbite/staging: none found; not known of 2 resources, which have not been read\n");
  }

  @Test
  void nothingIsKnownBeforeTheFirstLook() {
    plugin.has(Sample.fresh("staging"));

    var outcome = plugin.run("drift");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).contains("not known: the resources have not been read");
  }

  @Test
  void json() throws IOException {
    plugin.has(Sample.but("staging", DRIFT));

    var outcome = plugin.run("drift", "staging", "-o", "json");
    var drift = outcome.json().at("/environments/0/drift");

    assertThat(outcome.code()).isOne();
    assertThat(drift.at("/count").asInt()).isEqualTo(3);
    assertThat(drift.at("/resources/0/resource").asText()).isEqualTo("Queue/SoundbiteQueue");
    assertThat(drift.at("/resources/0/field").asText()).isEqualTo("/visibility");
    assertThat(drift.at("/resources/0/want").asText()).isEqualTo("PT2M10S");
    assertThat(drift.at("/resources/0/have").asText()).isEqualTo("PT30S");
    assertThat(drift.at("/resources/0/action").asText()).isEqualTo("Heal");
    assertThat(drift.at("/resources/1/have").isMissingNode()).isTrue();
  }
}
