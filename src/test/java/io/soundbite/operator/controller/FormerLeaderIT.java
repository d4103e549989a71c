package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.kube.Cluster;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A leader that was paused in the middle of a write, while another took over and went on: what it
 * still writes when it resumes does no harm.
 */
class FormerLeaderIT {
  private static final String FIRST = "2026-01-01T00:00:00Z";
  private static final String SECOND = "2026-01-01T00:01:00Z";
  private static final String SERVICE = "Service/api";
  private static final String BLUE = "Deployment/api-blue";
  private static final AtomicInteger COUNT = new AtomicInteger();

  @AutoClose private static final Cluster cluster = Cluster.connect();

  private Environment environment;
  private Incumbent former;
  private Incumbent current;

  /** Blue is live; a rollout to green is about to switch, and the former leader to do so. */
  @BeforeEach
  void aboutToSwitch() {
    var name = "former" + COUNT.incrementAndGet();
    var named = ExampleFile.with(Tree.obj("prefix", name));
    environment =
        cluster.create("staging", it -> named.apply(it).with("metadata", Tree.obj("name", name)));
    former = new Incumbent(cluster.client(), environment);
    former.record(live(Slot.BLUE), rollout(Slot.GREEN, Step.SWITCHING, FIRST));
    former.write(target(Slot.BLUE, Slot.GREEN, FIRST), SERVICE, BLUE);
    current = new Incumbent(cluster.client(), environment);
  }

  @Test
  void goesOnWhenNobodyElseHas() {
    assertThat(former.write(toGreen(), SERVICE, mandate -> mandate)).isEqualTo(new Progress.Done());
    assertThat(selected()).isEqualTo("green");
  }

  @ParameterizedTest
  @EnumSource
  void theOtherHasSwitched(Pause pause) {
    assertWritesNothing(pause, this::currentSwitches);
    assertThat(selected()).isEqualTo("green");
  }

  @ParameterizedTest
  @EnumSource
  void theOtherHasSwitchedThereAndBack(Pause pause) {
    assertWritesNothing(
        pause,
        () -> {
          currentSwitches();
          current.record(live(Slot.GREEN), rollout(Slot.BLUE, Step.FILLING, SECOND));
          current.write(target(Slot.GREEN, Slot.BLUE, SECOND), SERVICE, BLUE);
          current.record(live(Slot.GREEN), rollout(Slot.BLUE, Step.SWITCHING, SECOND));
          current.write(target(Slot.BLUE, Slot.BLUE, SECOND), SERVICE);
          current.record(live(Slot.BLUE), rollout(Slot.BLUE, Step.WARM, SECOND));
        });
    assertThat(selected()).isEqualTo("blue");
  }

  /** It relies on nobody's switching any more once its mark is on the Service. */
  @ParameterizedTest
  @EnumSource
  void theOtherBeginsAnew(Pause pause) {
    assertWritesNothing(
        pause,
        () -> {
          currentMeansToBeginAnew();
          current.write(target(Slot.BLUE, Slot.GREEN, SECOND), SERVICE);
        });
    assertThat(selected()).isEqualTo("blue");
  }

  @Test
  void theOtherHasOnlyRecordedThatItMeansTo() {
    assertWritesNothing(Pause.BEFORE_IT_ASKS, this::currentMeansToBeginAnew);
    assertThat(selected()).isEqualTo("blue");
  }

  /** The one write that is still made: the other has relied on nothing yet, and undoes it. */
  @Test
  void theOtherHasOnlyRecordedItSinceThisOneAsked() {
    assertThat(
            former.write(
                toGreen(),
                SERVICE,
                it -> Pause.AFTER_IT_HAS_ASKED.in(it, this::currentMeansToBeginAnew)))
        .isEqualTo(new Progress.Done());

    current.write(target(Slot.BLUE, Slot.GREEN, SECOND), SERVICE);
    assertThat(selected()).isEqualTo("blue");
  }

