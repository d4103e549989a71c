package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.PlanStep;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plan mode, pausing and protection: nothing is done that nobody agreed to. */
@Tag("realistic")
class PlanIT {
  private static final Map<String, Object> PLAN = Map.of("drift", Map.of("policy", "Plan"));
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start();
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  void nothingIsMadeBeforeSomebodyAgrees() {
    var seq = operator.journal().now();
    operator.kubectl().apply("fresh", "fresh", PLAN);
    var planned =
        operator.await(
            "fresh", it -> plan(it).isPresent() && reason(it, "Ready").equals("ImageNotFound"));

    assertThat(plan(planned).orElseThrow().blocked()).isZero();
    assertThat(plan(planned).orElseThrow().create()).isGreaterThan(40);
    assertThat(operator.journal().writesSince(seq)).isEmpty();

    apply("fresh", planned);
    operator.push("fresh", "soundbite-fresh-api", "1.4.1");
    var waiting = operator.await("fresh", it -> plan(it).filter(PlanIT::isRelease).isPresent());
    assertThat(waiting.getStatus().release()).isNull();
    assertThat(reason(waiting, "Ready")).isEqualTo("Planned");

    apply("fresh", waiting);
    assertThat(operator.awaitReady("fresh").getStatus().plan()).isNull();
  }

