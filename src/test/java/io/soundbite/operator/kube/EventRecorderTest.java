package io.soundbite.operator.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventRecorderTest {
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch other = new CountDownLatch(1);

  /** As long as the first Event is not answered, the other can be written only beside it. */
  @Test
  @Timeout(60)
  void oneThatIsSlowToWriteKeepsNoOtherBack() throws Exception {
    var server = server();
    try (var client =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var events = new EventRecorder(client, Clock.systemUTC());
      var slow = threads.submit(() -> events.record(about("slow"), false, "Slow", "first"));
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

      events.record(about("other"), false, "Other", "second");
      assertThat(other.getCount()).isZero();
      slow.get(20, TimeUnit.SECONDS);
    } finally {
      server.stop(0);
    }
  }

  private HttpServer server() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (new String(body, UTF_8).contains("Slow")) {
              arrived.countDown();
              await();
            } else {
              other.countDown();
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }

  private void await() {
    try {
      other.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ConfigMap about(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("here")
        .withName(name)
        .withUid(name)
        .endMetadata()
        .build();
  }
}
