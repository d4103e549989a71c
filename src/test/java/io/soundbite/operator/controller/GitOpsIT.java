package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The environments of deploy/argocd, applied as Argo CD applies them and compared as it compares
 * them: by a server-side apply under its field manager, dry for the comparison.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/diff-strategies/">diff
 *     strategies</a>
 */
class GitOpsIT {
  private static final Path GIT = Path.of("deploy/argocd/environments");
  private static final String MANAGER = "argocd-controller";
  private static final String TRACKING = "argocd.argoproj.io/tracking-id";
  private static final List<String> ALL = List.of("staging", "production");
  private static final int RECONCILES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static OperatorUnderTest operator;

  @BeforeAll
  static void start() {
    operator = new OperatorUnderTest().start();
    sync("1.4.1");
    operator.push("staging", "soundbite-staging-api", "1.4.1", "1.4.2");
    ALL.forEach(operator::awaitReady);
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  void nothingOfOursIsOutOfSyncAfterTwentyReconciles() {
    for (var round = 0; round < RECONCILES; round++) {
      ALL.forEach(operator::reread);
    }
    assertInSync("1.4.1");
  }

  @Test
  void aCommitIsAPromotionAndItsRevertTheWayBack() {
    sync("1.4.2");
    ALL.forEach(operator::awaitReady);
    assertThat(liveTag("production")).isEqualTo("1.4.2");
    assertInSync("1.4.2");

    sync("1.4.1");
    ALL.forEach(operator::awaitReady);
    assertThat(liveTag("production")).isEqualTo("1.4.1");
    assertInSync("1.4.1");
  }

  /** A child with Argo CD's mark on it would be pruned, as git does not have it. */
  @Test
  void childrenDoNotCarryItsMarks() {
    assertThat(children())
        .isNotEmpty()
        .allSatisfy(
            child -> {
              var metadata = child.getMetadata();
              assertThat(metadata.getLabels()).doesNotContainKey("app.kubernetes.io/instance");
              if (metadata.getAnnotations() != null) {
                assertThat(metadata.getAnnotations().keySet())
                    .noneMatch(it -> it.startsWith("argocd.argoproj.io/"));
              }
              assertThat(metadata.getOwnerReferences())
                  .singleElement()
                  .satisfies(it -> assertThat(it.getController()).isTrue());
            });
  }

  @Test
  void theyAreTheExamples() {
    for (var name : ALL) {
      var example = read(Path.of("examples", name + ".yaml"));
      assertThat(read(GIT.resolve(name + ".yaml")).path("spec")).isEqualTo(example.path("spec"));
    }
  }

  private static Stream<HasMetadata> children() {
    var client = operator.client();
    var namespace = operator.namespace();
    return Stream.of(
            client.apps().deployments().inNamespace(namespace).list().getItems(),
            client.configMaps().inNamespace(namespace).list().getItems(),
            client.services().inNamespace(namespace).list().getItems(),
            client.network().v1().ingresses().inNamespace(namespace).list().getItems(),
            client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace)
                .list()
                .getItems())
        .flatMap(List::stream)
        .map(HasMetadata.class::cast)
        .filter(it -> !it.getMetadata().getName().equals("kube-root-ca.crt"));
  }

  private static String liveTag(String name) {
    return operator.environment(name).get().getStatus().release().tag();
  }

  private static void sync(String tag) {
    ALL.forEach(name -> apply(name, tag, false));
  }

  private static void assertInSync(String tag) {
    for (var name : ALL) {
      var live = content(live(name));
      var asGitHasIt = content(apply(name, tag, true));
      assertThat(asGitHasIt).as(name).isEqualTo(live);
      assertThat(live.at("/metadata/annotations/" + TRACKING.replace("/", "~1")).asText())
          .contains(name);
    }
  }

  /** As Argo CD applies: forced, with its tracking annotation. */
  private static JsonNode apply(String name, String tag, boolean dry) {
    var resource = read(GIT.resolve(name + ".yaml"));
    var metadata = (ObjectNode) resource.path("metadata");
    metadata.put("namespace", operator.namespace());
    metadata
        .withObjectProperty("annotations")
        .put(
            TRACKING,
            "soundbite-environments:soundbite.io/SoundBiteEnvironment:%s/%s"
                .formatted(operator.namespace(), name));
    ((ObjectNode) resource.at("/spec/image")).put("tag", tag);
    var client = operator.client();
    var declared =
        client
            .getKubernetesSerialization()
            .unmarshal(resource.toString(), GenericKubernetesResource.class);
    return tree(
        client
            .resource(declared)
            .dryRun(dry)
            .fieldManager(MANAGER)
            .forceConflicts()
            .serverSideApply());
  }

  private static JsonNode live(String name) {
    return tree(
        operator
            .client()
            .genericKubernetesResources("soundbite.io/v1alpha1", "SoundBiteEnvironment")
            .inNamespace(operator.namespace())
            .withName(name)
            .get());
  }

  private static JsonNode tree(GenericKubernetesResource resource) {
    return JSON.valueToTree(resource);
  }

  /** What Argo CD compares: all but the API server's own bookkeeping and status. */
  private static ObjectNode content(JsonNode resource) {
    var content = (ObjectNode) resource.deepCopy();
    content.remove("status");
    ((ObjectNode) content.path("metadata")).remove(List.of("managedFields", "resourceVersion"));
    return content;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.valueToTree(
          operator
              .client()
              .getKubernetesSerialization()
              .unmarshal(Files.readString(file), Map.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