  @Test
  @FollowsAdvice("ApplyRefused")
  void driftIsShownAndLeftUntilItsVeryPlanIsAgreedTo() {
    operator.ready("drifted", "drifted", Map.of());
    operator.kubectl().change("drifted", "drift", PLAN.get("drift"));
    operator.awaitReady("drifted");
    retain("drifted", 365);
    var seq = operator.journal().now();
    operator.kubectl().requestReconcile("drifted");

    var first = operator.await("drifted", it -> it.getStatus().drift().count() == 1);
    assertThat(first.getStatus().drift().resources())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.resource()).isEqualTo("API/ApiLogGroup");
              assertThat(it.field()).isEqualTo("/retentionDays");
              assertThat(it.have()).isEqualTo("365");
            });
    assertThat(actions(first)).as("healing would destroy logs").containsExactly("Downgrade");

    retain("drifted", 7);
    operator.kubectl().requestReconcile("drifted");
    var second = operator.await("drifted", it -> actions(it).equals(List.of("Plan")));
    var hash = plan(second).orElseThrow().hash();
    assertThat(reason(second, "Ready")).isEqualTo("Planned");
    assertThat(plan(second).orElseThrow().steps())
        .containsExactly(new PlanStep("Update", "API/ApiLogGroup", "/retentionDays: 7 -> 30"));

    operator.kubectl().annotate("drifted", "soundbite.io/apply", "0123456789ab");
    operator.awaitEvent("drifted", "ApplyRefused", "the plan is " + hash + " now");
    assertThat(operator.journal().writesSince(seq))
        .as("but for the one of this test")
        .isEqualTo(Map.of("logs:PutRetentionPolicy", 1));

    var before = operator.journal().now();
    operator.kubectl().annotate("drifted", "soundbite.io/apply", hash);
    var healed =
        operator.await(
            "drifted", it -> it.getStatus().plan() == null && OperatorUnderTest.isReady(it));
    assertThat(healed.getStatus().drift().count()).isZero();
    assertThat(operator.journal().writesSince(before))
        .isEqualTo(Map.of("logs:PutRetentionPolicy", 1));
  }

  @Test
  @FollowsAdvice("Planned")
  void aChangeOfSpecWaitsAsWell() {
    operator.ready("spec", "spec", Map.of());
    operator.kubectl().change("spec", "drift", PLAN.get("drift"));
    operator.awaitReady("spec");
    var seq = operator.journal().now();
    operator.kubectl().change("spec", "logLevel", "debug");
    operator.kubectl().change("spec", "retentionDays", 60);

    var planned =
        operator.await(
            "spec",
            it ->
                plan(it).filter(PlanIT::isRelease).filter(plan -> plan.update() == 2).isPresent());
    assertThat(planned.getStatus().drift().count()).isZero();
    assertThat(operator.journal().writesSince(seq)).isEmpty();

    apply("spec", planned);
    var ready = operator.awaitReady("spec");
    assertThat(ready.getStatus().release().slot().text()).isEqualTo("green");
    assertThat(operator.journal().writesSince(seq)).isEqualTo(Map.of("logs:PutRetentionPolicy", 2));
  }

  @Test
  void aYesOutlivesTheOperator() {
    operator.ready("restarted", "restarted", Map.of());
    operator.kubectl().change("restarted", "drift", PLAN.get("drift"));
    operator.awaitReady("restarted");
    operator.kubectl().change("restarted", "retentionDays", 60);
    var planned =
        operator.await("restarted", it -> plan(it).filter(plan -> plan.update() == 2).isPresent());
    operator.stop();
    apply("restarted", planned);
    operator.start();

    assertThat(operator.awaitReady("restarted").getStatus().plan()).isNull();
    assertThat(retention("restarted")).isEqualTo(60);
  }

  @Test
  @FollowsAdvice("Paused")
  void whilePausedNothingIsDone() {
    operator.ready("paused", "paused", Map.of());
    operator.kubectl().annotate("paused", "soundbite.io/paused", "true");
    operator.kubectl().change("paused", "logLevel", "debug");
    operator.kubectl().change("paused", "retentionDays", 60);
    retain("paused", 7);
    var seq = operator.journal().now();
    operator.kubectl().requestReconcile("paused");

    var paused = operator.await("paused", it -> reason(it, "Ready").equals("Paused"));
    assertThat(OperatorUnderTest.condition(paused, "Stalled").orElseThrow().getStatus())
        .isEqualTo("False");
    assertThat(operator.journal().writesSince(seq)).isEmpty();

    operator.kubectl().annotate("paused", "soundbite.io/paused", "false");
    operator.awaitReady("paused");
  }

  @Test
  void lostDataIsNeverQuietlyMadeAnew() {
    var ready = operator.ready("lost", "lost", Map.of());
    assertThat(ready.getStatus().dataResources())
        .containsExactly("Database/SoundbitesTable", "Storage/SoundbitesBucket");
    operator.aws().dynamoDb().deleteTable(it -> it.tableName("SoundBite-lost-SoundbitesTable"));
    var seq = operator.journal().now();
    operator.kubectl().requestReconcile("lost");

    var lost = operator.await("lost", it -> reason(it, "Ready").equals("DataLoss"));
    assertThat(OperatorUnderTest.condition(lost, "Ready").orElseThrow().getMessage())
        .contains("aws dynamodb list-backups")
        .contains("soundbite.io/recreate: Database/SoundbitesTable");
    assertThat(actions(lost)).containsExactly("DataLoss");
    assertThat(operator.journal().writesSince(seq)).isEmpty();

    operator.kubectl().annotate("lost", "soundbite.io/recreate", "Queue/SoundbiteQueue");
    operator.awaitEvent("lost", "AnnotationRefused", "Queue/SoundbiteQueue is refused");
    operator.kubectl().annotate("lost", "soundbite.io/recreate", "Database/SoundbitesTable");
    operator.awaitReady("lost");

    operator.aws().dynamoDb().deleteTable(it -> it.tableName("SoundBite-lost-SoundbitesTable"));
    operator.kubectl().requestReconcile("lost");
    operator.await("lost", it -> reason(it, "Ready").equals("DataLoss"));
  }

  @Test
  @FollowsAdvice("Downgrade")
  void protectionIsLoweredOnlyWithLeave() {
    operator.ready("guarded", "guarded", Map.of("features", List.of("basic", "backup")));
    operator.kubectl().change("guarded", "retentionDays", 7);
    operator.kubectl().change("guarded", "features", List.of("basic"));

    operator.await("guarded", PlanIT::losesItsBackup);
    assertThat(retention("guarded")).isEqualTo(30);

    operator.kubectl().allowDowngrade("guarded");
    operator.awaitReady("guarded");
    assertThat(retention("guarded")).isEqualTo(7);
  }

  private static boolean losesItsBackup(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready")
        .filter(it -> it.getReason().equals("Downgrade"))
        .filter(it -> it.getMessage().contains("/pointInTimeRecovery: true -> false"))
        .isPresent();
  }

  private static void apply(String name, SoundBiteEnvironment planned) {
    operator.kubectl().annotate(name, "soundbite.io/apply", plan(planned).orElseThrow().hash());
  }

  private static Optional<PlanStatus> plan(SoundBiteEnvironment environment) {
    return Optional.ofNullable(environment.getStatus()).map(it -> it.plan());
  }

  private static boolean isRelease(PlanStatus plan) {
    return plan.steps().stream().anyMatch(step -> step.action().equals("Release"));
  }

  private static List<String> actions(SoundBiteEnvironment environment) {
    return environment.getStatus().drift().resources().stream().map(DriftEntry::action).toList();
  }

  private static String reason(SoundBiteEnvironment environment, String type) {
    return OperatorUnderTest.condition(environment, type).map(it -> it.getReason()).orElse("");
  }

  private static void retain(String environment, int days) {
    operator
        .aws()
        .logs()
        .putRetentionPolicy(
            it -> it.logGroupName("/soundbite/" + environment + "/api").retentionInDays(days));
  }

  private static int retention(String environment) {
    return operator
        .aws()
        .logs()
        .describeLogGroups(it -> it.logGroupNamePrefix("/soundbite/" + environment + "/api"))
        .logGroups()
        .getFirst()
        .retentionInDays();
  }
}
