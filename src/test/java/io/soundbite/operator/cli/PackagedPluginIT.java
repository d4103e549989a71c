package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.ApiServer;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script on the packaged operator: its class path has what the plugin needs. */
class PackagedPluginIT {
  @TempDir private Path directory;

  @Test
  void answersOnItsOwnAndKeepsOutputCleanForTools() throws Exception {
    try (var server = ApiServer.connect()) {
      var yaml = Sample.yaml("staging").replace("ce: soundbite", "ce: " + server.namespace);
      server
          .client
          .resource(
              server
                  .client
                  .getKubernetesSerialization()
                  .unmarshal(yaml, SoundBiteEnvironment.class))
          .create();

      var first = status(server.namespace);
      var second = status(server.namespace); // from the archive that the first has left

      assertThat(first.err()).isEmpty();
      assertThat(first.json().at("/environments/0/environment").asText())
          .isEqualTo(server.namespace + "/staging");
      assertThat(first.code()).isOne();
      assertThat(second).isEqualTo(first);
    }
  }

  /** What acts needs more of the jars: gates, revisions, a watch. */
  @Test
  void goesBackToWhatWasLiveBefore() throws Exception {
    try (var production = Production.create()) {
      var outcome =
          run("rollback", "production", "--timeout", "1s", "-n", production.server.namespace);

      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out())
          .contains("No gate stands in the way.")
          .endsWith("Not live after 1s. The operator has not come to it yet.\n");
      assertThat(outcome.code()).isOne();
      assertThat(production.resource().getSpec().image().tag()).isEqualTo("1.4.1");
    }
  }

  private Plugin.Outcome status(String namespace) throws Exception {
    return run("status", "-n", namespace, "-o", "json");
  }

  private Plugin.Outcome run(String... arguments) throws Exception {
    var out = directory.resolve("out");
    var err = directory.resolve("err");
    var builder =
        new ProcessBuilder(
                Stream.concat(Stream.of("deploy/kubectl/kubectl-sbenv"), Arrays.stream(arguments))
                    .toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("KUBECONFIG", System.getenv("SOUNDBITE_E2E_KUBECONFIG"));
    builder.environment().put("XDG_CACHE_HOME", directory.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var code = builder.start().waitFor();
    return new Plugin.Outcome(code, Files.readString(out), Files.readString(err));
  }
}
