package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The container image, built and then unpacked into a root of its own, from which it can be run
 * without a container engine.
 *
 * @param root the directory that is its root
 * @param settings of what is run from it
 */
record ContainerImage(Path root, Map<String, String> settings) {
  private static final String RUNNER = "sandbox/in_image.py";

  /** Built anew; trains its AOT cache in the sandbox. */
  static ContainerImage built() {
    // What Debian serves moves on, and is not what tests are about.
    var build = new Script("deploy/image/build.py", "--newer");
    build.run(Map.of());
    var root = build.sandbox().resolve("image");
    new Script(RUNNER, "unpack", archive().toString(), root.toString()).run(Map.of());
    return new ContainerImage(root, Map.of());
  }

  private static Path archive() {
    try (var files = Files.list(Path.of("target/image"))) {
      return files.filter(file -> file.toString().endsWith(".tar")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, run with this variable. */
  ContainerImage with(String variable, String value) {
    var more = new HashMap<>(settings);
    more.put(variable, value);
    return new ContainerImage(root, more);
  }

  /** The same, run with so many MiB of memory. */
  ContainerImage limited(long memory) {
    return with("SOUNDBITE_MEMORY", String.valueOf(memory << 20));
  }

  /** What sandbox.py is told, to start it instead of the packaged files. */
  Map<String, String> instead() {
    var command = "python3 '%s' run '%s'".formatted(Path.of(RUNNER).toAbsolutePath(), root);
    return with("SOUNDBITE_OPERATOR", command).settings();
  }

  /** What it says of how it wants to be run. */
  JsonNode configuration() throws IOException {
    var file = root.resolveSibling(root.getFileName() + ".json").toFile();
    return new ObjectMapper().readTree(file).path("config");
  }

  /** The files in it, without those of the machine that it is run with. */
  List<Path> files() {
    try (var files = Files.list(root)) {
      return files
          .filter(top -> !List.of("proc", "sys", "dev").contains(top.getFileName().toString()))
          .flatMap(ContainerImage::walk)
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> walk(Path directory) {
    try {
      return Files.walk(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
