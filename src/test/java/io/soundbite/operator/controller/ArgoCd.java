package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The real Argo CD, started by the sandbox beside its cluster, as its users know it. */
final class ArgoCd implements AutoCloseable {
  private static final Path FILES = Path.of("deploy/argocd");
  private static final String ANNOTATION = "argocd.argoproj.io/";
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final Map<String, String> places;

  private ArgoCd(KubernetesClient client, Map<String, String> places) {
    this.client = client;
    this.places = places;
  }

  /** Starts it, and gives it the settings of deploy/argocd. */
  static ArgoCd start(KubernetesClient client) {
    var places =
        sandbox("start")
            .lines()
            .map(line -> line.split(" "))
            .filter(words -> words.length == 2)
            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    var settings = read("argocd-cm.yaml").path("data");
    client
        .configMaps()
        .inNamespace("argocd")
        .withName("argocd-cm")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            JSON.createObjectNode().set("data", settings).toString());
    return new ArgoCd(client, places);
  }

  private static String sandbox(String action) {
    return new Script("python3", "sandbox/sandbox.py", "argocd", action).run(Map.of());
  }

  /** Where the bare repository of that name has to be, to be served. */
  Path repository(String name) {
    return Path.of(places.get("repositories")).resolve(name + ".git");
  }

  /** Applies the Application of a file of deploy/argocd, with its repository served here. */
  void apply(String file, Consumer<ObjectNode> change) {
    var application = (ObjectNode) read(file);
    var source = (ObjectNode) application.at("/spec/source");
    source.put(
        "repoURL", source.path("repoURL").asText().replaceFirst(".*(?=/)", places.get("git")));
    change.accept(application);
    client
        .resource(
            client
                .getKubernetesSerialization()
                .unmarshal(application.toString(), GenericKubernetesResource.class))
        .fieldManager("test")
        .serverSideApply();
  }

  /** Has it look for new commits, as a webhook does. */
  void refresh(String name) {
    annotate(name, "refresh", "normal");
  }

  /** Confirms deletions that wait for it, as the user interface does. */
  void confirm(String name) {
    annotate(
        name,
        "deletion-approved",
        Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Asks for a sync that may delete what git has no longer. */
  void prune(String name) {
    call("POST", "/sync", name, "{\"prune\": true}");
  }

  /** Terminates the operation under way. */
  void terminate(String name) {
    call("DELETE", "/operation", name, "");
  }

  /** Deletes an Application, with everything that it has applied when it {@code cascades}. */
  void delete(String name, boolean cascades) {
    if (cascades) {
      merge(name, "{\"metadata\":{\"finalizers\":[\"resources-finalizer.argocd.argoproj.io\"]}}");
    }
    application(name).delete();
  }

  /** Whether there is an Application of that name. */
  boolean has(String name) {
    return application(name).get() != null;
  }

  /** Waits until it is {@code sync} and {@code health}, with no operation under way. */
  JsonNode await(String name, String sync, String health) {
    return await(
        name,
        it ->
            it.at("/status/sync/status").asText().equals(sync)
                && it.at("/status/health/status").asText().equals(health)
                && !it.has("operation")
                && !it.at("/status/operationState/phase").asText().equals("Running"));
  }

  /** Waits until {@code condition} holds of it. */
  JsonNode await(String name, Predicate<JsonNode> condition) {
    return Awaitility.await(name)
        .atMost(PATIENCE)
        .until(() -> JSON.<JsonNode>valueToTree(application(name).get()), condition::test);
  }

  /** What it says of the environment of that name: {@code <sync> <health> <message>}. */
  static String resource(JsonNode application, String name) {
    for (var resource : application.at("/status/resources")) {
      if (resource.path("name").asText().equals(name)) {
        return "%s %s %s"
            .formatted(
                resource.path("status").asText(),
                resource.at("/health/status").asText(),
                resource.at("/health/message").asText());
      }
    }
    return "";
  }

  private void annotate(String name, String annotation, String value) {
    merge(
        name,
        "{\"metadata\":{\"annotations\":{\"" + ANNOTATION + annotation + "\":\"" + value + "\"}}}");
  }

  private void merge(String name, String patch) {
    application(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private Resource<GenericKubernetesResource> application(String name) {
    return client
        .genericKubernetesResources("argoproj.io/v1alpha1", "Application")
        .inNamespace("argocd")
        .withName(name);
  }

  private void call(String method, String path, String name, String body) {
    var uri = URI.create(places.get("api") + "/api/v1/applications/" + name + path);
    var request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(uri + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode read(String file) {
    try {
      return YAML.readTree(FILES.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it; Applications that are left are looked after by nobody then. */
  @Override
  public void close() {
    sandbox("stop");
  }
}
