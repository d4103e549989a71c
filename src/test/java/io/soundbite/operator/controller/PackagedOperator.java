package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soundbite.operator.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operator as people run it: packaged, a process of its own, under its own ServiceAccount with
 * the shipped rules. Started and stopped by the sandbox, as {@code make sandbox} does.
 */
final class PackagedOperator implements AutoCloseable {
  private final Path sandbox = Sandbox.directory().toAbsolutePath();
  private final Map<String, String> environment;
  private Map<String, URI> urls = Map.of();

  PackagedOperator() {
    this(Map.of());
  }

  /** Started by sandbox.py with these variables set. */
  PackagedOperator(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Installs the chart, or upgrades it, and has the pods run; {@code more} goes to helm. */
  PackagedOperator start(String... more) {
    urls = urls(run(Stream.concat(Stream.of("start", "--"), Arrays.stream(more))));
    return this;
  }

  /** Has what the cluster says run, and no more: after somebody else has asked helm. */
  void sync() {
    urls = urls(run(Stream.of("sync")));
  }

  /** SIGTERM, and SIGKILL if it does not end. */
  void stop() {
    run(Stream.of("stop"));
  }

  /** SIGKILL at once. */
  void kill() {
    run(Stream.of("kill"));
  }

  /** SIGKILL at once, for one of its pods. */
  void kill(String pod) {
    run(Stream.of("kill", "--pod", pod));
  }

  /** The names of its pods. */
  Set<String> pods() {
    return urls.keySet();
  }

  /** Whether the first says so; throws while nobody answers. */
  boolean isReady() {
    return get("/q/health/ready").contains("\"status\": \"UP\"");
  }

  /** What the first answers at {@code path}. */
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

  /** The id of the first's process. */
  long pid() {
    return noted("pids/" + process()).path("pid").asLong();
  }

  /** The id of a pod's process. */
  long pid(String pod) {
    var process = noted("state.json").path("pods").path(pod).asText();
    return noted("pids/" + process).path("pid").asLong();
  }

  /** Fails when the first has ended. */
  void assertAlive() {
    assertThat(ProcessHandle.of(pid())).as("the operator's process").isPresent();
  }

  /** Where the first listens. */
  private URI url() {
    return URI.create(
        "http://127.0.0.1:" + noted("state.json").path("ports").path(process()).asInt());
  }

  /**
   * What the sandbox calls the first's process; until it is known, what it calls the very first.
   */
  private String process() {
    return urls.keySet().stream()
        .findFirst()
        .map(pod -> noted("state.json").path("pods").path(pod).asText())
        .orElse("operator");
  }

  /** What the sandbox has written down. */
  private JsonNode noted(String file) {
    try {
      return new ObjectMapper().readTree(sandbox.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the first has logged, and whoever was called so before. */
  List<String> log() {
    return log(process() + ".log");
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

  /** What says which pod is where, a line for each. */
  private static Map<String, URI> urls(String output) {
    return output
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 2 && words[1].startsWith("http"))
        .collect(Collectors.toMap(words -> words[0], words -> URI.create(words[1])));
  }

  private String run(Stream<String> arguments) {
    var script = Stream.of("python3", "sandbox/sandbox.py", "operator");
    return new Script(sandbox, Stream.concat(script, arguments).toList()).run(environment);
  }
}
