package io.soundbite.operator.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dashboard, the alerts and the documents that are shipped. */
public final class Observability {
  private static final Path FILES = Path.of("deploy/helm/soundbite-operator/files");
  private static final Path DASHBOARD = FILES.resolve("dashboards/soundbite.json");
  private static final Path ALERTS = FILES.resolve("alerts/soundbite.yaml");

  private Observability() {}

  static JsonNode dashboard() {
    try {
      return new ObjectMapper().readTree(text(DASHBOARD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every alert. */
  static List<JsonNode> alerts() {
    var alerts = new ArrayList<JsonNode>();
    Serialization.unmarshal(text(ALERTS), JsonNode.class)
        .path("groups")
        .forEach(group -> group.path("rules").forEach(alerts::add));
    return alerts;
  }

  /** Every expression of the dashboard and of the alerts. */
  public static List<String> expressions() {
    return Stream.concat(
            dashboard().findValuesAsText("expr").stream(),
            alerts().stream().map(it -> it.path("expr").asText()))
        .toList();
  }

  /** The metrics of the table in docs/metrics.md. */
  public static Set<Scrape.Metric> documented() {
    return lines("docs/metrics.md")
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split(" *\\| *"))
        .map(cells -> new Scrape.Metric(cells[1].replace("`", ""), cells[2], labels(cells[3])))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> labels(String cell) {
    return Arrays.stream(cell.split(", *"))
        .filter(it -> !it.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Stream<String> lines(String file) {
    return text(Path.of(file)).lines();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
