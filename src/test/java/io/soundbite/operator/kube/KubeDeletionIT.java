package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every Kubernetes object, deleted behind the operator's back: missed, and made again. */
class KubeDeletionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Cluster cluster;
  private Loop loop;
  private List<KubeObject> wants;

  @BeforeEach
  void make() throws IOException, InterruptedException {
    cluster = Cluster.connect();
    var environment = cluster.create("staging", it -> it);
    wants = Cluster.objects(environment);
    loop = cluster.loop(environment, wants, KubeWriter.plain());
    loop.make();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @TestFactory
  Stream<DynamicTest> whatIsDeletedIsMadeAgain() {
    return wants.stream().map(want -> dynamicTest(want.key().id(), () -> isMadeAgain(want)));
  }

  /** A Deployment is there for a moment yet. */
  private void isMadeAgain(KubeObject want) {
    new KubeStranger(cluster.client()).delete(want);
    Awaitility.await().atMost(PATIENCE).until(() -> loop.step(want) instanceof Step.Create);

    assertThat(loop.run(List.of(loop.step(want))).values()).containsExactly(new Progress.Done());
    assertThat(loop.step(want)).isInstanceOf(Step.Keep.class);
  }
}
