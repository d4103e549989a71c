package io.soundbite.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.ApiServer;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.ExampleFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator that was installed for one namespace may do to environments anywhere. */
class OperatorRightsIT {
  private static final Set<String> RIGHTS =
      Set.of(
          "ClusterRole",
          "ClusterRoleBinding",
          "Role",
          "RoleBinding",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding");
  private static final String FINALIZER =
      "{\"metadata\": {\"finalizers\": [\"soundbite.io/finalizer\"]}}";
  private static final String NONE = "{\"metadata\": {\"finalizers\": null}}";
  private static final String READY =
      "{\"status\": {\"observedGeneration\": 1, \"conditions\": []}}";

  private static ApiServer watched;
  private static ApiServer elsewhere;
  private static KubernetesClient operator;
  private static List<HasMetadata> rights = List.of();

  @BeforeAll
  static void install() {
    watched = ApiServer.connect();
    elsewhere = ApiServer.connect();
    var rendered =
        Helm.run(
                "template",
                "rights",
                Helm.CHART.toString(),
                "--namespace",
                watched.namespace,
                "--set",
                "clusterId=test,serviceAccount.name=operator")
            .good();
    rights =
        watched
            .client
            .load(new ByteArrayInputStream(rendered.getBytes(StandardCharsets.UTF_8)))
            .items()
            .stream()
            .filter(it -> RIGHTS.contains(it.getKind()))
            .toList();
    rights.forEach(it -> watched.client.resource(it).serverSideApply());
    operator =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(watched.client.getConfiguration())
                    .withImpersonateUsername(
                        "system:serviceaccount:" + watched.namespace + ":operator")
                    .build())
            .build();
    create(watched);
    create(elsewhere);
    Awaitility.await("rules and policy are in force")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              patch(watched, FINALIZER);
              try {
                patch(
                    watched,
                    "{\"spec\": {\"image\": {\"tag\": \"%s\"}}}".formatted(System.nanoTime()));
                return false;
              } catch (KubernetesClientException e) {
                return e.getMessage().contains("changes nothing of an environment");
              }
            });
  }

  @AfterAll
  static void remove() {
    operator.close();
    rights.forEach(it -> watched.client.resource(it).delete());
    patch(watched.client, watched, NONE);
    patch(elsewhere.client, elsewhere, NONE);
    watched.close();
    elsewhere.close();
  }

  @Test
  void whereItWatchesItWritesFinalizerAndStatus() {
    patch(watched, FINALIZER);
    status(watched);

    assertThat(resource(watched.client, watched).get().getMetadata().getFinalizers())
        .containsExactly("soundbite.io/finalizer");
  }

  @Test
  void nowhereItChangesWhatPeopleDeclare() {
    for (var patch :
        List.of(
            "{\"spec\": {\"image\": {\"tag\": \"9\"}}}",
            "{\"metadata\": {\"annotations\": {\"soundbite.io/approve\": \"any\"}}}",
            "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}",
            "{\"metadata\": {\"finalizers\": [\"another.example.com/one\"]}}")) {
      for (var place : List.of(watched, elsewhere)) {
        assertThatThrownBy(() -> patch(place, patch))
            .as(patch)
            .isInstanceOf(KubernetesClientException.class)
            .hasMessageContaining("changes nothing of an environment but its own finalizer");
      }
    }
  }

  @Test
  void elsewhereItOnlyLetsGo() {
    assertThatThrownBy(() -> status(elsewhere))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("soundbiteenvironments/status");
    assertThatThrownBy(() -> patch(elsewhere, FINALIZER))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("does not watch this namespace");

    patch(elsewhere.client, elsewhere, FINALIZER);
    patch(elsewhere, NONE);
    assertThat(resource(elsewhere.client, elsewhere).get().getMetadata().getFinalizers()).isEmpty();
  }

  private static void create(ApiServer place) {
    var environment = ExampleFile.read("staging", it -> it);
    environment.getMetadata().setNamespace(place.namespace);
    place.client.resource(environment).create();
  }

  private static void patch(ApiServer place, String patch) {
    patch(operator, place, patch);
  }

  private static void patch(KubernetesClient client, ApiServer place, String patch) {
    resource(client, place).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static void status(ApiServer place) {
    resource(operator, place)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), READY);
  }

  private static Resource<SoundBiteEnvironment> resource(KubernetesClient client, ApiServer place) {
    return client
        .resources(SoundBiteEnvironment.class)
        .inNamespace(place.namespace)
        .withName("staging");
  }
}
