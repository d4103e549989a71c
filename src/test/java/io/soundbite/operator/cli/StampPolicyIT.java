package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped admission policy that stamps users, on a real API server. */
class StampPolicyIT {
  private static final Path POLICY = Path.of("deploy", "admission", "stamp.yaml");

  private static Production production;
  private static KubernetesClient admin;
  private static @Nullable AdmissionFile policy;
  private static String namespace;

  @BeforeAll
  static void installThePolicy() throws IOException {
    production = Production.create();
    admin = production.server.client;
    namespace = production.server.namespace;
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("editors")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("rbac.authorization.k8s.io", "User", "alice", null)
                .addNewSubject("rbac.authorization.k8s.io", "User", "bob", null)
                .build())
        .create();
    policy = AdmissionFile.install(admin, namespace, POLICY);
    Awaitility.await("the policy is in force")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              tag("alice", String.valueOf(System.nanoTime()));
              return stamp(Annotations.REQUESTED_BY).equals("alice");
            });
  }

  @AfterAll
  static void removeThePolicy() {
    if (policy != null) {
      policy.close();
    }
    if (production != null) {
      production.close();
    }
  }

  @Test
  void theChartShipsTheSame() {
    assertThat(POLICY)
        .hasSameTextualContentAs(
            Path.of("deploy", "helm", "soundbite-operator", "files", "admission-stamp.yaml"));
  }

  @Test
  void whoChangesTheSpecAndWhoApproves() {
    tag("alice", "1.4.2");
    annotate("bob", Annotations.APPROVE, "1.4.2@" + Production.NEWER);

    assertThat(stamp(Annotations.REQUESTED_BY)).isEqualTo("alice");
    assertThat(stamp(Annotations.APPROVED_BY)).isEqualTo("bob");
    tag("bob", "1.4.3");
    assertThat(stamp(Annotations.REQUESTED_BY)).isEqualTo("bob");
    annotate("alice", Annotations.APPROVE, "1.4.3@" + Production.NEWER);
    assertThat(stamp(Annotations.APPROVED_BY)).isEqualTo("alice");
  }

  @Test
  void nobodyWritesInAnothersName() {
    tag("alice", "1.5.0");
    annotate("bob", Annotations.APPROVE, "1.5.0@" + Production.NEWER);

    annotate("bob", Annotations.REQUESTED_BY, "carol");
    annotate("alice", Annotations.APPROVED_BY, "carol");
    patch(
        "bob",
        "{\"metadata\":{\"annotations\":{\"%s\":\"carol\",\"a\":\"b\"}}}"
            .formatted(Annotations.REQUESTED_BY));
    assertThat(stamp(Annotations.REQUESTED_BY)).isEqualTo("alice");
    assertThat(stamp(Annotations.APPROVED_BY)).isEqualTo("bob");

    patch(
        "alice",
        "{\"metadata\":{\"annotations\":{\"%s\":null,\"%s\":null}}}"
            .formatted(Annotations.APPROVE, Annotations.REQUESTED_BY));
    assertThat(stamp(Annotations.APPROVED_BY)).isEmpty();
    assertThat(stamp(Annotations.REQUESTED_BY)).isEqualTo("alice");
  }

  private static String stamp(String annotation) {
    return Annotations.value(production.resource(), annotation).orElse("");
  }

  private static void tag(String user, String tag) {
    patch(user, "{\"spec\":{\"image\":{\"tag\":\"%s\"}}}".formatted(tag));
  }

  private static void annotate(String user, String annotation, String value) {
    patch(user, "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(annotation, value));
  }

  private static void patch(String user, String patch) {
    try (var client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(admin.getConfiguration()).withImpersonateUsername(user).build())
            .build()) {
      client
          .resources(SoundBiteEnvironment.class)
          .inNamespace(namespace)
          .withName("production")
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
  }
}
