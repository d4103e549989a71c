package io.soundbite.operator.controller;

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
 * @param limits of what is run from it
 */
record ContainerImage(Path root, Map<String, String> limits) {
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

  /** The same, run with so many MiB of memory. */
  ContainerImage limited(long memory) {
    return new ContainerImage(root, Map.of("SOUNDBITE_MEMORY", String.valueOf(memory << 20)));
  }

  /** What sandbox.py is told, to start it instead of the packaged files. */
  Map<String, String> instead() {
    var settings = new HashMap<>(limits);
    var runner = Path.of(RUNNER).toAbsolutePath();
    settings.put("SOUNDBITE_OPERATOR", "python3 '%s' run '%s'".formatted(runner, root));
    return settings;
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
