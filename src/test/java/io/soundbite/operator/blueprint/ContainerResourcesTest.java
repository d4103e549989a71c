package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import io.soundbite.operator.api.v1alpha1.Feature;
import io.soundbite.operator.api.v1alpha1.ImageSpec;
import io.soundbite.operator.api.v1alpha1.ResourcesSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and limits, and how quantities are written. */
class ContainerResourcesTest {

  @Test
  void featureGivesTheDefaults() {
    assertThat(ContainerResources.of(spec(Feature.BASIC, Map.of(), Map.of())).requests())
        .isEqualTo(Map.of("cpu", "100m", "memory", "256Mi"));
    assertThat(ContainerResources.of(spec(Feature.FULL, Map.of(), Map.of())).limits())
        .isEqualTo(Map.of("cpu", "1", "memory", "1Gi"));
  }

  @Test
  void requestAboveTheDefaultLimitRaisesIt() {
    var resources =
        ContainerResources.of(spec(Feature.BASIC, Map.of("cpu", new Quantity("2")), Map.of()));

    assertThat(resources.requests()).containsEntry("cpu", "2");
    assertThat(resources.limits()).isEqualTo(Map.of("cpu", "2", "memory", "512Mi"));
  }

  @Test
  void limitBelowTheDefaultRequestLowersIt() {
    var resources =
        ContainerResources.of(
            spec(Feature.FULL, Map.of(), Map.of("memory", new Quantity("128Mi"))));

    assertThat(resources.requests()).isEqualTo(Map.of("cpu", "250m", "memory", "128Mi"));
    assertThat(resources.limits()).containsEntry("memory", "128Mi");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 500m",
    "500m, 500m",
    "1000m, 1",
    "1024Mi, 1Gi",
    "1536Mi, 1536Mi",
    "0.5Gi, 512Mi",
    "100M, 100M",
    "1000M, 1G",
    "1000000, 1M",
    "1e3, 1e3",
    "1500, 1500",
    "0.0001, 100u",
    "536870912, 536870912",
    "512Ki, 512Ki",
    "0, 0",
    "0Gi, 0"
  })
  void quantitiesAreWrittenAsTheApiServerWritesThem(String text, String canonical) {
    assertThat(CanonicalQuantity.text(new Quantity(text))).isEqualTo(canonical);
  }

  private static EnvironmentSpec spec(
      Feature size, Map<String, Quantity> requests, Map<String, Quantity> limits) {
    return new EnvironmentSpec(
        "qa",
        null,
        null,
        Set.of(size),
        new ImageSpec("1", null, List.of()),
        null,
        null,
        null,
        null,
        null,
        null,
        new ResourcesSpec(requests, limits),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
