package io.soundbite.operator.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The table of the chart's README, made from values.yaml: a line for each value with a comment that
 * starts with {@code # --}.
 */
final class ValuesTable {
  private static final Pattern COMMENT = Pattern.compile(" *# -- (.*)");
  private static final Pattern KEY = Pattern.compile("( *)(\\w+):.*");
  private static final int INDENT = 2;

  private final List<String> lines;
  private final JsonNode values;

  private ValuesTable(String text) {
    this.lines = text.lines().toList();
    this.values = Serialization.unmarshal(text, JsonNode.class);
  }

  /** Of the chart that is there. */
  static String text() throws IOException {
    return new ValuesTable(Files.readString(Helm.CHART.resolve("values.yaml"))).table();
  }

  private String table() {
    var rows =
        new ArrayList<String>(List.of("| value | default | meaning |", "| --- | --- | --- |"));
    var path = new ArrayDeque<String>();
    var said = "";
    for (var line : lines) {
      var comment = COMMENT.matcher(line);
      var key = KEY.matcher(line);
      if (comment.matches()) {
        said = comment.group(1);
      } else if (key.matches()) {
        while (path.size() > key.group(1).length() / INDENT) {
          path.removeLast();
        }
        path.addLast(key.group(2));
        if (!said.isEmpty()) {
          rows.add("| `%s` | `%s` | %s |".formatted(String.join(".", path), at(path), said));
        }
        said = "";
      }
    }
    return String.join("\n", rows) + "\n";
  }

  private String at(Iterable<String> path) {
    var node = values;
    for (var key : path) {
      node = node.path(key);
    }
    return node.toString();
  }
}
