package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.Mutation;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every field of every Kubernetes object, changed behind the operator's back as kubectl does: found
 * with the right path, want and have, and healed. {@link KubeMutationsTest} shows that none is left
 * out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubeDriftIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KubeMutations mutations = new KubeMutations();
  private final AtomicInteger writes = new AtomicInteger();
  private Cluster cluster;
  private KubeStranger stranger;
  private Loop loop;
  private List<KubeObject> wants;

  /** Without pods, which would all roll with every other change. */
  @BeforeAll
  void make() throws IOException, InterruptedException {
    cluster = Cluster.connect();
    stranger = new KubeStranger(cluster.client());
    var environment = cluster.create("staging", ExampleFile.with(Cluster.everySetting()));
    KubeWriter counting =
        (object, write) -> {
          writes.incrementAndGet();
          return write.apply(object);
        };
    wants = Cluster.objects(environment, 0);
    loop = cluster.loop(environment, wants, counting);
    loop.make();
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  @TestFactory
  Stream<DynamicContainer> fieldsAreFoundAndHealed() {
    return each(
        KubeMutations::isHealed,
        (want, mutation) -> {
          stranger.edit(want, mutation);

          var step = loop.step(want);
          assertThat(step)
              .isInstanceOfSatisfying(
                  Step.Update.class,
                  it ->
                      assertThat(it.change().diffs())
                          .usingElementComparator(Shown::compare)
                          .isEqualTo(Shown.of(want, mutation)));
          assertThat(loop.run(List.of(step)).values()).containsExactly(new Progress.Done());
        });
  }

  @TestFactory
  Stream<DynamicContainer> whatIsAnybodysIsNoDrift() {
    return each(
        mutation -> KubeMutations.isIn(KubeMutations.TOLERATED, mutation),
        (want, mutation) -> {
          stranger.edit(want, mutation);

          assertThat(loop.step(want)).isInstanceOf(Step.Keep.class);
        });
  }

  @TestFactory
  Stream<DynamicContainer> whatTheServerRefusesNeedsNoHealing() {
    return each(
        mutation -> KubeMutations.isIn(KubeMutations.REFUSED, mutation),
        (want, mutation) ->
            assertThatThrownBy(() -> stranger.edit(want, mutation))
                .isInstanceOfSatisfying(
                    KubernetesClientException.class,
                    refused -> assertThat(refused.getCode()).isIn(400, 422)));
  }

  @TestFactory
  Stream<DynamicContainer> whatIsNoLongerOursIsFoundAndLeftAlone() {
    return each(
        mutation -> KubeMutations.isIn(KubeMutations.DISOWNED, mutation),
        (want, mutation) -> {
          stranger.edit(want, mutation);
          int before = writes.get();

          assertThat(loop.differences(want)).containsExactly(mutation.diff());
          var step = loop.step(want);
          assertThat(step)
              .isInstanceOfSatisfying(
                  Step.Blocked.class, it -> assertThat(it.reason()).isEqualTo("NamingConflict"));
          loop.run(List.of(step));
          assertThat(writes.get()).isEqualTo(before);
          stranger.undo(want, mutation);
        });
  }

  @TestFactory
  Stream<DynamicContainer> whatIsCollectedIsMadeAgain() {
    return each(
        mutation -> KubeMutations.isIn(KubeMutations.COLLECTED, mutation),
        (want, mutation) -> {
          stranger.edit(want, mutation);

          assertThat(loop.step(want)).isNotInstanceOf(Step.Keep.class);
          healedInTheEnd(want);
        });
  }

  /** It is as wanted whatever is wanted: if it were read, another value would be a difference. */
  @Test
  void whatIsNotInTheObjectIsNotRead() {
    var want = wants.getFirst();
    var other = new KubeObject(want.key(), want.body(), Set.of("strangers"));

    assertThat(loop.differences(other)).isEmpty();
  }

  private void healedInTheEnd(KubeObject want) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              var step = loop.step(want);
              loop.run(List.of(step));
              return step instanceof Step.Keep;
            });
  }

  /** One case for each that is {@code meant}; all is as wanted before and after. */
  private Stream<DynamicContainer> each(
      Predicate<Mutation> meant, BiConsumer<KubeObject, Mutation> hands) {
    return wants.stream()
        .map(
            want ->
                DynamicContainer.dynamicContainer(
                    want.key().id(),
                    mutations.of(want).stream()
                        .filter(meant)
                        .map(
                            mutation ->
                                dynamicTest(
                                    mutation.toString(),
                                    () ->
                                        loop.asWantedAfter(
                                            want, () -> hands.accept(want, mutation))))));
  }
}
