package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A release is tried out by a Job before it goes live. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerificationIT {
  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @BeforeAll
  static void create() {
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1", "2", "2-fail", "3", "4");
    operator.awaitReady("staging");
    verifyWith(Map.of("command", List.of("check"), "image", smoke()));
  }

  /** By tag, whose digest the operator looks up. */
  private static String smoke() {
    return operator.environment("staging").get().getStatus().image().repository() + ":1.4.1";
  }

  @Test
  @Order(1)
  void whatSucceedsGoesLive() {
    deploy("2");
    var live = operator.await("staging", it -> it.getStatus().release().tag().equals("2"));

    var job = jobs().getFirst();
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .matches(".*/soundbite-staging-api@sha256:[0-9a-f]{64}");
    assertThat(live.getStatus().history().getFirst().verification())
        .isEqualTo(job.getMetadata().getName().substring("staging-".length()));
    assertThat(job.getStatus().getSucceeded()).isEqualTo(1);
    assertThat(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv())
        .anySatisfy(
            it -> {
              assertThat(it.getName()).isEqualTo("PREVIEW_URL");
              assertThat(it.getValue())
                  .isEqualTo(
                      "http://staging-api-preview.%s.svc:3002".formatted(operator.namespace()));
            });
  }

  /** What was live before there was one does need it. */
  @Test
  @Order(2)
  void whatHasSucceededOnceComesBackWithoutAnother() {
    var passed = operator.awaitReady("staging").getStatus().history().getFirst().verification();
    deploy("1.4.1");
    var other = operator.await("staging", it -> isReadyWith(it, "1.4.1"));
    assertThat(other.getStatus().history().getFirst().verification())
        .isNotNull()
        .isNotEqualTo(passed);
    var jobs = jobs();
    assertThat(jobs).hasSize(2);

    deploy("2");
    var back = operator.await("staging", it -> isReadyWith(it, "2"));
    assertThat(back.getStatus().history().getFirst().verification()).isEqualTo(passed);
    assertThat(jobs()).isEqualTo(jobs);
  }

  @Test
  @Order(3)
  void whatFailsIsGivenUpWithWhatItSaid() {
    deploy("2-fail");
    var after = operator.await("staging", it -> ended(it, "2-fail", Outcome.ROLLED_BACK));

    assertThat(after.getStatus().history().getFirst().message())
        .isEqualTo(
            "VerificationFailed: BackoffLimitExceeded: Job has reached the specified backoff limit"
                + " (it ended with Error, exit code 1: this was meant to fail)");
    assertThat(after.getStatus().release().tag()).isEqualTo("2");
  }

  /** Name, labels and owner are anybody's to write who may create Jobs. */
  @Test
  @Order(4)
  void aJobThatSomebodyElseMadeProvesNothing() {
    verifyWith(Map.of("command", List.of("hang")));
    deploy("3");
    awaitRunning(true);
    var own = operator.await("staging", it -> it.getStatus().rollout() != null && job(it) != null);
    operator.stop();
    var job = jobs().stream().filter(VerificationIT::isRunning).findFirst().orElseThrow();
    assertThat(job(own)).isEqualTo(job.getMetadata().getUid());

    var forged = forged(job);
    operator.start();

    // It goes, and the operator's own runs in its place.
    var again =
        operator.await(
            "staging",
            it ->
                job(it) != null && !List.of(forged, job.getMetadata().getUid()).contains(job(it)));
    assertThat(again.getStatus().release().tag()).isEqualTo("2");
    awaitRunning(true);
    assertThat(jobs().stream().filter(VerificationIT::isRunning))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getMetadata().getName()).isEqualTo(job.getMetadata().getName());
              assertThat(it.getMetadata().getUid()).isEqualTo(job(again));
            });

    // The same while the operator looks on.
    forged(job);
    operator.await(
        "staging", it -> job(it) != null && !job(it).equals(job(again)) && !isLive(it, "3"));
    deploy("2");
    operator.await("staging", it -> isReadyWith(it, "2"));
    awaitRunning(false);
  }

  /** Makes a Job in the place of {@code job} that succeeds at once; its uid. */
  private static String forged(Job job) {
    var template =
        new JobBuilder(job)
            .withNewMetadata()
            .withName(job.getMetadata().getName())
            .withNamespace(operator.namespace())
            .withLabels(job.getMetadata().getLabels())
            .withOwnerReferences(job.getMetadata().getOwnerReferences())
            .endMetadata()
            .withStatus(null)
            .editSpec()
            .withSelector(null)
            .withManualSelector(null)
            .editTemplate()
            .withNewMetadata()
            .endMetadata()
            .editSpec()
            .editFirstContainer()
            .withCommand("check")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    var client = operator.client().batch().v1().jobs().inNamespace(operator.namespace());
    return Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .ignoreExceptionsMatching(
            it -> it instanceof KubernetesClientException e && e.getCode() == 409)
        .until(
            () -> {
              client
                  .withName(job.getMetadata().getName())
                  .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                  .delete();
              return client.resource(template).create().getMetadata().getUid();
            },
            it -> it != null);
  }

  private static @Nullable String job(SoundBiteEnvironment environment) {
    var rollout = environment.getStatus().rollout();
    return rollout == null ? null : rollout.job();
  }

  private static boolean isLive(SoundBiteEnvironment environment, String tag) {
    return environment.getStatus().release().tag().equals(tag);
  }

  @Test
  @Order(5)
  void whatNobodyWaitsForAnyMoreIsTakenAway() {
    verifyWith(Map.of("command", List.of("hang")));
    deploy("3");
    awaitRunning(true);

    deploy("2");

    operator.await("staging", it -> ended(it, "3", Outcome.ABANDONED));
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(jobs()).hasSize(3).noneMatch(VerificationIT::isRunning);
              assertThat(
                      operator
                          .client()
                          .pods()
                          .inNamespace(operator.namespace())
                          .withLabel("app.kubernetes.io/component", "verification")
                          .list()
                          .getItems())
                  .hasSize(3);
            });
    operator.awaitReady("staging");
  }

  @Test
  @Order(6)
  void whatIsCorrectedWhileItRunsReplacesIt() {
    verifyWith(Map.of("command", List.of("hang"), "timeout", "1h"));
    deploy("4");
    awaitRunning(true);

    verifyWith(Map.of("command", List.of("check"), "timeout", "1h"));

    operator.await("staging", it -> isReadyWith(it, "4"));
    assertThat(jobs()).noneMatch(VerificationIT::isRunning);
    assertThat(operator.environment("staging").get().getStatus().history())
        .noneMatch(it -> it.tag().equals("4") && it.outcome() == Outcome.ROLLED_BACK);
  }

  /** Not only by the garbage collector, which comes when the custom resource is gone. */
  @Test
  @Order(7)
  void whatRunsGoesBeforeTheEnvironmentDoes() {
    verifyWith(Map.of("command", List.of("hang")));
    operator.kubectl().editAws("staging", Map.of("deletionPolicy", "Delete"));
    deploy("3");
    awaitRunning(true);
    operator
        .environment("staging")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"finalizers\":[\"soundbite.io/finalizer\",\"example.com/held\"]}}");

    operator.kubectl().delete("staging");

    awaitRunning(false);
    assertThat(operator.environment("staging").get()).isNotNull();
  }

  private static void awaitRunning(boolean running) {
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> jobs().stream().anyMatch(VerificationIT::isRunning) == running);
  }

  private static void verifyWith(Map<String, Object> job) {
    operator.kubectl().change("staging", "rollout", Map.of("verification", Map.of("job", job)));
  }

  private static void deploy(String tag) {
    operator.kubectl().change("staging", "image", Map.of("tag", tag));
  }

  private static boolean isReadyWith(SoundBiteEnvironment environment, String tag) {
    return OperatorUnderTest.isReady(environment)
        && environment.getStatus().release().tag().equals(tag);
  }

  private static boolean ended(SoundBiteEnvironment environment, String tag, Outcome outcome) {
    return environment.getStatus().history().stream()
        .filter(it -> it.tag().equals(tag))
        .map(HistoryEntry::outcome)
        .anyMatch(outcome::equals);
  }

  private static List<Job> jobs() {
    return operator
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(operator.namespace())
        .list()
        .getItems();
  }

  private static boolean isRunning(Job job) {
    return job.getStatus().getActive() != null && job.getStatus().getActive() > 0;
  }
}
