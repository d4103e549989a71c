package io.soundbite.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alerts as files; that they read what there is, MetricsIT says. */
class ObservabilityTest {
  private static final Set<String> KINDS =
      Set.of("row", "stat", "table", "timeseries", "state-timeline");

  @Test
  void everyExpressionIsOne() {
    assertThat(Observability.expressions())
        .hasSizeGreaterThan(40)
        .allSatisfy(it -> assertThat(new PromQl(it).selectors()).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum by (a) (x",
        "sum by a (x)",
        "x{a=b}",
        "x{a\"b\"}",
        "x{a=\"b\"",
        "x > > 1",
        "x y",
        "unknown(x)",
        "rate(x[5])",
        "x == 'a'",
        "x{} }"
      })
  void whatIsNoExpressionIsRefused(String text) {
    assertThatThrownBy(() -> new PromQl(text)).isInstanceOf(AssertionError.class);
  }

  @Test
  void everyAlertLeadsToItsSectionOfTheRunbook() {
    var anchors =
        Observability.lines("docs/runbook.md")
            .filter(line -> line.startsWith("## "))
            .map(line -> "docs/runbook.md#" + line.substring(3).toLowerCase(Locale.ROOT))
            .toList();

    assertThat(Observability.alerts())
        .extracting(it -> it.path("annotations").path("runbook").asText())
        .containsExactlyInAnyOrderElementsOf(anchors);
    assertThat(Observability.alerts())
        .allSatisfy(
            it -> {
              assertThat(it.path("alert").asText()).startsWith("SoundBite");
              assertThat(it.path("labels").path("severity").asText())
                  .isIn("critical", "warning", "info");
              assertThat(it.path("annotations").path("summary").asText()).endsWith(".");
              assertThat("#" + it.path("alert").asText().toLowerCase(Locale.ROOT).substring(9))
                  .isEqualTo(
                      it.path("annotations").path("runbook").asText().replaceFirst(".*#", "#"));
            });
  }

  /** A summary that names a label which the result does not have says nothing. */
  @Test
  void summariesNameLabelsThatAlertsHave() {
    var label = Pattern.compile("\\$labels\\.(\\w+)");
    for (var alert : Observability.alerts()) {
      var labels = new HashSet<String>();
      new PromQl(alert.path("expr").asText()).groupings().forEach(it -> labels.addAll(it.labels()));
      assertThat(
              label
                  .matcher(alert.path("annotations").path("summary").asText())
                  .results()
                  .map(it -> it.group(1)))
          .as(alert.path("alert").asText())
          .isSubsetOf(labels);
    }
  }

  /** Those that no run of a test brings about. */
  @Test
  void reasonsAreThoseThatPeopleAreTold() {
    var told =
        Observability.text(Path.of("docs/errors.md"))
            + Observability.text(Path.of("docs/promotion.md"));
    assertThat(
            Observability.expressions().stream()
                .flatMap(it -> new PromQl(it).selectors().stream())
                .flatMap(it -> it.matchers().stream())
                .filter(it -> it.label().equals("reason"))
                .flatMap(it -> Arrays.stream(it.value().split("\\|"))))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(told).contains("`" + it + "`"));
  }

  @Test
  void panelsHaveIdsPlacesAndWordsOfTheirOwn() {
    var ids = new ArrayList<Integer>();
    var places = new HashSet<List<Integer>>();
    for (var panel : Observability.dashboard().path("panels")) {
      ids.add(panel.path("id").asInt());
      assertThat(panel.path("type").asText()).isIn(KINDS);
      assertThat(panel.path("title").asText()).isNotEmpty();
      var at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
      for (var x = 0; x < at.path("w").asInt(); x++) {
        for (var y = 0; y < at.path("h").asInt(); y++) {
          assertThat(places.add(List.of(at.path("x").asInt() + x, at.path("y").asInt() + y)))
              .as("%s overlaps", panel.path("title"))
              .isTrue();
        }
      }
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("description").asText()).endsWith(".");
        assertThat(panel.path("targets").findValuesAsText("refId"))
            .isNotEmpty()
            .doesNotHaveDuplicates();
      }
    }
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20);
  }

  @Test
  void everythingIsReadFromTheChosenSource() {
    var dashboard = Observability.dashboard();
    assertThat(dashboard.path("templating").path("list").findValuesAsText("name"))
        .containsExactly("datasource", "namespace", "environment");
    assertThat(dashboard.findValues("datasource"))
        .hasSizeGreaterThan(40)
        .extracting(it -> it.path("uid").asText())
        .containsOnly("${datasource}");
    assertThat(targets(dashboard)).allSatisfy(it -> assertThat(it.has("datasource")).isTrue());
  }

  /** What is of one environment follows the choice of environments. */
  @Test
  void whatIsOfAnEnvironmentFollowsTheChoice() {
    assertThat(targets(Observability.dashboard()))
        .flatExtracting(it -> List.copyOf(new PromQl(it.path("expr").asText()).selectors()))
        .filteredOn(
            it ->
                it.metric().startsWith("soundbite_environment")
                    || it.metric().startsWith("soundbite_promotions"))
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(it.matchers())
                    .contains(
                        new PromQl.Matcher("namespace", "=~", "$namespace"),
                        new PromQl.Matcher("name", "=~", "$environment")));
  }

  private static List<JsonNode> targets(JsonNode dashboard) {
    var targets = new ArrayList<JsonNode>();
    dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(targets::add));
    return targets;
  }
}
