package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static io.soundbite.operator.controller.OperatorUnderTest.is;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of a release that fails, and of what was live before it. */
class FailedReleaseIT {
  /** After the first sight of a pod's trouble, when it is taken for lasting. */
  private static final Duration LASTING = Duration.ofSeconds(30);

  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** What is left of the deadline to pass by itself. */
  private static final Duration LAST = Duration.ofSeconds(5);

  private static final Leap clock = new Leap();

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start(clock);

  @Test
  @FollowsAdvice("RolledBack")
  void aFirstOneLeavesNothingLiveAndTheNextIsTried() {
    operator.kubectl().apply("first", "first", Map.of("image", Map.of("tag", "1-broken")));
    operator.push("first", "soundbite-first-api", "1-broken", "2");
    operator.await("first", it -> isAt(it, Step.FILLING));
    last("first", "ImagePullBackOff");
    var failed = awaitRolledBack("first", "1-broken", "ImagePullBackOff");

    assertThat(failed.getStatus().release()).isNull();
    assertThat(text(failed, "Available")).startsWith("False NoRelease");
    assertThat(failed.getStatus().verified()).isEmpty();
    awaitReplicas("first-api-" + entries(failed, "1-broken").getFirst().slot().text(), 0);

    deploy("first", "2");
    assertThat(operator.awaitReady("first").getStatus().release().tag()).isEqualTo("2");
  }

  @Test
  void theDeadlineIsSaidWithWhatThePodsSay() {
    try (var traffic = live("late", Map.of(), "2-unready", "3")) {
      deploy("late", "2-unready");
      var began =
          Instant.parse(
              operator
                  .await("late", it -> text(it, "Ready").contains("NotReady"))
                  .getStatus()
                  .rollout()
                  .since());
      pass("late", Duration.between(clock.instant(), began.plus(DEADLINE).minus(LAST)));
      var failed =
          awaitRolledBack(
              "late", "2-unready", "DeadlineExceeded: not available after 10m (NotReady)");

      assertThat(Instant.parse(entries(failed, "2-unready").getFirst().ended()))
          .as("nothing but time told")
          .isBetween(began.plus(DEADLINE), began.plus(DEADLINE).plus(LAST));
      assertThat(failed.getStatus().release().tag()).isEqualTo("1.4.1");

      deploy("late", "3");
      operator.await("late", it -> OperatorUnderTest.isReady(it) && isLive(it, "3"));
      traffic.assertNeverFewerThan(1);
    }
  }

  /** The pod is older than any patience, its trouble is not. */
  @Test
  void oneFailedPullOfAPodThatHasBeenThereForLongIsWaitedFor() {
    operator.ready("grace", "grace", Map.of());
    operator.push("grace", "soundbite-grace-api", "2-unready");
    deploy("grace", "2-unready");
    operator.awaitTrouble("grace", "NotReady");
    pass("grace", LASTING);
    setReason("grace", "ErrImagePull");
    operator.awaitTrouble("grace", "ErrImagePull: pull QPS exceeded");
    setReason("grace", null);
    operator.awaitTrouble("grace", "NotReady");
    pass("grace", LASTING);
    setReason("grace", "ErrImagePull");
    operator.awaitTrouble("grace", "ErrImagePull: pull QPS exceeded");
    assertThat(isAt(operator.environment("grace").get(), Step.FILLING)).isTrue();

    pass("grace", LASTING);
    awaitRolledBack("grace", "2-unready", "ErrImagePull: pull QPS exceeded");
  }

