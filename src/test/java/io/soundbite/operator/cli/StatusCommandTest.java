package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StatusCommandTest extends CommandTest {
  private static final String ROLLING =
      """
      rollout: {from: blue, to: green, revision: any, step: Filling, since: "2026-11-23T07:00:00Z"}
      drift:
        count: 2
        unread: 3
        resources:
        - {stack: any, resource: Queue/SoundbiteQueue, field: /visibility, action: Heal,
           since: "2026-11-23T07:00:00Z"}
      parity: {with: soundbite/staging, equal: false}
      plan: {hash: abc, create: 1, update: 2, delete: 0, blocked: 0}
      conditions:
      - {type: Available, status: "True", reason: Serving, message: It serves.,
         observedGeneration: 1, lastTransitionTime: "2026-11-23T06:00:00Z"}
      - {type: Ready, status: "False", reason: RollingOut, message: Filling the green slot.,
         observedGeneration: 1, lastTransitionTime: "2026-11-23T06:00:00Z"}
      """;

  @Test
  void readyEverywhere() {
    plugin.has(Sample.ready("staging"), Sample.ready("production"));

    var outcome = plugin.run("status");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            soundbite/production   prefix prod, 123456789012 in us-east-1
              Available   True, Serving: It serves.
              Ready       True, AsDeclared: All is well.
              Release     1.4.1, live in blue since 2026-11-23T06:00:00Z
              Drift       none
              Stacks      Database 5/5, Storage 3/3, Queue 8/8, Compute 12/12, API 19/19

            soundbite/staging   prefix staging, 123456789012 in us-east-1
              Available   True, Serving: It serves.
              Ready       True, AsDeclared: All is well.
              Release     1.4.1, live in blue since 2026-11-23T06:00:00Z
              Drift       none
              Stacks      Database 5/5, Storage 3/3, Queue 8/8, Compute 12/12, API 19/19
            """);
  }

  @Test
  void oneThatIsNotReady() {
    plugin.has(Sample.ready("staging"), Sample.but("production", ROLLING));

    var outcome = plugin.run("status");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("  Ready       False, RollingOut: Filling the green slot.")
        .contains("  Rollout     filling green since 2026-11-23T07:00:00Z")
        .contains("2 fields are not as declared; not known of 3 resources")
        .contains("  Parity      differs; see kubectl sbenv diff soundbite/staging soundbite/prod")
        .contains("  Plan        abc would create 1, update 2, delete 0; 0 blocked");
    assertThat(plugin.run("status", "staging").code()).isZero();
  }

  @Test
  void whatThereIsNoRoomForAndWhatIsMovedNoMore() throws IOException {
    plugin.has(
        Sample.but(
            "staging",
            """
            quotas:
            - {service: iam, resource: roles, code: L-FE177D64, used: 9, claimed: 0, needed: 2,
               limit: 1000, exceeded: false}
            - {service: monitoring, resource: alarms, code: L-2FF78D7B, used: 4980, claimed: 17,
               needed: 17, limit: 5000, exceeded: true}
            redrive: {rounds: 3, messages: 5, at: "2026-11-23T06:40:00Z", trigger: Schedule,
              step: Stopped}
            """));

    assertThat(plugin.run("status").out())
        .contains(
            "  Quota       monitoring alarms: 4980 used, 17 claimed by others, 17 needed, the limit"
                + " is 5000\n")
        .doesNotContain("iam roles")
        .contains(
            "  Redrive     stopped, the dead letters became no fewer: about 5 dead letters at"
                + " 2026-11-23T06:40:00Z, round 3\n");
    var environment = plugin.run("status", "-o", "json").json().at("/environments/0");
    assertThat(environment.at("/quotas/0/limit").asInt()).isEqualTo(1000);
    assertThat(environment.at("/redrive/step").asText()).isEqualTo("Stopped");
  }

  @Test
  void aTagThatIsNotLiveYet() {
    var environment =
        Sample.but("staging", "release: {tag: \"1.4.0\", slot: green, since: yesterday}");
    plugin.has(environment);

    assertThat(plugin.run("status").out())
        .contains("  Release     1.4.0, live in green since yesterday; 1.4.1 is wanted");
  }

  @Test
  void whatIsVerifiedAndWhatFailed() throws IOException {
    plugin.has(
        Sample.but(
            "staging",
            """
            history:
            - {tag: "1.5.0", revision: any, slot: green, started: any, outcome: RolledBack,
               message: The pods crash.}
            verified:
            - {tag: "1.4.1", digest: "sha256:00", since: "2026-11-23T06:05:00Z"}
            """));

    assertThat(plugin.run("status").out())
        .contains("since 2026-11-23T06:00:00Z, verified since 2026-11-23T06:05:00Z\n")
        .contains("  Failed      1.5.0 was rolled back: The pods crash.\n");
    var environment = plugin.run("status", "-o", "json").json().at("/environments/0");
    assertThat(environment.at("/history/0/message").asText()).isEqualTo("The pods crash.");
    assertThat(environment.at("/verified/0/digest").asText()).isEqualTo("sha256:00");
  }

  /** The condition is of what the spec was before. */
  @Test
  void readyOfAnEarlierGenerationIsNotReady() {
    var environment = Sample.ready("staging");
    environment.getMetadata().setGeneration(2L);
    plugin.has(environment);

    var outcome = plugin.run("status");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out()).contains("of an earlier generation of the spec");
  }

  @Test
  void oneThatTheOperatorHasNotComeTo() {
    plugin.has(Sample.fresh("staging"));

    var outcome = plugin.run("status");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.out())
        .contains("account not known in us-east-1")
        .contains("  Ready       Unknown, NotReported: The operator has said nothing.")
        .contains("  Release     none yet; 1.4.1 is wanted")
        .contains("  Drift       not known: the resources have not been read")
        .contains("  Stacks      not made yet");
  }

  @Test
  void linesFitATerminal() {
    plugin.has(
        Sample.but(
            "staging",
            "conditions: [{type: Ready, status: \"False\", reason: Denied, message: \""
                + "word ".repeat(100)
                + "\"}]"));

    assertThat(plugin.run("status").out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void json() throws IOException {
    plugin.has(Sample.but("production", ROLLING));

    var outcome = plugin.run("status", "-o", "json");
    var environment = outcome.json().at("/environments/0");

    assertThat(outcome.code()).isOne();
    assertThat(environment.at("/environment").asText()).isEqualTo("soundbite/production");
    assertThat(environment.at("/aws/account").asText()).isEqualTo("123456789012");
    assertThat(environment.at("/desiredTag").asText()).isEqualTo("1.4.1");
    assertThat(environment.at("/release/slot").asText()).isEqualTo("blue");
    assertThat(environment.at("/rollout/step").asText()).isEqualTo("Filling");
    assertThat(environment.at("/ready/status").asText()).isEqualTo("False");
    assertThat(environment.at("/ready/reason").asText()).isEqualTo("RollingOut");
    assertThat(environment.at("/ready/current").asBoolean()).isTrue();
    assertThat(environment.at("/drift/count").asInt()).isEqualTo(2);
    assertThat(environment.at("/parity/equal").asBoolean()).isFalse();
    assertThat(environment.at("/stacks/4/resources").asInt()).isEqualTo(19);
  }

  @Test
  void whoReleasedWhatIsListedOnRequest() {
    plugin.has(
        Sample.but(
            "production",
            """
            history:
            - {tag: "1.4.1", digest: "sha256:00", configHash: d, revision: prod-4, slot: blue,
               started: "2026-11-23T06:00:00Z", outcome: Live,
               requested: {manager: kubectl-edit, user: alice, at: "2026-11-23T05:00:00Z"},
               approved: {manager: kubectl-sbenv, at: "2026-11-23T05:30:00Z"}}
            - {tag: "1.4.0", digest: "sha256:44", configHash: c, revision: prod-3, slot: green,
               started: "2026-11-23T04:00:00Z", outcome: Replaced}
            """));

    assertThat(plugin.run("status", "production").out()).doesNotContain("alice");
    assertThat(plugin.run("status", "production", "-v").out())
        .containsPattern("RELEASE +DIGEST +STARTED +OUTCOME +ASKED FOR BY +APPROVED BY\\n")
        .containsPattern(
            "1.4.1 +00 +2026-11-23T06:00:00Z +live +alice \\(kubectl-edit\\) at +kubectl-sbenv at\\n"
                + " +2026-11-23T05:00:00Z +2026-11-23T05:30:00Z\\n")
        .containsPattern("1.4.0 +44 +2026-11-23T04:00:00Z +replaced *\\n");
  }
}
