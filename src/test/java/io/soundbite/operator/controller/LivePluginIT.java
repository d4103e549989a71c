package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.cli.Plugin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What people do by {@code kubectl sbenv}, and what a live operator makes of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LivePluginIT {
  private static final Map<String, Object> FROM = Map.of("name", "staging");

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @BeforeAll
  static void create() {
    deploy("staging", "1.4.1", Map.of());
    operator.push("staging", "soundbite-staging-api", "1.4.1", "1.4.2", "1.4.3", "1.4.4", "1.4.5");
    deploy("production", "1.4.1", Map.of());
    operator.awaitReady("production");
    verifyInStaging("1.4.2");
  }

  @Test
  @Order(1)
  void aDryRunAsksEveryGateAndChangesNothing() {
    var before = production();

    var outcome = run("promote", "staging", "production", "--dry-run");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("staging -> " + operator.namespace() + "/production: 1.4.2 (")
        .containsPattern("VerifiedInSource +open +\\S+/staging has verified 1.4.2")
        .containsPattern("Soak +open")
        .containsPattern("Freeze +open")
        .containsPattern("Approval +open")
        .containsPattern("/spec/image/tag +1.4.1 +1.4.2\n")
        .contains("blue-green via the green slot");
    assertThat(outcome.code()).isZero();
    assertThat(production().getSpec()).isEqualTo(before.getSpec());
    assertThat(production().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .doesNotContain("kubectl-sbenv");
  }

  @Test
  @Order(2)
  void promoteLooksOnUntilTheReleaseIsLive() {
    var outcome = run("promote", "staging", "production");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("Rollout: filling green")
        .endsWith("Release 1.4.2 is live and every resource is as declared.\n");
    assertThat(outcome.code()).isZero();
    assertThat(status().release().tag()).isEqualTo("1.4.2");
    assertThat(status().release().digest())
        .isEqualTo(environment("staging").getStatus().release().digest());
  }

  @Test
  @Order(3)
  void rollbackBringsImageAndConfigurationBackFromTheWarmSlot() {
    var former = status().release();
    var voice = configuration().get("DEFAULT_VOICE");
    verifyInStaging("1.4.3");
    deploy(
        "production",
        "1.4.3",
        Map.of(
            "logLevel",
            "error",
            "env",
            List.of(Map.of("name", "DEFAULT_VOICE", "value", "Vicki"))));
    operator.await("production", it -> isLive(it, "1.4.3") && OperatorUnderTest.isReady(it));
    assertThat(configuration()).containsEntry("LOG_LEVEL", "error");

    var outcome = run("rollback", "production");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("back to 1.4.2 (")
        .contains("The green slot holds it, warm: the switch takes seconds.")
        .contains("No gate stands in the way.")
        .endsWith("Release 1.4.2 is live and every resource is as declared.\n");
    assertThat(outcome.code()).isZero();
    assertThat(status().release().revision()).isEqualTo(former.revision());
    assertThat(status().release().slot()).isEqualTo(former.slot());
    assertThat(configuration())
        .containsEntry("LOG_LEVEL", "warn")
        .containsEntry("DEFAULT_VOICE", voice);
    assertThat(production().getSpec().env()).isEmpty();
  }

  @Test
  @Order(4)
  void approveOpensAManualGateForWhoeverLooksOn() throws Exception {
    verifyInStaging("1.4.4");
    deploy("production", "1.4.2", Map.of("promotion", Map.of("from", FROM, "approval", "Manual")));
    operator.awaitReady("production");
    var promotion = CompletableFuture.supplyAsync(() -> run("promote", "staging", "production"));
    operator.await("production", it -> promoted(it).startsWith("NotApproved: 1.4.4"));
    assertThat(status().release().tag()).isEqualTo("1.4.2");

    var approval = run("approve", "production");

    assertThat(approval.out()).contains("approved:", "1.4.4@sha256:");
    assertThat(approval.code()).isZero();
    var outcome = promotion.get(OperatorUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(outcome.out()).contains("Approval", "AwaitingPromotion: 1.4.4");
    assertThat(outcome.code()).isZero();
    assertThat(status().release().tag()).isEqualTo("1.4.4");
    assertThat(Annotations.value(production(), Annotations.APPROVE))
        .hasValueSatisfying(
            it -> assertThat(it).startsWith("1.4.4@" + status().release().digest() + "+"));
  }

  @Test
  @Order(5)
  void aReleaseThatIsRolledBackEndsThePromotionWithItsReason() throws Exception {
    verifyInStaging("1.4.5");
    deploy(
        "production",
        "1.4.4",
        Map.of(
            "promotion",
            Map.of("from", FROM),
            "rollout",
            Map.of("verification", Map.of("job", Map.of("command", List.of("fail"))))));
    operator.awaitReady("production");

    var outcome = run("promote", "staging", "production", "-o", "json");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.json().at("/result/done").asBoolean()).isFalse();
    assertThat(outcome.json().at("/result/message").asText())
        .startsWith("RolledBack: Release 1.4.5 (")
        .contains("VerificationFailed", "exit code 1: this was meant to fail");
    assertThat(status().release().tag()).as("what was live stays").isEqualTo("1.4.4");
    assertThat(production().getSpec().image().tag()).isEqualTo("1.4.5");
  }

  /** The example of that name with another tag, and {@code more}. */
  private static void deploy(String name, String tag, Map<String, Object> more) {
    var spec = new TreeMap<String, Object>(more);
    spec.put("image", Map.of("tag", tag));
    operator.apply(operator.with(operator.example(name), spec));
    operator
        .kubectl()
        .annotate(
            name,
            Annotations.ALLOW_WEAKER_GATES,
            operator.environment(name).get().getMetadata().getGeneration().toString());
  }

  private static void verifyInStaging(String tag) {
    deploy("staging", tag, Map.of());
    operator.await("staging", it -> isLive(it, tag) && isVerified(it, tag));
  }

  private static boolean isLive(SoundBiteEnvironment environment, String tag) {
    var live = EnvironmentStatus.of(environment).release();
    return live != null && live.tag().equals(tag);
  }

  private static boolean isVerified(SoundBiteEnvironment environment, String tag) {
    return EnvironmentStatus.of(environment).verified().stream()
        .anyMatch(it -> it.tag().equals(tag) && it.until() == null);
  }

  private static Plugin.Outcome run(String... arguments) {
    return Plugin.inSandbox(operator.namespace(), arguments);
  }

  private static SoundBiteEnvironment production() {
    return environment("production");
  }

  private static SoundBiteEnvironment environment(String name) {
    return operator.environment(name).require();
  }

  private static EnvironmentStatus status() {
    return EnvironmentStatus.of(production());
  }

  private static String promoted(SoundBiteEnvironment environment) {
    var condition = OperatorUnderTest.condition(environment, "Promoted").orElseThrow();
    return condition.getReason() + ": " + condition.getMessage();
  }

  /** What the pods of the live slot have in their environment. */
  private static Map<String, String> configuration() {
    return operator
        .client()
        .configMaps()
        .inNamespace(operator.namespace())
        .withName("prod-api-" + status().release().slot().text())
        .require()
        .getData();
  }
}
