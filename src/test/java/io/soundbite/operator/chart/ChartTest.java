package io.soundbite.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the chart repeats of other files is the same there. */
class ChartTest {
  private static final Pattern TABLE = Pattern.compile("(?m)(^\\|.*\n)+");

  @Test
  void readmeListsEveryValueAsItIs() throws IOException {
    var readme = Helm.CHART.resolve("README.md");
    var table = ValuesTable.text();
    if ("write".equals(System.getProperty("soundbite.chart.readme"))) {
      var text = TABLE.matcher(Files.readString(readme));
      Files.writeString(readme, text.replaceFirst(Matcher.quoteReplacement(table)));
    }

    assertThat(readme)
        .as(
            "the table of %s is stale. Write it anew with:"
                + " ./mvnw -q test -Dtest=ChartTest -Dsoundbite.chart.readme=write",
            readme)
        .content()
        .contains("\n\n" + table);
  }

  @Test
  void everyValueIsExplained() throws IOException {
    var values = Files.readString(Helm.CHART.resolve("values.yaml"));
    var leaves = Serialization.unmarshal(values, JsonNode.class);

    assertThat(leaves.properties())
        .isNotEmpty()
        .allSatisfy(it -> assertExplained(it.getKey(), it.getValue(), ValuesTable.text()));
  }

  @Test
  void isOfTheOperatorsVersion() throws IOException {
    var pom =
        Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml")));
    var chart =
        Serialization.unmarshal(Files.readString(Helm.CHART.resolve("Chart.yaml")), JsonNode.class);

    assertThat(pom.find()).isTrue();
    assertThat(chart.path("appVersion").asText()).isEqualTo(pom.group(1));
    assertThat(pom.group(1)).startsWith(chart.path("version").asText());
  }

  /** A value is, or each of its parts. */
  private static void assertExplained(String path, JsonNode value, String table) {
    if (table.contains("| `" + path + "` |")) {
      return;
    }
    assertThat(value.properties()).as("%s in values.yaml needs a comment # --", path).isNotEmpty();
    value
        .properties()
        .forEach(it -> assertExplained(path + "." + it.getKey(), it.getValue(), table));
  }
}
