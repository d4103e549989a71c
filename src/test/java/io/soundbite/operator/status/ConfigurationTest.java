package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.soundbite.operator.api.v1alpha1.ConfigurationDifference;
import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  @Test
  void leavesByTheirPath() {
    assertThat(
            Configuration.between(
                spec(
                    "logLevel: debug\nalarms: {thresholds: {QueueDepth: 5}}\nresources: {limits: {cpu: 1}}"),
                spec("port: 3001\ndomain: a.b")))
        .containsExactly(
            new ConfigurationDifference("/alarms/thresholds/QueueDepth", "5", null),
            new ConfigurationDifference("/domain", null, "a.b"),
            new ConfigurationDifference("/logLevel", "debug", "info"),
            new ConfigurationDifference("/port", "3000", "3001"),
            new ConfigurationDifference("/resources/limits/cpu", "1", null));
  }

  @Test
  void listsAsAWhole() {
    assertThat(Configuration.between(spec("features: [full, backup]"), spec("features: [basic]")))
        .containsExactly(new ConfigurationDifference("/features", "full, backup", "basic"));
  }

  @Test
  void whatIsDefaultedIsDeclaredAlike() {
    assertThat(Configuration.between(spec("port: 3000\ndrift: {interval: 5m}"), spec("")))
        .isEmpty();
  }

  @Test
  void promotionIsOfOneOfThemAlone() {
    assertThat(Configuration.between(spec("promotion: {from: {name: staging}}"), spec("")))
        .isEmpty();
  }

  private static EnvironmentSpec spec(String fields) {
    return new KubernetesSerialization()
        .unmarshal("prefix: a\nimage: {tag: one}\n" + fields, EnvironmentSpec.class);
  }
}
