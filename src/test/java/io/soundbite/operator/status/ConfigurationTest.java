package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static EnvironmentSpec spec(String fields) {
    var more = fields.isEmpty() ? "" : ", " + fields;
    try {
      return new ObjectMapper()
          .readValue(
              "{\"prefix\": \"qa\", \"image\": {\"tag\": \"1\"}%s}".formatted(more),
              EnvironmentSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(fields, e);
    }
  }

  private static List<ConfigurationDifference> between(String here, String there) {
    return Configuration.between(spec(here.replace('\'', '"')), spec(there.replace('\'', '"')));
  }

  private static ConfigurationDifference difference(String field, String here, String there) {
    return new ConfigurationDifference(field, here, there);
  }

  @Test
  void equalSpecsDifferInNothing() {
    var everything =
        "'features': ['full', 'backup'], 'alarms': {'thresholds': {'QueueDepth': 5}},"
            + " 'env': [{'name': 'A', 'value': 'b'}]";

    assertThat(between("", "")).isEmpty();
    assertThat(between(everything, everything)).isEmpty();
  }

  @Test
  void aDefaultThatIsWrittenDownIsNoDifference() {
    assertThat(
            between(
                "'logLevel': 'info', 'port': 3000, 'retentionDays': 30, 'features': ['basic'],"
                    + " 'drift': {'policy': 'Heal', 'ignore': []}, 'rollout': {},"
                    + " 'aws': {'region': 'us-east-1'}",
                ""))
        .isEmpty();
  }

  @Test
  void aDefaultIsAValue() {
    assertThat(between("'logLevel': 'warn', 'retentionDays': 90", ""))
        .containsExactly(
            difference("/logLevel", "warn", "info"), difference("/retentionDays", "90", "30"));
  }

  @Test
  void whatOnlyOneDeclares() {
    assertThat(between("'domain': 'qa.example.com'", "'ingress': {'className': 'nginx'}"))
        .containsExactly(
            difference("/domain", "qa.example.com", null),
            difference("/ingress/className", null, "nginx"));
    assertThat(between("'alarms': {'notify': []}", "'alarms': {'notify': ['a@example.com']}"))
        .containsExactly(difference("/alarms/notify", null, "[a@example.com]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'features': ['full', 'backup'] | 'features': ['backup', 'full']",
        "'alarms': {'notify': ['a@x.y', 'b@x.y']} | 'alarms': {'notify': ['b@x.y', 'a@x.y']}",
        "'image': {'tag': '1', 'pullSecrets': ['a', 'b']}"
            + " | 'image': {'tag': '1', 'pullSecrets': ['b', 'a']}",
        "'env': [{'name': 'A', 'value': '1'}, {'name': 'B', 'value': '2'}]"
            + " | 'env': [{'name': 'B', 'value': '2'}, {'name': 'A', 'value': '1'}]",
        "'tolerations': [{'key': 'a'}, {'key': 'b'}] | 'tolerations': [{'key': 'b'}, {'key': 'a'}]",
        "'promotion': {'from': {'name': 'staging'}} | 'promotion': {}",
      })
  void isNoDifference(String here, String there) {
    assertThat(between(here, there)).isEmpty();
  }

  @Test
  void setsAreComparedAsAWhole() {
    assertThat(between("'features': ['full', 'backup', 'scaling']", "'features': ['full']"))
        .containsExactly(difference("/features", "[backup, full, scaling]", "[full]"));
  }

  @Test
  void theOrderOfACommandCounts() {
    assertThat(
            between(
                "'processor': {'command': ['node', 'app']}",
                "'processor': {'command': ['app', 'node']}"))
        .containsExactly(difference("/processor/command", "[node, app]", "[app, node]"));
  }

  @Test
  void thresholdsAreComparedOneByOne() {
    assertThat(
            between(
                "'alarms': {'thresholds': {'QueueDepth': 100, 'CpuUtilization': 80}}",
                "'alarms': {'thresholds': {'QueueDepth': 2.5, 'CpuUtilization': 80.0}}"))
        .containsExactly(difference("/alarms/thresholds/QueueDepth", "100", "2.5"));
  }

  @Test
  void variablesAreComparedByName() {
    assertThat(
            between(
                "'env': [{'name': 'A', 'value': ''}, {'name': 'B', 'value': 'x'}]",
                "'env': [{'name': 'A', 'valueFrom': {'secretKeyRef': {'name': 's', 'key': 'k'}}}]"))
        .containsExactly(
            difference("/env/A/value", "", null),
            difference("/env/A/valueFrom/secretKeyRef/key", null, "k"),
            difference("/env/A/valueFrom/secretKeyRef/name", null, "s"),
            difference("/env/B/value", "x", null));
  }

  @Test
  void objectsInListsAreShownWhole() {
    assertThat(
            between(
                "'drift': {'ignore': [{'resource': 'Queue/SoundbiteQueue', 'fields': ['/poll']}]}",
                ""))
        .containsExactly(
            difference(
                "/drift/ignore",
                "[{\"fields\":[\"/poll\"],\"resource\":\"Queue/SoundbiteQueue\"}]",
                null));
  }

  @Test
  void namesInPathsAreEscaped() {
    assertThat(between("'nodeSelector': {'example.com/pool': 'a'}", ""))
        .containsExactly(difference("/nodeSelector/example.com~1pool", "a", null));
  }

  @Test
  void longValuesAreCut() {
    var found = between("'env': [{'name': 'A', 'value': '" + "x".repeat(300) + "'}]", "");

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().here()).hasSize(200).endsWith("…");
  }
}
