package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that kubectl runs, with a Java that only says how it was called. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("deploy", "kubectl", "kubectl-sbenv").toAbsolutePath();

  @TempDir private Path directory;
  private Path java;
  private Path operator;

  @BeforeEach
  void make() throws IOException {
    java = java("java", "25.0.1");
    operator = operator("packaged");
  }

  @Test
  void runsThePluginFromThePackagedOperator() throws Exception {
    var outcome = run(SCRIPT, Map.of("SBENV_HOME", operator.toString()), "plan", "-f", "a file");

    assertThat(outcome.code()).isEqualTo(7);
    assertThat(outcome.out().lines())
        .startsWith(java + "/bin/java")
        .contains("-cp", "%1$s/app/*:%1$s/lib/boot/*:%1$s/lib/main/*".formatted(operator))
        .endsWith("io.soundbite.operator.cli.Sbenv", "plan", "-f", "a file");
  }

  @Test
  void keepsWhatTheJvmLearnsBesideOtherCaches() throws Exception {
    var outcome = run(SCRIPT, Map.of("SBENV_HOME", operator.toString()), "status");

    assertThat(outcome.out())
        .contains("-XX:SharedArchiveFile=" + directory.resolve("cache/kubectl-sbenv/classes.jsa"));
    assertThat(directory.resolve("cache/kubectl-sbenv")).isDirectory();
  }

  @Test
  void startsWithoutAPlaceForACache() throws Exception {
    var file = Files.writeString(directory.resolve("file"), "");
    var outcome =
        run(
            SCRIPT,
            Map.of("SBENV_HOME", operator.toString(), "XDG_CACHE_HOME", file.toString()),
            "status");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).doesNotContain("SharedArchiveFile").endsWith("status\n");
  }

  @Test
  void findsTheOperatorBesideItselfThroughALink() throws Exception {
    var home = Files.createDirectory(directory.resolve("installed"));
    var script = Files.copy(SCRIPT, home.resolve("kubectl-sbenv"));
    var link = Files.createSymbolicLink(directory.resolve("kubectl-sbenv"), script);
    var beside = operator("installed/quarkus-app");

    assertThat(run(link, Map.of(), "status").out()).contains(beside + "/app/*:");
  }

  @Test
  void aJavaOfAnotherVersionIsNotTaken() throws Exception {
    var older = java("older", "17.0.2");
    var environment = Map.of("SBENV_HOME", operator.toString(), "JAVA_HOME", older.toString());

    assertThat(run(SCRIPT, environment, "status").out()).doesNotContain(older.toString());
  }

  @Test
  void aMissingOperatorIsNamed() throws Exception {
    var script = Files.copy(SCRIPT, directory.resolve("kubectl-sbenv"));
    var nowhere = run(script, Map.of(), "status");
    var wrong = run(script, Map.of("SBENV_HOME", directory.toString()), "status");

    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("no packaged operator found: run 'make build'");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("SBENV_HOME=" + directory + " is no packaged operator");
  }

  private Path operator(String name) throws IOException {
    var home = directory.resolve(name);
    Files.createDirectories(home.resolve("app"));
    Files.createDirectories(home.resolve("lib/main"));
    return home.toRealPath();
  }

  private Path java(String name, String version) throws IOException {
    var home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    var binary = home.resolve("bin/java");
    Files.writeString(binary, "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\nexit 7\n");
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private Plugin.Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var out = directory.resolve("out");
    var err = directory.resolve("err");
    var builder =
        new ProcessBuilder(
                Stream.concat(List.of("sh", script.toString()).stream(), Arrays.stream(arguments))
                    .toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    var variables = new TreeMap<String, String>();
    variables.put("PATH", System.getenv("PATH"));
    variables.put("JAVA_HOME", java.toString());
    variables.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    variables.putAll(environment);
    builder.environment().clear();
    builder.environment().putAll(variables);
    var code = builder.start().waitFor();
    return new Plugin.Outcome(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
