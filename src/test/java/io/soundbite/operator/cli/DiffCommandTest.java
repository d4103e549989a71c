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
        .containsPattern("/features +basic, monitoring, testing +full, monitoring, backup, scaling")
        .containsPattern("/image/repository +\\(none\\) +soundbite-staging-api")
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
  void whatTheOperatorComparedCountsOnce() throws IOException {
    plugin.has(
        Sample.but(
            "staging",
            "drift: {count: 1, unread: 0, resources: [{stack: any, resource: Queue/X, field: /a}]}"),
        Sample.but(
            "production",
            """
            parity:
              with: soundbite/staging
              equal: false
              differences:
              - {environment: soundbite/staging, resource: Queue/X, field: /a}
              - {environment: soundbite/staging, resource: API/Y, field: /b, want: w, have: h}
            """));

    var outcome = plugin.run("diff", "staging", "production", "-o", "json");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.json().at("/identical").asBoolean()).isFalse();
    assertThat(outcome.json().at("/structure")).hasSize(2);
    assertThat(outcome.json().at("/structure/1/resource").asText()).isEqualTo("API/Y");
    assertThat(outcome.json().at("/structure/1/have").asText()).isEqualTo("h");
  }

  @Test
  void aComparisonWithAnotherEnvironmentSaysNothing() {
    plugin.has(
        Sample.ready("staging"),
        Sample.but("production", "parity: {with: soundbite/other, equal: false}"));

    assertThat(diff().code()).isZero();
  }

  @Test
  void aComparisonThatFailedWithoutSayingWhere() {
    plugin.has(
        Sample.ready("staging"),
        Sample.but("production", "parity: {with: soundbite/staging, equal: false}"));

    assertThat(diff().code()).isOne();
  }

  @Test
  void stacksOfAnotherSize() {
    plugin.has(
        Sample.ready("staging"),
        Sample.but(
            "production",
            "stacks: [{name: SoundBite-production-Queue, resources: 9, ready: 9, drifted: 0}]"));

    var outcome = diff();

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out()).containsPattern("soundbite/production +Queue +/resources +8 +9");
  }

  @Test
  void twoVersionsOfTheBlueprint() {
    plugin.has(
        Sample.but("staging", "parity: {shapeHash: one}"),
        Sample.but("production", "parity: {shapeHash: two}"));

    var outcome = diff();

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out()).containsPattern("blueprint +/shapeHash +one +two");
  }

  @Test
  void whatIsNotKnownIsNotIdentical() throws IOException {
    plugin.has(
        Sample.but("staging", "drift: {count: 0, unread: 1}"),
        Sample.but(
            "production",
            """
            parity: {with: soundbite/staging}
            stacks: [{name: SoundBite-production-Queue, resources: 8, ready: 7, drifted: 0}]
            """));

    var outcome = diff();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out())
        .contains("are identical infrastructure is not known:")
        .contains(
            "soundbite/staging: drift none found; not known of 1 resource, which has not been read")
        .contains("soundbite/production: 7 of 8 resources of SoundBite-production-Queue are ready.")
        .contains("The operator has not compared the two yet.");
  }

  @Test
  void whatIsNotKnownIsSaidBesideWhatIs() {
    plugin.has(
        Sample.but("staging", "drift: {count: 0, unread: 1}"),
        Sample.but("production", "parity: {with: soundbite/staging, equal: false}"));

    var outcome = diff();

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .containsSubsequence(
            "Not identical infrastructure:", "There may be more:", "not known of 1");
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
    assertThat(json.at("/unknown")).isEmpty();
  }

  private Plugin.Outcome diff() {
    return plugin.run("diff", "staging", "production");
  }
}
