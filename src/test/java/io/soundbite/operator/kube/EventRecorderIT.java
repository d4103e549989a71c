package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRecorderIT {
  private final Hands clock = new Hands();
  private Cluster cluster;
  private HasMetadata about;
  private EventRecorder recorder;

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {
    private Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void connect() throws IOException {
    cluster = Cluster.connect();
    cluster.create("production", it -> it);
    about =
        cluster
            .client()
            .resources(SoundBiteEnvironment.class)
            .inNamespace(cluster.namespace())
            .withName("production")
            .require();
    recorder = new EventRecorder(cluster.client(), clock);
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void isWhatKubectlDescribeLooksFor() {
    recorder.record(about, true, "NamingConflict", "the queue is taken");

    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getInvolvedObject().getUid())
                  .isEqualTo(about.getMetadata().getUid());
              assertThat(event.getInvolvedObject().getKind()).isEqualTo("SoundBiteEnvironment");
              assertThat(event.getInvolvedObject().getName()).isEqualTo("production");
              assertThat(event.getType()).isEqualTo("Warning");
              assertThat(event.getReason()).isEqualTo("NamingConflict");
              assertThat(event.getMessage()).isEqualTo("the queue is taken");
              assertThat(event.getReportingComponent()).isEqualTo("soundbite-operator");
              assertThat(event.getSource().getComponent()).isEqualTo("soundbite-operator");
              assertThat(event.getCount()).isEqualTo(1);
            });
  }

  @Test
  void repetitionCountsUp() {
    recorder.record(about, false, "DriftHealed", "/spec/replicas");
    clock.now = clock.now.plus(Duration.ofMinutes(10));
    recorder.record(about, false, "DriftHealed", "/spec/replicas");
    recorder.record(about, false, "DriftHealed", "/spec/selector");

    assertThat(events()).extracting(Event::getCount).containsExactlyInAnyOrder(2, 1);
    assertThat(events())
        .filteredOn(event -> event.getCount() == 2)
        .singleElement()
        .satisfies(
            event ->
                assertThat(
                        Duration.between(
                            Instant.parse(event.getFirstTimestamp()),
                            Instant.parse(event.getLastTimestamp())))
                    .isEqualTo(Duration.ofMinutes(10)));
  }

  @Test
  void afterALongTimeItIsNewsAgain() {
    recorder.record(about, false, "DriftHealed", "/spec/replicas");
    clock.now = clock.now.plus(Duration.ofMinutes(31));
    recorder.record(about, false, "DriftHealed", "/spec/replicas");

    assertThat(events()).extracting(Event::getCount).containsExactly(1, 1);
  }

  @Test
  void forgottenByTheServerIsMadeAnew() {
    recorder.record(about, false, "DriftHealed", "/spec/replicas");
    cluster.client().resourceList(events().stream().map(HasMetadata.class::cast).toList()).delete();
    recorder.record(about, false, "DriftHealed", "/spec/replicas");

    assertThat(events()).extracting(Event::getCount).containsExactly(1);
  }

  @Test
  void longMessageIsCut() {
    recorder.record(about, false, "Long", "x".repeat(2000));

    var message = events().getFirst().getMessage();
    assertThat(message).startsWith("xxx").endsWith("x… (cut, 2000 bytes in all)");
    assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1000, 1024);
  }

  @Test
  void oneObjectCanNotFlood() {
    IntStream.range(0, 40).forEach(i -> recorder.record(about, false, "Flood", "message " + i));

    assertThat(events()).hasSize(25);
  }

  @Test
  void failureIsNotThrown() {
    var nowhere =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      assertThatCode(() -> new EventRecorder(client, clock).record(about, false, "A", "b"))
          .doesNotThrowAnyException();
    }
  }

  private List<Event> events() {
    return cluster.client().v1().events().inNamespace(cluster.namespace()).list().getItems();
  }
}
