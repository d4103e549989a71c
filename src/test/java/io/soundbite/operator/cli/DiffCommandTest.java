package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DiffCommandTest extends CommandTest {
  @Test
  void configurationSideBySide() {
    plugin.has(Sample.ready("staging"), Sample.ready("production"));

    var outcome = diff();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("Declared differently, which is configuration and no difference in structure:")
        .containsPattern("FIELD +soundbite/staging +soundbite/production")
        .containsPattern("/logLevel +info +warn")
        .containsPattern(
            "/features +\\[basic, monitoring, testing\\] +\\[backup, full, monitoring, scaling\\]")
        .endsWith("soundbite/staging and soundbite/production are identical infrastructure.\n");
  }

  @Test
  void anEnvironmentAgainstItself() {
    plugin.has(Sample.ready("staging"));

    assertThat(plugin.run("diff", "staging", "soundbite/staging").out())
        .startsWith("soundbite/staging and soundbite/staging declare the same.");
  }

  @Test
  void driftOfEitherIsADifferenceInStructure() {
    plugin.has(
        Sample.ready("staging"),
        Sample.but(
            "production",
            """
            drift:
              count: 1
              unread: 0
              resources:
              - {stack: any, resource: Queue/SoundbiteQueue, field: /visibility,
                 want: PT2M10S, have: PT30S}
            """));

    var outcome = diff();

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("Not identical infrastructure:")
        .containsPattern("soundbite/production +Queue/SoundbiteQueue +/visibility +PT2M10S +PT30S");
  }

  @Test
  void twoVersionsOfTheBlueprint() {
    plugin.has(Sample.ready("staging"), Sample.but("production", "parity: {shapeHash: another}"));

    var outcome = diff();

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .containsPattern("soundbite/production +Blueprint +/shapeHash +0123456789ab as in");
  }

  @Test
  void whatIsNotKnownIsNotIdentical() {
    plugin.has(Sample.ready("staging"), Sample.but("production", "drift: {count: 0, unread: 2}"));

    var outcome = diff();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out())
        .contains("are identical infrastructure is not known. Unread: 2 resources of")
        .contains("soundbite/production could not be read");
    assertThat(plugin.run("diff", "staging", "production", "-o", "json").out())
        .contains("\"reason\" : \"Unread\"")
        .doesNotContain("identical\" :");
  }

  @Test
  void json() throws IOException {
    plugin.has(Sample.ready("staging"), Sample.ready("production"));

    var json = plugin.run("diff", "staging", "production", "-o", "json").json();

    assertThat(json.at("/here").asText()).isEqualTo("soundbite/staging");
    assertThat(json.at("/there").asText()).isEqualTo("soundbite/production");
    assertThat(json.at("/identical").asBoolean()).isTrue();
    assertThat(json.at("/configuration/0/field").asText()).isEqualTo("/domain");
    assertThat(json.at("/configuration/0/here").asText()).isEqualTo("staging.soundbite.local");
    assertThat(json.at("/structure")).isEmpty();
    assertThat(json.at("/reason").asText()).isEqualTo("Identical");
  }

  private Plugin.Outcome diff() {
    return plugin.run("diff", "staging", "production");
  }
}
