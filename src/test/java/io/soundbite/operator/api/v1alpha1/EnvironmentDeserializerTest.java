package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one custom resource holds keeps no other from being read. */
class EnvironmentDeserializerTest {
  private static final String GOOD = "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1.4.1\"}}";
  private static final String READY =
      "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"True\", \"reason\": \"AsDeclared\"}]}";

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1\"}, \"mesh\": {}} | /spec/mesh: unknown"
            + " field",
        "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1\", \"arch\": \"arm64\"}} | /spec/image/arch:"
            + " unknown field",
        "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1\"}, \"logLevel\": \"trace\"} |"
            + " /spec/logLevel: unknown value \"trace\"",
        "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1\"}, \"features\": [\"basic\", \"mesh\"]} |"
            + " /spec/features/1: unknown value \"mesh\"",
        "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1\"}, \"port\": \"http\"} | /spec/port",
        "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1\"}, \"port\": 3000.5} | /spec/port",
        "{\"prefix\": \"qa\", \"image\": {\"tag\": 1.10}} | /spec/image/tag",
        "{\"prefix\": \"qa\", \"image\": \"api:1\"} | /spec/image",
        "[] | /spec",
      })
  void whatIsUnknownIsNamed(String spec, String expected) {
    var environment = read(spec, READY);

    assertThat(environment.unreadable())
        .hasValueSatisfying(it -> assertThat(it).startsWith(expected));
    assertThat(environment.getSpec()).isNull();
    assertThat(environment.getMetadata().getName()).isEqualTo("qa");
    assertThat(EnvironmentStatus.of(environment).conditions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"rollout\": {\"step\": \"Mirroring\"}} | /status/rollout/step: unknown value"
            + " \"Mirroring\"",
        "{\"mesh\": true} | /status/mesh: unknown field",
      })
  void statusOfANewerVersionIsUnreadableToo(String status, String expected) {
    var environment = read(GOOD, status);

    assertThat(environment.unreadable()).contains(expected);
    assertThat(environment.getSpec()).isNull();
    assertThat(environment.getStatus()).isNull();
  }

  @Test
  void copiesStayUnreadable() {
    var environment = read("{\"prefix\": \"qa\", \"mesh\": 1}", READY);

    assertThat(serialization.clone(environment).unreadable()).isEqualTo(environment.unreadable());
  }

  @Test
  void othersInAListAreRead() {
    var list =
        serialization.unmarshal(
            "{\"apiVersion\": \"soundbite.io/v1alpha1\", \"kind\": \"SoundBiteEnvironmentList\","
                + " \"metadata\": {}, \"items\": ["
                + json("{\"mesh\": {}}", READY, "")
                + ","
                + json(GOOD, READY, "")
                + "]}",
            Environments.class);

    assertThat(list.getItems())
        .extracting(it -> it.unreadable().isPresent())
        .containsExactly(true, false);
    assertThat(list.getItems().getLast().getSpec().prefix()).isEqualTo("qa");
  }

  /** The API server keeps no unknown field of metadata, and one would mean nothing. */
  @Test
  void nobodyElseSaysThatItIsUnreadable() {
    var environment =
        serialization.unmarshal(
            json(GOOD, READY, ", \"unreadable\": \"so they say\""), SoundBiteEnvironment.class);

    assertThat(environment.unreadable()).isEmpty();
  }

  @Test
  void partsThatAreNotThereAreNoReason() {
    var patch =
        serialization.unmarshal(
            "{\"apiVersion\": \"soundbite.io/v1alpha1\", \"kind\": \"SoundBiteEnvironment\","
                + " \"metadata\": {\"name\": \"qa\"}}",
            SoundBiteEnvironment.class);

    assertThat(patch.unreadable()).isEmpty();
    assertThat(patch.getApiVersion()).isEqualTo("soundbite.io/v1alpha1");
  }

  private SoundBiteEnvironment read(String spec, String status) {
    return serialization.unmarshal(json(spec, status, ""), SoundBiteEnvironment.class);
  }

  private static String json(String spec, String status, String metadata) {
    return ("{\"apiVersion\": \"soundbite.io/v1alpha1\", \"kind\": \"SoundBiteEnvironment\","
            + " \"metadata\": {\"name\": \"qa\", \"namespace\": \"test\", \"generation\": 3 %s},"
            + " \"spec\": %s, \"status\": %s}")
        .formatted(metadata, spec, status);
  }

  /** As the client reads lists. */
  static final class Environments extends DefaultKubernetesResourceList<SoundBiteEnvironment> {
    private static final long serialVersionUID = 1;
  }
}
