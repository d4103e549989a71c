package io.soundbite.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the chart renders, word for word: {@code x.yaml} of {@code x.values.yaml}, without the
 * custom resource definition. {@code -Dgolden.update=true} rewrites the files.
 */
class ChartIT {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "chart");
  private static final String VALUES = ".values.yaml";

  @ParameterizedTest
  @MethodSource("values")
  void rendersWhatIsWritten(String name) throws IOException {
    var golden = GOLDEN.resolve(name + ".yaml");
    var rendered = rendered(template(name).good());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, rendered);
    }

    assertThat(rendered)
        .as("%s; -Dgolden.update=true rewrites it", golden)
        .isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("values")
  void passesLint(String name) {
    assertThat(
            Helm.run("lint", "--strict", Helm.CHART.toString(), "-f", valuesOf(name).toString())
                .good())
        .contains("1 chart(s) linted, 0 chart(s) failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas=1                                     | clusterId is required: the name of this cluster
          clusterId=a/b                                  | at '/clusterId': 'a/b' does not match pattern
          clusterId=a,clusterid=b                        | additional properties 'clusterid' not allowed
          clusterId=a,watch.namespace=b                  | at '/watch': additional properties 'namespace' not allowed
          clusterId=a,watch.namespaces={a_b}             | at '/watch/namespaces/0': 'a_b' does not match pattern
          clusterId=a,watch.all=true,watch.namespaces={b} | watch.all and watch.namespaces exclude each other
          clusterId=a,grants[0].environments={b}         | at '/grants/0': missing property 'namespace'
          clusterId=a,grants[0].namespace=b,grants[0].policies={Erase} | at '/grants/0/policies/0': value must be one of 'Adopt', 'Delete'
          clusterId=a,aws.roleArn=operator               | at '/aws/roleArn': 'operator' does not match pattern
          clusterId=a,aws.podIdentity.clusterArn=prod    | at '/aws/podIdentity/clusterArn': 'prod' does not match pattern
          clusterId=a,permissionsBoundary=arn:aws:other  | at '/permissionsBoundary': 'arn:aws:other' does not match pattern
          clusterId=a,aws.pullAccounts={hub}             | at '/aws/pullAccounts/0': 'hub' does not match pattern
          clusterId=a,aws.pullAccounts={123456789012}    | at '/aws/pullAccounts/0': got number, want string
          clusterId=a,monitoring.containerInsights=enhanced | at '/monitoring/containerInsights': value must be one of 'none', 'classic', 'otel'
          clusterId=a,replicas=two                       | at '/replicas': got string, want integer
          """)
  void refuses(String values, String message) {
    var outcome =
        Helm.run("template", "x", Helm.CHART.toString(), "--namespace", "here", "--set", values);

    assertThat(outcome.exit()).isNotZero();
    assertThat(outcome.output()).contains(message);
  }

  @Test
  void bringsEveryDashboardAndRuleFile(@TempDir Path copy) throws IOException {
    copyOfChart(copy);
    write(copy.resolve("files/dashboards/one.json"), "{\"title\": \"{{ not a template }}\"}");
    write(copy.resolve("files/alerts/two.yaml"), "groups: [{name: two, rules: []}]");
    var both = "clusterId=a,metrics.dashboards.enabled=true,metrics.alerts.enabled=true";

    assertThat(rendering(copy, both))
        .contains("one.json: '{\"title\": \"{{ not a template }}\"}'")
        .containsPattern("kind: PrometheusRule\nmetadata:\n  name: soundbite-operator-alerts-two\n")
        .containsPattern("spec:\n  groups:\n  - name: two\n");
    assertThat(rendering(copy, both + ",metrics.alerts.kind=ConfigMap"))
        .contains("two.yaml: 'groups: [{name: two, rules: []}]'");
  }

  private static void copyOfChart(Path to) throws IOException {
    try (var files = Files.walk(Helm.CHART)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        write(to.resolve(Helm.CHART.relativize(file)), Files.readString(file));
      }
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String rendering(Path chart, String values) {
    return Helm.run("template", "soundbite-operator", chart.toString(), "--set", values).good();
  }

  static Stream<String> values() throws IOException {
    try (var files = Files.list(GOLDEN)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(VALUES))
          .map(name -> name.substring(0, name.length() - VALUES.length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  static Helm.Outcome template(String name) {
    return Helm.run(
        "template",
        "soundbite-operator",
        Helm.CHART.toString(),
        "--namespace",
        "soundbite-system",
        "-f",
        valuesOf(name).toString());
  }

  private static Path valuesOf(String name) {
    return GOLDEN.resolve(name + VALUES);
  }

  /** Without the custom resource definition, which has a file of its own. */
  private static String rendered(String all) {
    return Stream.of(all.split("(?m)^---\n"))
        .filter(document -> !document.contains("\nkind: CustomResourceDefinition\n"))
        .reduce((left, right) -> left + "---\n" + right)
        .orElseThrow();
  }
}