  @ParameterizedTest
  @EnumSource
  void theOtherReturnsToTheSlotThatThisOneTakesDown(Pause pause) {
    former.write(toGreen(), SERVICE);
    former.record(live(Slot.GREEN), rollout(Slot.GREEN, Step.WARM, FIRST));
    current = new Incumbent(cluster.client(), environment);

    assertConflict(
        former.write(
            target(Slot.GREEN, Slot.GREEN, FIRST, 0),
            BLUE,
            mandate ->
                pause.in(
                    mandate,
                    () -> {
                      current.record(live(Slot.GREEN), rollout(Slot.BLUE, Step.FILLING, SECOND));
                      current.write(target(Slot.GREEN, Slot.BLUE, SECOND), BLUE);
                    })));
    assertThat(cluster.live(current.want(toGreen(), BLUE)).<Number>get("spec", "replicas"))
        .isEqualTo(2);
  }

  @Test
  void onlyARemovalGoesOnInAnEnvironmentThatIsBeingDeleted() {
    var resource = resource();
    resource.edit(
        it -> {
          it.addFinalizer("soundbite.io/finalizer");
          return it;
        });
    resource.delete();
    var removal = new Incumbency(cluster.client(), resource.require());

    assertConflict(former.write(toGreen(), SERVICE, mandate -> mandate));
    assertThat(removal.revoked()).isEmpty();

    resource.edit(
        it -> {
          it.removeFinalizer("soundbite.io/finalizer");
          return it;
        });
    assertThat(removal.revoked()).isPresent();
  }

  private void currentSwitches() {
    current.write(toGreen(), SERVICE);
    current.record(live(Slot.GREEN), rollout(Slot.GREEN, Step.WARM, FIRST));
  }

  private void currentMeansToBeginAnew() {
    current.record(live(Slot.BLUE), rollout(Slot.GREEN, Step.FILLING, SECOND));
  }

  /** The former leader's switch, with a pause in which {@code meanwhile} happens, fails. */
  private void assertWritesNothing(Pause pause, Runnable meanwhile) {
    var version = new AtomicReference<String>();
    assertConflict(
        former.write(
            toGreen(),
            SERVICE,
            mandate ->
                pause.in(
                    mandate,
                    () -> {
                      meanwhile.run();
                      version.set(version());
                    })));
    assertThat(version()).isEqualTo(version.get());
  }

  private static void assertConflict(Progress progress) {
    assertThat(progress)
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            it -> assertThat(it.failure().kind()).isEqualTo(Failure.Kind.CONFLICT));
  }

  private String version() {
    return cluster.live(current.want(toGreen(), SERVICE)).getMetadata().getResourceVersion();
  }

  private String selected() {
    return cluster
        .live(current.want(toGreen(), SERVICE))
        .get("spec", "selector", "soundbite.io/slot");
  }

  private Resource<SoundBiteEnvironment> resource() {
    return cluster
        .client()
        .resources(SoundBiteEnvironment.class)
        .inNamespace(cluster.namespace())
        .withName(environment.owner().name());
  }

  private SlotTarget toGreen() {
    return target(Slot.GREEN, Slot.GREEN, FIRST);
  }

  private SlotTarget target(Slot live, Slot to, String started) {
    return target(live, to, started, 2);
  }

  /** Both slots filled, {@code live} selected, in the rollout to {@code to}. */
  private SlotTarget target(Slot live, Slot to, String started, int blue) {
    var release = Cluster.release(environment, "a");
    return new SlotTarget(
        live,
        false,
        Map.of(Slot.BLUE, release, Slot.GREEN, Cluster.release(environment, "b")),
        Map.of(Slot.BLUE, blue, Slot.GREEN, 2),
        Optional.of(release),
        Optional.of(new SlotTarget.Fence(to, started, false)),
        Optional.empty());
  }

  private static ReleaseStatus live(Slot slot) {
    return new ReleaseStatus(
        "1", "sha256:" + "a".repeat(64), "a", "hash", slot.text(), slot, FIRST);
  }

  private static RolloutStatus rollout(Slot to, Step step, String started) {
    return new RolloutStatus(to.other(), to, to.text(), step, started, started);
  }
}
