package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.status.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is asked for no more never goes live, and what is live is not disturbed by what is not. */
class WithdrawnReleaseIT {
  private static final String NAME = "withdrawing";
  private static final String REPOSITORY = "soundbite-withdrawing-api";
  private static final String LIVE = "1.4.1";

  private static final Leap clock = new Leap();

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start(clock);

  @BeforeAll
  static void releaseTheFirst() {
    operator.ready(
        NAME,
        "wd",
        Map.of("features", List.of("full", "scaling"), "rollout", Map.of("scaleDownDelay", "30s")));
    operator.push(NAME, REPOSITORY, "2.0.0", "2.1.0-unready", "2.2.0");
  }

  @Test
  void inTheOverlapTheLiveServiceReturnsAtOnce() {
    try (var traffic = new Traffic(operator.client(), operator.namespace(), "wd-api")) {
      operator.kubectl().change(NAME, "rollout", Map.of("overlap", "60s"));
      deploy("2.0.0");
      operator.await(NAME, it -> isAt(it, Step.OVERLAPPING) && selector().isEmpty());
      deploy(LIVE);
      var after =
          operator.await(
              NAME, it -> OperatorUnderTest.isReady(it) && it.getStatus().rollout() == null);

      assertThat(after.getStatus().release().tag()).isEqualTo(LIVE);
      assertThat(after.getStatus().history().getFirst().outcome()).isEqualTo(Outcome.ABANDONED);
      assertThat(selector()).contains(after.getStatus().release().slot().text());
      traffic.assertNeverFewerThan(2);
    }
    restore();
  }

  @Test
  void aSmallerReleaseThatIsNotThereTakesNothingFromTheLiveOne() {
    operator
        .kubectl()
        .apply(
            NAME,
            "wd",
            Map.of("features", List.of("basic"), "image", Map.of("tag", "never-pushed")));
    operator.await(NAME, it -> ready(it).startsWith("False ImageNotFound"));

    assertThat(autoscaler().getSpec().getMinReplicas()).isEqualTo(2);
    assertThat(autoscaler().getSpec().getMaxReplicas()).isEqualTo(10);
    restore();
  }

  @Test
  void aPauseIsTold() {
    deploy("2.1.0-unready");
    operator.await(NAME, it -> isAt(it, Step.FILLING) && ready(it).contains("NotReady"));
    operator.kubectl().annotate(NAME, "soundbite.io/paused", "true");
    var paused = operator.await(NAME, it -> ready(it).startsWith("False Paused"));
    assertThat(ready(paused)).contains("stands at step Filling");
    assertThat(paused.getStatus().rollout().heldSince()).isNotNull();

    deploy(LIVE);
    operator.await(
        NAME,
        it ->
            ready(it).startsWith("False Paused")
                && it.getStatus().observedGeneration().equals(it.getMetadata().getGeneration()));
    operator.kubectl().annotate(NAME, "soundbite.io/paused", "false");
    operator.awaitReady(NAME);
  }

  /** Refused for longer than the deadline, it is not rolled back, and goes on when it may. */
  @Test
  void aWriteThatIsRefusedStopsTheDeadline() {
    try (var policies = new AdmissionPolicies(Sandbox.client(), operator.namespace())) {
      policies.refuse("deployments", "not before Monday");
      deploy("2.2.0");
      operator.await(
          NAME,
          it ->
              ready(it).contains("not before Monday")
                  && it.getStatus().rollout() != null
                  && it.getStatus().rollout().heldSince() != null);
      clock.by(Duration.ofHours(2));
      operator.reread(NAME);
      var held = operator.await(NAME, it -> ready(it).contains("not before Monday"));

      assertThat(isAt(held, Step.FILLING)).isTrue();
      assertThat(held.getStatus().history().getFirst().outcome()).isEqualTo(Outcome.ROLLING_OUT);
      policies.lift();
      operator.kubectl().requestReconcile(NAME);
      operator.await(NAME, it -> OperatorUnderTest.isReady(it) && isLive(it, "2.2.0"));
    }
    restore();
  }

  /** From Ready on, through the end of the former slot's warmth, nothing flaps. */
  @Test
  void housekeepingLeavesReadyAlone() {
    var statuses = new CopyOnWriteArrayList<SoundBiteEnvironment>();
    try (var _ = record(statuses)) {
      deploy("2.2.0");
      operator.await(NAME, it -> OperatorUnderTest.isReady(it) && isLive(it, "2.2.0"));
      clock.by(Duration.ofSeconds(31));
      operator.kubectl().look(NAME);
      operator.await(NAME, it -> it.getStatus().rollout() == null);
      operator.kubectl().look(NAME);
      operator.awaitReady(NAME);
    }

    var since =
        statuses.stream()
            .dropWhile(it -> !(OperatorUnderTest.isReady(it) && isLive(it, "2.2.0")))
            .toList();
    assertThat(since).as("the former slot was warm, and then was not").hasSizeGreaterThan(1);
    assertThat(since).allSatisfy(it -> assertThat(ready(it)).startsWith("True"));
    assertThat(since).allSatisfy(it -> assertThat(condition(it, "Synced")).startsWith("True"));
    restore();
  }

  private static Watch record(List<SoundBiteEnvironment> into) {
    return operator
        .environment(NAME)
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, SoundBiteEnvironment resource) {
                into.add(resource);
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new AssertionError("the watch ended", cause);
              }
            });
  }

  private static void restore() {
    operator.kubectl().change(NAME, "rollout", Map.of("overlap", "0s"));
    operator
        .kubectl()
        .apply(
            NAME,
            "wd",
            Map.of(
                "features",
                List.of("full", "scaling"),
                "rollout",
                Map.of("scaleDownDelay", "30s")));
    operator.await(NAME, it -> OperatorUnderTest.isReady(it) && isLive(it, LIVE));
  }

  private static void deploy(String tag) {
    operator.kubectl().change(NAME, "image", Map.of("tag", tag));
  }

  private static boolean isLive(SoundBiteEnvironment environment, String tag) {
    return environment.getStatus().release().tag().equals(tag);
  }

  private static boolean isAt(SoundBiteEnvironment environment, Step step) {
    var rollout = environment.getStatus().rollout();
    return rollout != null && rollout.step() == step;
  }

  /** The slot that the live Service selects; nothing while it selects both. */
  private static Set<String> selector() {
    var slot =
        operator
            .client()
            .services()
            .inNamespace(operator.namespace())
            .withName("wd-api")
            .get()
            .getSpec()
            .getSelector()
            .get("soundbite.io/slot");
    return slot == null ? Set.of() : Set.of(slot);
  }

  private static HorizontalPodAutoscaler autoscaler() {
    return operator
        .client()
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(operator.namespace())
        .withName("wd-api")
        .get();
  }

  private static String ready(SoundBiteEnvironment environment) {
    return condition(environment, "Ready");
  }

  private static String condition(SoundBiteEnvironment environment, String type) {
    return Conditions.find(environment.getStatus().conditions(), type)
        .map(it -> it.getStatus() + " " + it.getReason() + ": " + it.getMessage())
        .orElse("");
  }
}
