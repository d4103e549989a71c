package io.soundbite.operator.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The operator as people run it: packaged, a process of its own, under its own ServiceAccount with
 * the shipped rules. Started and stopped by the sandbox, as {@code make sandbox} does.
 */
final class PackagedOperator implements AutoCloseable {
  private final Path sandbox;
  private URI url = URI.create("http://127.0.0.1");

  PackagedOperator() {
    var directory = System.getenv("SOUNDBITE_SANDBOX_DIR");
    if (directory == null || directory.isBlank()) {
      throw new AssertionError(
          "This test starts the packaged operator in a sandbox: run `make test`, or start one with"
              + " `sandbox/sandbox.py up --only-infra` and export SOUNDBITE_SANDBOX_DIR=<its"
              + " directory>");
    }
    sandbox = Path.of(directory);
  }

  PackagedOperator start() {
    var output = run("start").strip();
    url = URI.create(output.substring(output.lastIndexOf('\n') + 1));
    return this;
  }

  /** SIGTERM, and SIGKILL if it does not end. */
  void stop() {
    run("stop");
  }

  /** SIGKILL at once. */
  void kill() {
    run("kill");
  }

  /** What it answers at {@code path}. */
  String get(String path) {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(url.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<String> log(String name) {
    try {
      return Files.readAllLines(sandbox.resolve("logs").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private String run(String action) {
    try {
      var builder =
          new ProcessBuilder("python3", "sandbox/sandbox.py", "operator", action)
              .redirectErrorStream(true);
      builder.environment().put("SANDBOX_DIR", sandbox.toString());
      var process = builder.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("sandbox.py operator " + action + ": " + output);
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
