package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.Operator;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.metrics.ShippedMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * JOSDK takes events around its own status patch for its own. Here people's changes are forced into
 * just that moment: while the status is made but not sent.
 */
class EventLossIT {
  private static final int TIMES = 60;
  private static final int ENTRIES = 200;
  private static final int KEPT = 10;
  private static final PatchContext APPLIED_BY_THE_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("soundbite-operator")
          .withForce(true)
          .build();

  private final HeldStatusPatches patches = new HeldStatusPatches();
  private final OperatorUnderTest operator = new OperatorUnderTest(Sandbox.client(patches));
  private final KubernetesClient peoplesClient = Sandbox.client();

  @AfterEach
  void stop() {
    operator.close();
    peoplesClient.close();
  }

  @Test
  void losesNoChangeOfSpec() {
    operator.start();
    operator.apply(operator.example("staging"));
    operator.push("staging", "soundbite-staging-api", "1.4.1");
    operator.awaitReady("staging");

    for (var port = 4001; port <= 4000 + TIMES; port++) {
      var wanted = port;
      patches.hold("staging", () -> changePort("staging", wanted));
      operator.kubectl().requestReconcile("staging");
      soon("port " + wanted)
          .until(
              () -> servicePort() == wanted && isObserved(operator.environment("staging").get()));
    }
  }

  /** None of them is due for anything: what is lost here stays lost. */
  @Test
  void losesNoDeletion() {
    operator.journal().fault(Map.of("service", "sts", "code", "AccessDenied"));
    operator.start();
    var names = IntStream.rangeClosed(1, TIMES).mapToObj(n -> "staging-" + n).toList();
    names.forEach(this::applyStaging);
    names.forEach(name -> operator.await(name, it -> OperatorUnderTest.is(it, "Stalled", "True")));

    for (var name : names) {
      patches.hold(name, () -> people().delete(name));
      changePort(name, 4000);
      soon(name + " is gone").until(() -> operator.environment(name).get() == null);
    }
  }

  /**
   * Another leader takes over while a status is on its way, and writes an entry: the late status
   * must not be written over it.
   */
  @Test
  void losesNoHistoryEntry() {
    var seen = new CopyOnWriteArrayList<List<HistoryEntry>>();
    var takeovers = new AtomicInteger();
    var chronicler =
        new Operator(
            it ->
                it.withKubernetesClient(operator.client())
                    .withCloseClientOnStop(false)
                    .withMetrics(ShippedMetrics.shipped().josdk()));
    chronicler.register(new Chronicler(ENTRIES), it -> it.settingNamespace(operator.namespace()));
    applyStaging("staging");
    var watch = people().environment("staging").watch(chronicle(seen, takeovers));
    try {
      chronicler.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Chronicler.newest(operator.environment("staging").get()) == ENTRIES);
      await().until(() -> number(seen.getLast()) == ENTRIES);
    } finally {
      chronicler.stop();
      watch.close();
    }

    var each = seen.stream().distinct().toList();
    for (var i = 1; i < each.size(); i++) {
      var before = each.get(i - 1);
      assertThat(each.get(i).stream().skip(1))
          .as("what entry %s was put before", number(each.get(i)))
          .isEqualTo(before.subList(0, Math.min(before.size(), KEPT - 1)));
    }
    assertThat(each.stream().map(EventLossIT::number))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, ENTRIES).boxed().toList());
    assertThat(takeovers).hasValueGreaterThan(ENTRIES / 6);
  }

  private static int number(List<HistoryEntry> history) {
    return Integer.parseInt(history.getFirst().revision());
  }

  /** Writes down each state of history, and after every third forces changes into the next. */
  private Watcher<SoundBiteEnvironment> chronicle(
      List<List<HistoryEntry>> seen, AtomicInteger takeovers) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, SoundBiteEnvironment environment) {
        var newest = Chronicler.newest(environment);
        if (newest == 0) {
          return;
        }
        seen.add(Chronicler.history(environment));
        if (newest % 3 == 0) {
          patches.hold(
              "staging",
              () -> {
                changePort("staging", 5000 + newest);
                takeOver();
                takeovers.incrementAndGet();
              });
        }
      }

      @Override
      public void onClose(WatcherException cause) {
        throw new AssertionError(cause);
      }
    };
  }

  /** Writes the next entry as an operator does, but in another process. */
  private void takeOver() {
    var environment = people().environment("staging");
    environment
        .subresource("status")
        .patch(APPLIED_BY_THE_OPERATOR, Chronicler.next(environment.get()));
  }

  private void applyStaging(String name) {
    var environment = operator.renamed(operator.example("staging"), name);
    environment.getMetadata().setName(name);
    operator.apply(environment);
  }

  private void changePort(String name, int port) {
    people().change(name, "port", port);
  }

  private Kubectl people() {
    return new Kubectl(peoplesClient, operator.namespace());
  }

  private int servicePort() {
    var service =
        peoplesClient.services().inNamespace(operator.namespace()).withName("staging-api").get();
    return service.getSpec().getPorts().getFirst().getPort();
  }

  private static boolean isObserved(SoundBiteEnvironment environment) {
    return environment
        .getMetadata()
        .getGeneration()
        .equals(environment.getStatus().observedGeneration());
  }

  /** Long before the next resync, and before the next try of what fails. */
  private static ConditionFactory soon(String what) {
    return await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }
}
