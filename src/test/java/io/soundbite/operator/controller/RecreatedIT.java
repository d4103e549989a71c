package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An environment that is created again in the moment in which the former one of that name goes:
 * after its finalizer is off, before the operator has the answer.
 */
class RecreatedIT {
  private final Releases releases = new Releases();
  private final OperatorUnderTest operator = new OperatorUnderTest(Sandbox.client(releases));
  private final KubernetesClient peoplesClient = Sandbox.client();

  @AfterEach
  void stop() {
    operator.close();
    peoplesClient.close();
  }

  @Test
  void isReconciledAsAnyOther() {
    operator.start();
    people().apply("again", "again", Map.of());
    var former = synced("");
    for (var round = 1; round <= 3; round++) {
      releases.hold("again", this::createAgain);
      people().delete("again");
      former = synced(former);
    }
    people().delete("again");
    people().awaitGone("again");
  }

  /** Of which the operator has not heard yet: it still sees the one before. */
  @Test
  void keepsItsFinalizer() {
    var finalizer = new Finalizer(operator.client());
    var former = held();
    finalizer.takeOff(former);
    finalizer.takeOff(former);
    assertThat(finalizers()).containsExactly("somebody.else/s");

    people().releaseFinalizer("again");
    people().awaitGone("again");
    finalizer.takeOff(former);
    held();
    finalizer.takeOff(former);
    assertThat(finalizers()).containsExactly("somebody.else/s", Finalizer.NAME);
  }

  /** One that is going, and that two have a hold on. */
  private SoundBiteEnvironment held() {
    people().apply("again", "again", Map.of());
    people()
        .environment("again")
        .edit(
            it -> {
              it.getMetadata().setFinalizers(List.of("somebody.else/s", Finalizer.NAME));
              return it;
            });
    people().delete("again");
    return people().environment("again").get();
  }

  private List<String> finalizers() {
    return people().environment("again").get().getMetadata().getFinalizers();
  }

  /** Waits until another than the {@code former} is Synced; returns its uid. */
  private String synced(String former) {
    return operator
        .await(
            "again",
            it ->
                !it.getMetadata().getUid().equals(former)
                    && OperatorUnderTest.is(it, "Synced", "True"))
        .getMetadata()
        .getUid();
  }

  /** As somebody's script would; the operator mostly hears of it before it has its answer. */
  private void createAgain() {
    await().until(() -> people().environment("again").get() == null);
    people().apply("again", "again", Map.of());
    try {
      await().atMost(Duration.ofSeconds(5)).until(() -> !finalizers().isEmpty());
    } catch (ConditionTimeoutException e) {
      // In this round the watch is on the thread that is held here.
    }
  }

  private Kubectl people() {
    return new Kubectl(peoplesClient, operator.namespace());
  }

  /** Lets something happen while the answer to a finalizer's removal is on its way. */
  private static final class Releases implements Interceptor {
    private final ConcurrentMap<String, Runnable> actions = new ConcurrentHashMap<>();

    void hold(String environment, Runnable action) {
      actions.put(environment, action);
    }

    @Override
    public void after(
        HttpRequest request,
        HttpResponse<?> response,
        AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      var path = request.uri().getPath().split("/", -1);
      if (request.method().equals("PATCH")
          && path[path.length - 2].equals("soundbiteenvironments")
          && request.bodyString().contains("finalizers")) {
        Optional.ofNullable(actions.remove(path[path.length - 1])).ifPresent(Runnable::run);
      }
    }
  }
}