  @Test
  void aProcessorThatFailsAfterTheSwitchBringsTheFormerReleaseBack() {
    try (var traffic = live("followed", Map.of(), "2-noprocessor")) {
      var before = operator.environment("followed").get().getStatus().release();
      deploy("followed", "2-noprocessor");
      operator.await("followed", it -> isLive(it, "2-noprocessor"));
      last("followed", "CrashLoopBackOff");
      operator.await("followed", it -> isLive(it, "1.4.1") && isAt(it, Step.WARM));
      var failed = awaitRolledBack("followed", "2-noprocessor", "Processor: CrashLoopBackOff");

      assertThat(failed.getStatus().release().slot()).isEqualTo(before.slot());
      assertThat(failed.getStatus().release().revision()).isEqualTo(before.revision());
      deployment("followed-processor")
          .waitUntilCondition(
              it -> runs(it, "1.4.1"), OperatorUnderTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      traffic.assertNeverFewerThan(1);
      assertThat(traffic.switches(1)).as("there and back").isEqualTo(2);
    }
  }

  @Test
  @FollowsAdvice("RolloutStuck")
  void withoutAutomaticRollbackItStaysUntilAnotherIsAskedFor() {
    try (var traffic =
        live("stays", Map.of("rollout", Map.of("autoRollback", false)), "2-broken", "3")) {
      deploy("stays", "2-broken");
      operator.await("stays", it -> isAt(it, Step.FILLING));
      last("stays", "ImagePullBackOff");
      operator.await("stays", it -> text(it, "Ready").startsWith("False RolloutStuck"));
      pass("stays", DEADLINE);
      operator.reread("stays");
      var stuck = operator.environment("stays").get();

      assertThat(text(stuck, "Ready"))
          .startsWith("False RolloutStuck")
          .contains("ImagePullBackOff");
      assertThat(text(stuck, "Available")).startsWith("True Serving");
      assertThat(stuck.getStatus().release().tag()).isEqualTo("1.4.1");
      assertThat(isAt(stuck, Step.FILLING)).isTrue();
      awaitReplicas("stays-api-" + stuck.getStatus().rollout().to().text(), 1);

      deploy("stays", "3");
      var next = operator.await("stays", it -> OperatorUnderTest.isReady(it) && isLive(it, "3"));
      assertThat(entries(next, "2-broken").getFirst().outcome()).isEqualTo(Outcome.ABANDONED);
      traffic.assertNeverFewerThan(1);
    }
  }

  @Test
  void itIsNotTriedAgainBeforeSpecChanges() {
    try (var traffic = live("held", Map.of(), "2-broken")) {
      deploy("held", "2-broken");
      operator.await("held", it -> isAt(it, Step.FILLING));
      last("held", "ImagePullBackOff");
      var history = awaitRolledBack("held", "2-broken", "ImagePullBackOff").getStatus().history();

      operator.reread("held");
      operator.stop();
      operator.start(clock);
      operator.reread("held");
      pass("held", DEADLINE);
      operator.reread("held");
      assertThat(operator.environment("held").get().getStatus().history()).isEqualTo(history);

      operator.kubectl().change("held", "retentionDays", 60);
      operator.await("held", it -> isAt(it, Step.FILLING));
      last("held", "ImagePullBackOff");
      var again = awaitRolledBack("held", "2-broken", "ImagePullBackOff");
      operator.reread("held");

      assertThat(entries(again, "2-broken"))
          .extracting(HistoryEntry::outcome)
          .containsExactly(Outcome.ROLLED_BACK, Outcome.ROLLED_BACK);
      assertThat(operator.environment("held").get().getStatus().history())
          .as("it is tried once")
          .isEqualTo(again.getStatus().history());
      traffic.assertNeverFewerThan(1);
    }
  }

  /** An environment that runs 1.4.1, and what its live Service selects from now on. */
  private static Traffic live(String name, Map<String, Object> more, String... tags) {
    operator.ready(name, name, more);
    operator.push(name, "soundbite-" + name + "-api", tags);
    return new Traffic(operator.client(), operator.namespace(), name + "-api");
  }

  private static void deploy(String name, String tag) {
    operator.kubectl().change(name, "image", Map.of("tag", tag));
  }

  /** Waits until the trouble is seen, and then until it has lasted. */
  private static void last(String name, String trouble) {
    operator.awaitTrouble(name, trouble);
    pass(name, LASTING);
  }

  private static void pass(String name, Duration time) {
    clock.by(time);
    operator.kubectl().look(name);
  }

  /** Has the container of the pod of the slot that fills wait for {@code reason}; null: run. */
  private static void setReason(String name, @Nullable String reason) {
    var slot = operator.environment(name).get().getStatus().rollout().to();
    var pods =
        operator
            .client()
            .pods()
            .inNamespace(operator.namespace())
            .withLabel("soundbite.io/environment", name)
            .withLabel("soundbite.io/slot", slot.text());
    for (var pod : pods.list().getItems()) {
      operator
          .client()
          .pods()
          .resource(pod)
          .editStatus(
              it -> {
                var state = it.getStatus().getContainerStatuses().getFirst().getState();
                state.setRunning(reason == null ? new ContainerStateRunning() : null);
                state.setWaiting(
                    reason == null ? null : new ContainerStateWaiting("pull QPS exceeded", reason));
                return it;
              });
    }
  }

  private static SoundBiteEnvironment awaitRolledBack(String name, String tag, String why) {
    var environment =
        operator.await(
            name,
            it ->
                is(it, "Promoted", "False")
                    && text(it, "Promoted").startsWith("False RolledBack")
                    && entries(it, tag).getFirst().outcome() == Outcome.ROLLED_BACK);
    assertThat(text(environment, "Promoted")).contains(tag, why);
    assertThat(text(environment, "Ready")).startsWith("False RolledBack");
    assertThat(environment.getSpec().image().tag()).as("spec is not touched").isEqualTo(tag);
    assertThat(entries(environment, tag).getFirst().message()).startsWith(why);
    operator.awaitEvent(name, "RolledBack", why);
    return environment;
  }

  private static boolean isAt(SoundBiteEnvironment environment, Step step) {
    var status = environment.getStatus();
    return status != null && status.rollout() != null && status.rollout().step() == step;
  }

  private static boolean isLive(SoundBiteEnvironment environment, String tag) {
    return environment.getStatus().release().tag().equals(tag);
  }

  private static List<HistoryEntry> entries(SoundBiteEnvironment environment, String tag) {
    return environment.getStatus().history().stream().filter(it -> it.tag().equals(tag)).toList();
  }

  private static String text(SoundBiteEnvironment environment, String type) {
    return condition(environment, type)
        .map(it -> "%s %s: %s".formatted(it.getStatus(), it.getReason(), it.getMessage()))
        .orElse("");
  }

  private static void awaitReplicas(String deployment, int replicas) {
    deployment(deployment)
        .waitUntilCondition(
            it -> it.getSpec().getReplicas() == replicas,
            OperatorUnderTest.PATIENCE.toSeconds(),
            TimeUnit.SECONDS);
  }

  /** Whether all pods of {@code deployment} are ready, and of that tag. */
  private static boolean runs(Deployment deployment, String tag) {
    var template = deployment.getSpec().getTemplate().getMetadata();
    return tag.equals(template.getAnnotations().get("soundbite.io/tag"))
        && deployment.getStatus().getObservedGeneration()
            >= deployment.getMetadata().getGeneration()
        && deployment.getSpec().getReplicas().equals(deployment.getStatus().getUpdatedReplicas())
        && deployment.getSpec().getReplicas().equals(deployment.getStatus().getReadyReplicas())
        && deployment.getSpec().getReplicas().equals(deployment.getStatus().getReplicas());
  }

  private static Resource<Deployment> deployment(String name) {
    return operator.deployment(name);
  }
}
