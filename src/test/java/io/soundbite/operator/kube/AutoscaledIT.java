package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Asked;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.RolloutRules;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.View;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many pods the live slot has is the autoscaler's to say, within its bounds. */
class AutoscaledIT {
  private Cluster cluster;
  private Environment environment;

  @BeforeEach
  void connect() throws IOException, InterruptedException {
    cluster = Cluster.connect();
    environment = cluster.create("production", it -> it);
    loop(2).make();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void whatTheAutoscalerDoesIsNoDrift() {
    scale(5);

    var step = loop(liveSize()).step(live(liveSize()));

    assertThat(step).isInstanceOf(Step.Keep.class);
  }

  @ParameterizedTest
  @CsvSource({"12, 10", "1, 2"})
  void whatNoAutoscalerDoesIsDrift(int by, int to) {
    scale(by);
    var loop = loop(liveSize());
    var live = live(liveSize());

    assertThat(loop.differences(live))
        .extracting(it -> it.path())
        .containsExactly("/spec/replicas");
    loop.run(List.of(loop.step(live)));

    assertThat(cluster.live(live).<Integer>get("spec", "replicas")).isEqualTo(to);
    assertThat(loop.step(live)).isInstanceOf(Step.Keep.class);
  }

  /** As the autoscaler does: by the scale subresource. */
  private void scale(int replicas) {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(cluster.namespace())
        .withName("prod-api-blue")
        .scale(replicas);
  }

  /** The size that the rollout gives the live slot, going by what is there. */
  private int liveSize() {
    var revision = Revision.of("prod", Cluster.release(environment, "a"));
    var status =
        new ReleaseStatus(
            "1.4.2", "sha256:" + "a".repeat(64), "", "", revision.name(), Slot.BLUE, "");
    var api = new KubeApi(cluster.client(), KubeWriter.plain());
    var view =
        new View(
            Map.of(
                Slot.BLUE, SlotView.of(api.tree(cluster.live(live(2))), any -> Optional.empty())),
            new View.ServiceView(Set.of(Slot.BLUE), ""),
            Optional.empty(),
            Map.of());
    return new Rollout(
            new Recorded(status, null, List.of()),
            view,
            Map.of(revision.name(), revision.release()),
            RolloutRules.of(environment.spec()),
            1,
            Instant.EPOCH,
            Instant.EPOCH)
        .target(Asked.unknown())
        .size(Slot.BLUE);
  }

  private KubeObject live(int size) {
    return Cluster.objects(environment, size).stream()
        .filter(it -> it.key().id().equals("Deployment/api-blue"))
        .findFirst()
        .orElseThrow();
  }

  /** Of the live Deployment alone: an autoscaler that is there scales by itself. */
  private Loop loop(int size) {
    return cluster.loop(environment, List.of(live(size)), KubeWriter.plain());
  }
}
