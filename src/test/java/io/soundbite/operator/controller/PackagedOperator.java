package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The operator as people run it: packaged, a process of its own, under its own ServiceAccount with
 * the shipped rules. Started and stopped by the sandbox, as {@code make sandbox} does.
 */
final class PackagedOperator implements AutoCloseable {
  private final Script script = new Script("python3", "sandbox/sandbox.py", "operator");
  private final Map<String, String> environment;

  PackagedOperator() {
    this(Map.of());
  }

  /** Started by sandbox.py with these variables set. */
  PackagedOperator(Map<String, String> environment) {
    this.environment = environment;
  }

  PackagedOperator start() {
    run("start");
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

  /** Whether it says so; throws while nobody answers. */
  boolean isReady() {
    return get("/q/health/ready").contains("\"status\": \"UP\"");
  }

  /** What it answers at {@code path}. */
  String get(String path) {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(url().resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The id of its process. */
  long pid() {
    return noted("pids/operator").path("pid").asLong();
  }

  /** Where it listens: at the port that the sandbox has chosen for it. */
  private URI url() {
    return URI.create(
        "http://127.0.0.1:" + noted("state.json").path("ports").path("operator").asInt());
  }

  /** What the sandbox has written down. */
  private JsonNode noted(String file) {
    try {
      return new ObjectMapper().readTree(script.sandbox().resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> log(String name) {
    try {
      return Files.readAllLines(script.sandbox().resolve("logs").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private String run(String action) {
    var command = Stream.concat(script.command().stream(), Stream.of(action)).toList();
    return new Script(script.sandbox(), command).run(environment);
  }
}
