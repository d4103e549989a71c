package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Releases on their way through staging to production: promoted, refused, rolled back, returned to.
 * All that people do is to apply a custom resource, and to push images.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromotionIT {
  private static final String REPOSITORY = "soundbite-staging-api";

  /** Longer than a pod is given to recover. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Leap CLOCK = new Leap();
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start(CLOCK);
    staging("1.4.1", Map.of());
    operator.push("staging", REPOSITORY, "1.4.1", "1.4.2");
    operator.awaitEvent("staging", "Verified", "1.4.1");
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  @Order(1)
  void aFreshProductionMakesItsInfrastructureAndSaysWhatItWaitsFor() {
    production("1.4.2", Map.of());
    var production = awaitPromoted("False", "NotVerified");
    operator.await("production", it -> OperatorUnderTest.is(it, "Synced", "True"));

    assertThat(message(production, "Promoted")).contains("staging has not verified 1.4.2");
    assertThat(condition(production, "Ready")).isEqualTo("False AwaitingPromotion");
    assertThat(condition(production, "Available")).isEqualTo("False NoRelease");
    assertThat(production.getStatus().release()).isNull();
    assertThat(operator.resources().owners().values())
        .contains("owner=" + operator.owner("production"));
    assertThat(deployment("prod-api-blue")).as("nothing runs").isNull();
    operator.awaitEvent("production", "NotVerified", "1.4.2");
  }

  @Test
  @Order(2)
  void whatStagingHasVerifiedGoesToProduction() {
    staging("1.4.2", Map.of());
    operator.awaitEvent("staging", "Verified", "1.4.2");
    var production = operator.awaitReady("production").getStatus();
    var verified = operator.environment("staging").get().getStatus().verified();

    assertThat(production.release().tag()).isEqualTo("1.4.2");
    assertThat(verified).extracting(VerifiedEntry::tag).startsWith("1.4.2", "1.4.1");
    assertThat(verified.getFirst().digest()).isEqualTo(production.release().digest());
    assertThat(verified.getFirst().until()).isNull();
    assertThat(verified.get(1).until()).isNotNull();
    assertThat(condition(operator.environment("production").get(), "Promoted"))
        .isEqualTo("True Live");
  }

  @Test
  @Order(3)
  void whatStagingHasNotVerifiedIsRefusedAndProductionKeepsRunning() {
    operator.image(REPOSITORY, "1.5.0");
    production("1.5.0", Map.of());
    var refused = awaitPromoted("False", "NotVerified");

    assertThat(refused.getStatus().release().tag()).isEqualTo("1.4.2");
    assertThat(condition(refused, "Available")).isEqualTo("True Serving");
    assertThat(refused.getStatus().rollout() == null || isWarm(refused)).isTrue();

    production("1.4.2", Map.of());
    assertThat(operator.awaitReady("production").getStatus().history())
        .extracting(HistoryEntry::tag)
        .containsExactly("1.4.2");
  }

  @Test
  @Order(4)
  void anImageThatCannotBePulledIsRolledBackByItself() {
    var before = pods("staging-api");
    operator.image(REPOSITORY, "1.6.0-broken");
    staging("1.6.0-broken", Map.of());

    assertRolledBack("1.6.0-broken", "ImagePullBackOff");
    assertThat(pods("staging-api")).as("what is live was not touched").isEqualTo(before);
  }

  @Test
  @Order(5)
  void crashingPodsAreRolledBackWithTheirOwnReason() {
    operator.image(REPOSITORY, "1.6.1-crashing");
    staging("1.6.1-crashing", Map.of());

    assertRolledBack("1.6.1-crashing", "CrashLoopBackOff");
    staging("1.4.2", Map.of());
    operator.awaitReady("staging");
  }

  @Test
  @Order(6)
  void theCommitRevertedBringsImageAndConfigurationBack() {
    operator.image(REPOSITORY, "1.4.3");
    staging("1.4.3", Map.of());
    operator.awaitEvent("staging", "Verified", "1.4.3");
    var former = operator.environment("production").get().getStatus().release();
    var pods = pods("prod-api");

    production("1.4.3", Map.of("logLevel", "debug"));
    operator.await("production", it -> OperatorUnderTest.isReady(it) && tag(it).equals("1.4.3"));
    assertThat(configuration()).containsEntry("LOG_LEVEL", "debug");
    production("1.4.2", Map.of());
    var back =
        operator.await(
            "production", it -> OperatorUnderTest.isReady(it) && tag(it).equals("1.4.2"));

    assertThat(back.getStatus().release().slot()).isEqualTo(former.slot());
    assertThat(back.getStatus().release().revision()).isEqualTo(former.revision());
    assertThat(configuration()).containsEntry("LOG_LEVEL", "warn");
    assertThat(pods("prod-api")).as("it was still warm").isEqualTo(pods);
  }

  @Test
  @Order(7)
  void aTagThatWasPushedAgainIsNotPromoted() {
    operator.image(REPOSITORY, "2.0.0");
    staging("2.0.0", Map.of());
    operator.awaitEvent("staging", "Verified", "2.0.0");
    var verified = operator.environment("staging").get().getStatus().release().digest();

    operator.imageAnew(REPOSITORY, "2.0.0");
    production("2.0.0", Map.of());
    var refused = awaitPromoted("False", "DigestMoved");

    assertThat(refused.getStatus().image().digest()).isNotEqualTo(verified);
    assertThat(refused.getStatus().release().tag()).isEqualTo("1.4.2");
    assertThat(operator.environment("staging").get().getStatus().release().digest())
        .as("a tag pushed again changes nothing by itself")
        .isEqualTo(verified);
  }

  private static void assertRolledBack(String tag, String why) {
    operator.awaitTrouble("staging", why);
    CLOCK.by(PATIENCE);
    operator.kubectl().look("staging");
    var staging =
        operator.await(
            "staging",
            it ->
                OperatorUnderTest.is(it, "Promoted", "False") && promoted(it).equals("RolledBack"));
    var entry = staging.getStatus().history().getFirst();

    assertThat(condition(staging, "Ready")).isEqualTo("False RolledBack");
    assertThat(condition(staging, "Available")).isEqualTo("True Serving");
    assertThat(message(staging, "Promoted")).contains(tag, why);
    assertThat(staging.getStatus().release().tag()).isEqualTo("1.4.2");
    assertThat(staging.getSpec().image().tag()).as("spec is not touched").isEqualTo(tag);
    assertThat(entry.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(entry.message()).contains(why);
    operator.awaitEvent("staging", "RolledBack", why);
    var slot = "staging-api-" + entry.slot().text();
    operator
        .deployment(slot)
        .waitUntilCondition(
            it -> it.getSpec().getReplicas() == 0,
            OperatorUnderTest.PATIENCE.toSeconds(),
            TimeUnit.SECONDS);
    assertThat(operator.environment("staging").get().getStatus().history().getFirst())
        .as("it is not tried again")
        .isEqualTo(entry);
  }

  private static void staging(String tag, Map<String, Object> more) {
    apply("staging", tag, more);
  }

  private static void production(String tag, Map<String, Object> more) {
    apply("production", tag, more);
  }

  private static void apply(String name, String tag, Map<String, Object> more) {
    var spec = new TreeMap<String, Object>(more);
    spec.put("image", Map.of("tag", tag, "repository", REPOSITORY));
    operator.apply(operator.with(operator.example(name), spec));
  }

  private static SoundBiteEnvironment awaitPromoted(String status, String reason) {
    return operator.await(
        "production",
        it -> OperatorUnderTest.is(it, "Promoted", status) && promoted(it).equals(reason));
  }

  private static boolean isWarm(SoundBiteEnvironment environment) {
    return environment.getStatus().rollout().step() == RolloutStatus.Step.WARM;
  }

  private static String tag(SoundBiteEnvironment environment) {
    return environment.getStatus().release().tag();
  }

  private static String promoted(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Promoted").orElseThrow().getReason();
  }

  private static String condition(SoundBiteEnvironment environment, String type) {
    var condition = OperatorUnderTest.condition(environment, type).orElseThrow();
    return condition.getStatus() + " " + condition.getReason();
  }

  private static String message(SoundBiteEnvironment environment, String type) {
    return OperatorUnderTest.condition(environment, type).orElseThrow().getMessage();
  }

  private static Object deployment(String name) {
    return operator.deployment(name).get();
  }

  /** What the pods of the live Service have in their environment. */
  private static Map<String, String> configuration() {
    return operator
        .client()
        .configMaps()
        .inNamespace(operator.namespace())
        .withName("prod-api-" + selector("prod-api").get("soundbite.io/slot"))
        .get()
        .getData();
  }

  private static Map<String, String> selector(String service) {
    return operator
        .client()
        .services()
        .inNamespace(operator.namespace())
        .withName(service)
        .get()
        .getSpec()
        .getSelector();
  }

  /** The pods that a Service selects. */
  private static Set<String> pods(String service) {
    return operator
        .client()
        .pods()
        .inNamespace(operator.namespace())
        .withLabels(selector(service))
        .list()
        .getItems()
        .stream()
        .map(it -> it.getMetadata().getUid())
        .collect(Collectors.toSet());
  }
}
