package io.soundbite.operator.controller;

import io.soundbite.operator.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A script of the tree, run as people run it, in the sandbox that the tests were told of. */
record Script(Path sandbox, List<String> command) {
  Script(String... command) {
    this(Sandbox.directory().toAbsolutePath(), List.of(command));
  }

  /** What it prints; fails with that when it fails. */
  String run(Map<String, String> environment) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("SANDBOX_DIR", sandbox.toString());
      builder.environment().putAll(environment);
      var process = builder.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
