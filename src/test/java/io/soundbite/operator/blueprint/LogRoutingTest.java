package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The agent's configuration and the document about logs, against what the blueprint makes. Fluent
 * Bit itself is not run here.
 */
class LogRoutingTest {
  private static final String ANNOTATION =
      "$kubernetes['annotations']['" + PodTemplate.LOG_GROUP + "']";
  private static final Pattern FILTER =
      Pattern.compile("\\{ \\$\\.(\\w+) (=|>=) (?:\"(\\w+)\"|(\\d+)) }");
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void podsNameLogGroupsThatTheBlueprintMakes(Example example) throws IOException {
    var blueprint = example.blueprint();
    var groups =
        blueprint.stream()
            .filter(LogGroup.class::isInstance)
            .map(it -> it.key().name())
            .collect(Collectors.toSet());
    var named =
        new Manifests(blueprint)
            .deployments().stream()
                .map(it -> Manifests.at(it, "spec/template/metadata/annotations").toString())
                .map(it -> it.replaceFirst(".*" + PodTemplate.LOG_GROUP + "=([^,}]+).*", "$1"))
                .collect(Collectors.toSet());

    assertThat(named).isEqualTo(groups).hasSize(2);
    assertThat(named)
        .allMatch(Pattern.compile(section("grep").get("Regex").split(" +")[1]).asPredicate());
  }

  @Test
  void theAgentSendsALineAsItIsToTheGroupThatItsPodNames() throws IOException {
    assertThat(section("grep").get("Regex")).startsWith(ANNOTATION + " ");
    assertThat(section("kubernetes"))
        .containsEntry("Annotations", "On")
        .containsEntry("Merge_Log", "Off");
    assertThat(section("cloudwatch_logs"))
        .containsEntry("log_group_template", ANNOTATION)
        .containsEntry("log_key", "log")
        .containsEntry("auto_create_group", "Off");
    assertThat(sections())
        .allSatisfy(it -> assertThat(it.getOrDefault("Match", "kube.*")).isEqualTo("kube.*"));
  }

  @ParameterizedTest
  @EnumSource
  void theAgentMayWriteToThoseGroupsAndNothingElse(Example example) throws IOException {
    var statements =
        JSON.readTree(Path.of("deploy/fluent-bit/policy.json").toFile()).path("Statement");
    assertThat(statements).hasSize(1);
    assertThat(statements.get(0).path("Action"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder(
            "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents");
    var allowed = statements.get(0).path("Resource").asText().replace("*", ".*");

    assertThat(example.blueprint().stream().filter(LogGroup.class::isInstance))
        .allSatisfy(it -> assertThat(((LogGroup) it).arn() + ":log-stream:any").matches(allowed));
    assertThat("arn:aws-cn:logs:cn-north-1:123456789012:log-group:/soundbite/a/api:log-stream:b")
        .matches(allowed);
    assertThat("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/any")
        .doesNotMatch(allowed);
  }

  @Test
  void theLinesOfTheDocumentCountAsItSays() throws IOException {
    var lines =
        Files.readAllLines(Path.of("docs/logs.md")).stream()
            .filter(line -> line.matches("\\| `.*` \\| (nothing|[A-Z]\\w+ \\d).*"))
            .toList();
    assertThat(lines).hasSize(6);
    for (var row : lines) {
      var cells = row.split(" \\| ");
      var counted = counted(cells[0].substring(3, cells[0].length() - 1));
      assertThat(counted.isEmpty() ? "nothing" : String.join(", ", counted))
          .as(row)
          .isEqualTo(cells[1].replaceFirst(" \\|$", ""));
    }
  }

  /** What all filters make of one line. */
  private static Set<String> counted(String line) {
    var counted = new TreeSet<String>();
    for (var resource : Example.STAGING.blueprint()) {
      if (resource instanceof MetricFilter filter) {
        value(filter, line).forEach(it -> counted.add(filter.metricName() + " " + it));
      }
    }
    return counted;
  }

  /** The metric's value, if the line matches: the two comparisons that the filters use. */
  private static List<String> value(MetricFilter filter, String line) {
    var pattern = FILTER.matcher(filter.pattern());
    assertThat(pattern.matches()).as(filter.pattern()).isTrue();
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (IOException e) {
      return List.of();
    }
    var field = json.path(pattern.group(1));
    var matches =
        pattern.group(2).equals("=")
            ? field.isTextual() && field.asText().equals(pattern.group(3))
            : field.isNumber() && field.asDouble() >= Double.parseDouble(pattern.group(4));
    return matches
        ? List.of(
            filter.value().startsWith("$.")
                ? json.path(filter.value().substring(2)).asText()
                : filter.value())
        : List.of();
  }

  private static Map<String, String> section(String name) throws IOException {
    return sections().stream().filter(it -> name.equals(it.get("Name"))).findFirst().orElseThrow();
  }

  /** The sections of the agent's configuration. */
  private static List<Map<String, String>> sections() throws IOException {
    var config =
        Serialization.unmarshal(
                Files.readString(Path.of("deploy/fluent-bit/values.yaml")), JsonNode.class)
            .path("config");
    var sections = new ArrayList<Map<String, String>>();
    for (var part : List.of("inputs", "filters", "outputs")) {
      for (var line : config.path(part).asText().lines().map(String::strip).toList()) {
        if (line.matches("\\[(INPUT|FILTER|OUTPUT)]")) {
          sections.add(new HashMap<>());
        } else if (!line.isEmpty()) {
          var words = line.split(" +", 2);
          sections.getLast().put(words[0], words[1]);
        }
      }
    }
    return sections;
  }
}
