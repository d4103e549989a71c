package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.ContainerInsights;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.grants.Grants;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator is told is looked at before it starts. */
class OperatorSettingsTest {
  @Test
  void namespacesAreSeparatedByCommas() {
    assertThat(settings("team-a, team-b").namespaces())
        .containsExactlyInAnyOrder("team-a", "team-b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void noNamespaceMeansAll(String list) {
    assertThat(settings(list).namespaces()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Team_A", "a,", "a b", "-a", "*", "a/b"})
  void whatIsNoNamespaceIsRefused(String list) {
    assertThatThrownBy(() -> settings(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SOUNDBITE_NAMESPACES must be names of namespaces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b"})
  void clusterNeedsAName(String cluster) {
    assertThatThrownBy(
            () ->
                new OperatorSettings(
                    Installation.of(cluster),
                    Optional.empty(),
                    Set.of(),
                    Grants.unconfigured(Set.of())))
        .hasMessageContaining("SOUNDBITE_CLUSTER_ID must be set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678901", "arn:aws:iam::123456789012:root", "1234567890123", "hub"})
  void pullAccountsHaveTwelveDigits(String account) {
    assertThatThrownBy(
            () ->
                new OperatorSettings(
                    new Installation(
                        "here",
                        null,
                        Set.of("123456789012", account),
                        null,
                        ContainerInsights.CLASSIC),
                    Optional.empty(),
                    Set.of(),
                    Grants.unconfigured(Set.of())))
        .hasMessage(
            "SOUNDBITE_PULL_ACCOUNTS must be ids of AWS accounts, of twelve digits, separated by"
                + " commas; \"%s\" is not one",
            account);
  }

  @Test
  void webIdentityIsTrueOrFalse() {
    var arn = "arn:aws:eks:eu-west-1:123456789012:cluster/prod";

    assertThat(OperatorSettings.podIdentityOf(arn, "true").webIdentity()).isTrue();
    assertThat(OperatorSettings.podIdentityOf(arn, "false").webIdentity()).isFalse();
    assertThatThrownBy(() -> OperatorSettings.podIdentityOf(arn, "yes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SOUNDBITE_POD_IDENTITY_WEB_IDENTITY must be true")
        .hasMessageContaining("\"yes\"");
  }

  private static OperatorSettings settings(String namespaces) {
    return new OperatorSettings(
        Installation.of("here"),
        Optional.empty(),
        OperatorSettings.listed(namespaces),
        Grants.unconfigured(Set.of()));
  }

  @ParameterizedTest
  @CsvSource({"none, NONE", "classic, CLASSIC", "otel, OTEL"})
  void containerInsightsAreOneOfThree(String value, ContainerInsights metrics) {
    assertThat(OperatorSettings.containerInsightsOf(value)).isEqualTo(metrics);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "enhanced", "Classic", "true"})
  void otherContainerInsightsAreRefused(String value) {
    assertThatThrownBy(() -> OperatorSettings.containerInsightsOf(value))
        .hasMessageContaining("SOUNDBITE_CONTAINER_INSIGHTS must be classic")
        .hasMessageContaining('"' + value + '"');
  }
}
