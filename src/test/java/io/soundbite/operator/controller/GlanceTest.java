package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GlanceTest {
  private final AtomicInteger reads = new AtomicInteger();
  private final Glance glance =
      new Glance((apiVersion, kind, namespace, name) -> object(name + reads.incrementAndGet()));

  private static Optional<GenericKubernetesResource> object(String kind) {
    var object = new GenericKubernetesResource();
    object.setKind(kind);
    return Optional.of(object);
  }

  /** The autoscaler may have changed it meanwhile: the turn goes by what it saw first. */
  @Test
  void sticksToWhatItSawFirst() {
    var first = glance.get("apps/v1", "Deployment", "here", "api");

    assertThat(glance.get("apps/v1", "Deployment", "here", "api")).isEqualTo(first);
    assertThat(reads).hasValue(1);
  }

  @Test
  void looksAtEachObjectByItself() {
    var api = glance.get("apps/v1", "Deployment", "here", "api");

    assertThat(glance.get("apps/v1", "Deployment", "there", "api")).isNotEqualTo(api);
    assertThat(glance.get("v1", "Service", "here", "api")).isNotEqualTo(api);
    assertThat(glance.get("apps/v1", "Deployment", "here", "processor")).isNotEqualTo(api);
  }

  @Test
  void remembersWhatIsNotThere() {
    var none =
        new Glance(
            (apiVersion, kind, namespace, name) -> {
              reads.incrementAndGet();
              return Optional.empty();
            });

    assertThat(none.get("v1", "Service", "here", "api")).isEmpty();
    assertThat(none.get("v1", "Service", "here", "api")).isEmpty();
    assertThat(reads).hasValue(1);
  }
}
