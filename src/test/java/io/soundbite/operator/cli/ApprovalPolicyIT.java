package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped admission policy on a real API server: whose yes counts. */
class ApprovalPolicyIT {
  private static final Path POLICY = Path.of("deploy", "admission", "approve.yaml");
  private static final Path ROLE = Path.of("deploy", "admission", "approvers.yaml");
  private static final Path RULES =
      Path.of("deploy", "helm", "soundbite-operator", "files", "rules.yaml");
  private static final String WAITING = "1.4.2@" + Production.NEWER + "+" + "a".repeat(40);
  private static final String EDITOR = "editor";
  private static final String APPROVER = "approver";
  private static final String OWNER = "owner";

  private static Production production;
  private static KubernetesClient admin;
  private static @Nullable AdmissionFile policy;
  private static String namespace;

  @TempDir private static Path directory;

  @BeforeAll
  static void installThePolicy() throws IOException {
    production = Production.create();
    admin = production.server.client;
    namespace = production.server.namespace;
    policy = AdmissionFile.install(admin, namespace, POLICY);
    for (var who : List.of(EDITOR, APPROVER, OWNER)) {
      member(who);
    }
    bind(
        EDITOR,
        new RoleBuilder()
            .withRules(
                new PolicyRuleBuilder()
                    .withApiGroups("soundbite.io")
                    .withResources("soundbiteenvironments", "soundbiteenvironments/status")
                    .withVerbs("get", "list", "create", "update", "patch", "delete")
                    .build())
            .build());
    bind(APPROVER, shipped(Role.class));
    bind(
        OWNER,
        new RoleBuilder()
            .withRules(
                new PolicyRuleBuilder()
                    .withApiGroups("*")
                    .withResources("*")
                    .withVerbs("*")
                    .build())
            .build());
    bind("operator", Serialization.unmarshal(Files.readString(RULES), Role.class));
    Awaitility.await("the policy is in force")
        .atMost(Duration.ofSeconds(30))
        .until(ApprovalPolicyIT::isInForce);
  }

  @BeforeEach
  void nothingIsApproved() {
    production.apply("people", ApprovalPolicyIT::manual);
    annotate(admin, null);
    production.says(
        """
        release: {tag: "1.4.1", digest: "%s", revision: prod-one, slot: blue}
        image: {repository: any, tag: "1.4.2", digest: "%s"}
        observedGeneration: %d
        promotion: {approval: "%s"}
        """
            .formatted(
                Production.OLDER,
                Production.NEWER,
                production.resource().getMetadata().getGeneration(),
                WAITING));
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
    assertThat(POLICY).hasSameTextualContentAs(RULES.resolveSibling("admission-approve.yaml"));
  }

  @Test
  void whoMayEditMayNotApprove() throws IOException {
    var outcome = run(EDITOR, "approve", "production");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualToIgnoringNewLines(
            ("error: Refused by the admission policy soundbite-approve: the annotation"
                    + " soundbite.io/approve is for those who may approve:"
                    + " system:serviceaccount:%1$s:editor lacks the verb approve on"
                    + " soundbiteenvironments.soundbite.io production in namespace %1$s.")
                .formatted(namespace));
    assertThat(approval()).isEmpty();
  }

  @Test
  void whoMayApproveNeedsNoMore() throws IOException {
    var outcome = run(APPROVER, "approve", "production");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(approval()).contains(WAITING);
  }

  /** Not by hand, not by server-side apply, not over another's, not from the beginning. */
  @Test
  void thereIsNoOtherWay() throws IOException {
    try (var editor = client(EDITOR)) {
      refused(() -> annotate(editor, WAITING));
      annotate(admin, "1.4.0@sha256:0");
      refused(() -> annotate(editor, WAITING));
      var again = production.resource();
      again.getMetadata().getAnnotations().put(Annotations.APPROVE, WAITING);
      refused(() -> editor.resource(again).update());
      again.getMetadata().setManagedFields(null);
      again.getMetadata().setResourceVersion(null);
      refused(
          () -> editor.resource(again).fieldManager("editor").forceConflicts().serverSideApply());
      again.getMetadata().setName("another");
      again.getMetadata().setUid(null);
      again.setStatus(null);
      refused(() -> editor.resource(again).create());
      // The API server takes no annotations with a status.
      editor
          .resource(production.resource())
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                  .formatted(Annotations.APPROVE, WAITING));
      assertThat(approval()).contains("1.4.0@sha256:0");
    }
  }

  /** Each gate, in each way in which it can be had to hold back less. */
  @Test
  void noGateIsWeakenedEither() throws IOException {
    production.apply("people", ApprovalPolicyIT::guarded);
    var before = production.resource().getSpec();
    try (var editor = client(EDITOR)) {
      weakened(editor, "spec.promotion.approval", "promotion", "{\"approval\":\"Automatic\"}");
      weakened(editor, "spec.promotion.approval", "promotion", "{\"approval\":null}");
      weakened(editor, "spec.promotion.approval, spec.promotion.from", "promotion", "null");
      weakened(editor, "spec.promotion.from", "promotion", "{\"from\":{\"name\":\"dev\"}}");
      weakened(editor, "spec.promotion.from", "promotion", "{\"from\":{\"namespace\":\"mine\"}}");
      weakened(
          editor,
          "spec.promotion.from, spec.promotion.soak",
          "promotion",
          "{\"from\":null,\"soak\":null}");
      weakened(editor, "spec.promotion.soak", "promotion", "{\"soak\":\"59m\"}");
      weakened(editor, "spec.promotion.freeze", "promotion", "{\"freeze\":[]}");
      weakened(
          editor,
          "spec.promotion.freeze",
          "promotion",
          "{\"freeze\":[{\"schedule\":\"0 0 * * *\",\"duration\":\"1m\"}]}");
      weakened(editor, "spec.rollout.verification", "rollout", "{\"verification\":null}");
      weakened(editor, "spec.rollout.verification", "rollout", "null");
      var permission = "{\"metadata\":{\"annotations\":{\"%s\":\"2\"}}}";
      assertThatThrownBy(
              () -> patch(editor, permission.formatted("soundbite.io/allow-weaker-gates")))
          .hasMessageContaining("soundbite.io/allow-weaker-gates is for those who may approve");
      assertThat(production.resource().getSpec()).isEqualTo(before);

      // More is anybody's to ask for; and an approval is to the configuration, which may change.
      patch(editor, "{\"spec\":{\"promotion\":{\"soak\":\"2h\"}}}");
      annotate(admin, WAITING);
      patch(editor, "{\"spec\":{\"processor\":{\"command\":[\"sh\"]}}}");
      patch(editor, "{\"spec\":{\"env\":[{\"name\":\"NODE_OPTIONS\",\"value\":\"-r x\"}]}}");
    }
    patch(admin, "{\"spec\":{\"promotion\":{\"soak\":\"1h\",\"approval\":\"Automatic\"}}}");
  }

  private static void weakened(
      KubernetesClient editor, String fields, String object, String value) {
    assertThatThrownBy(() -> patch(editor, "{\"spec\":{\"%s\":%s}}".formatted(object, value)))
        .as(value)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(fields)
        .hasMessageContaining("may be weakened under approval: Manual by those who may approve")
        .hasMessageContaining("editor lacks the verb approve");
  }

  /** To patch the annotation takes the verb patch, which is for the spec too. */
  @Test
  void whoMayApproveChangesNothingElse() throws IOException {
    try (var approver = client(APPROVER)) {
      for (var change :
          List.of(
              "{\"spec\":{\"image\":{\"tag\":\"9.9.9\"}}}",
              "{\"spec\":{\"promotion\":{\"approval\":\"Automatic\"}}}",
              "{\"metadata\":{\"annotations\":{\"soundbite.io/abandon\":\"true\"}}}",
              "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}",
              "{\"metadata\":{\"finalizers\":[\"a.example.com/b\"]}}",
              "{\"spec\":{\"image\":{\"tag\":\"9.9.9\"}},\"metadata\":{\"annotations\":"
                  + "{\"soundbite.io/approve\":\"%s\"}}}".formatted(WAITING))) {
        assertThatThrownBy(() -> patch(approver, change))
            .as(change)
            .isInstanceOf(KubernetesClientException.class)
            .hasMessageContaining("changes nothing but the annotations soundbite.io/approve,")
            .hasMessageContaining("approver lacks the verb update");
      }
      annotate(approver, WAITING);
      annotate(approver, null);
    }
  }

  /** A Role of everything in a namespace was not meant to let its holder approve. */
  @Test
  void aWildcardIsNoRightToApprove() throws IOException {
    try (var owner = client(OWNER)) {
      assertThatThrownBy(() -> annotate(owner, WAITING))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("owner has the verb approve by a wildcard only");
      patch(owner, "{\"spec\":{\"logLevel\":\"debug\"}}");
      assertThatThrownBy(() -> patch(owner, "{\"spec\":{\"promotion\":null}}"))
          .hasMessageContaining("owner has the verb approve by a wildcard only");
    }
    annotate(admin, WAITING);
  }

  /** To reject opens nothing; to revoke that does. */
  @Test
  void whoMayEditMayRejectAndNotRevoke() throws IOException {
    var rejectedImage = Annotations.image("1.4.2", Production.NEWER);
    var rejected = run(EDITOR, "reject", "production", "1.4.2");
    var revoked = run(EDITOR, "reject", "production", "1.4.2", "--revoke");

    assertThat(rejected.err()).isEmpty();
    assertThat(revoked.err()).contains("a rejection may be revoked by those who may approve: ");
    assertThat(Annotations.value(production.resource(), Annotations.REJECT))
        .contains(rejectedImage);
    try (var editor = client(EDITOR)) {
      patch(editor, "{\"spec\":{\"image\":{\"tag\":\"1.4.3\"}}}");
    }
    assertThat(run(APPROVER, "reject", "production", "1.4.2", "--revoke").err()).isEmpty();
    assertThat(Annotations.value(production.resource(), Annotations.REJECT))
        .contains("revoke " + rejectedImage);
  }

  @Test
  void allElseIsAsBefore() throws IOException {
    annotate(admin, WAITING);
    try (var editor = client(EDITOR);
        var operator = impersonating("operator")) {
      patch(editor, "{\"spec\":{\"image\":{\"tag\":\"1.4.3\"}}}");
      patch(editor, "{\"metadata\":{\"annotations\":{\"soundbite.io/paused\":\"true\"}}}");
      patch(operator, "{\"metadata\":{\"finalizers\":[\"soundbite.io/finalizer\"]}}");
      operator
          .resource(production.resource())
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"dataResources\":[\"a\"]}}");
      patch(operator, "{\"metadata\":{\"finalizers\":[]}}");
    }
    assertThat(approval()).contains(WAITING);
    assertThat(production.resource().getStatus().dataResources()).containsExactly("a");

    assertThat(run(EDITOR, "approve", "production", "--revoke").code()).isZero();
    assertThat(approval()).isEmpty();
  }

  private static boolean isInForce() {
    try (var editor = client(EDITOR)) {
      annotate(editor, "any@" + System.nanoTime());
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains("soundbite-approve");
    }
  }

  private static void refused(Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, it -> assertThat(it.getCode()).isEqualTo(403))
        .hasMessageContaining("the annotation soundbite.io/approve is for those who may approve")
        .hasMessageContaining("editor lacks the verb approve");
  }

  private static Optional<String> approval() {
    return Annotations.value(production.resource(), Annotations.APPROVE);
  }

  private static void annotate(KubernetesClient who, @Nullable String value) {
    patch(
        who,
        "{\"metadata\":{\"annotations\":{\"%s\":%s}}}"
            .formatted(Annotations.APPROVE, value == null ? null : '"' + value + '"'));
  }

  private static void patch(KubernetesClient who, String patch) {
    who.resources(SoundBiteEnvironment.class)
        .inNamespace(namespace)
        .withName("production")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static String manual(String yaml) {
    return Production.newer(yaml).replace("promotion:", "promotion:\n    approval: Manual");
  }

  private static String guarded(String yaml) {
    return manual(yaml)
        .replaceFirst(
            "approval: Manual",
            "approval: Manual\n    soak: 1h\n    freeze:\n"
                + "    - {schedule: \"0 0 * * *\", duration: 1h}\n"
                + "    - {schedule: \"0 18 * * FRI\", duration: 62h}")
        .replace("spec:", "spec:\n  rollout: {verification: {job: {command: [smoke]}}}");
  }

  private static <T extends HasMetadata> T shipped(Class<T> kind) throws IOException {
    try (var stream = Files.newInputStream(ROLE)) {
      return kind.cast(
          admin.load(stream).items().stream().filter(kind::isInstance).findFirst().orElseThrow());
    }
  }

  /** A service account, and a kubeconfig with its token. */
  private static void member(String name) throws IOException {
    admin
        .serviceAccounts()
        .inNamespace(namespace)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    var token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(name)
            .tokenRequest()
            .getStatus()
            .getToken();
    var config = Sandbox.kubeconfig();
    Files.writeString(
        kubeconfig(name),
        """
        apiVersion: v1
        kind: Config
        current-context: it
        contexts: [{name: it, context: {cluster: it, user: it, namespace: %s}}]
        clusters: [{name: it, cluster: {server: "%s", certificate-authority-data: "%s"}}]
        users: [{name: it, user: {token: "%s"}}]
        """
            .formatted(namespace, config.getMasterUrl(), config.getCaCertData(), token));
  }

  private static Path kubeconfig(String name) {
    return directory.resolve(name);
  }

  private static KubernetesClient client(String name) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig(name).toFile()))
        .build();
  }

  private static KubernetesClient impersonating(String user) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(admin.getConfiguration()).withImpersonateUsername(user).build())
        .build();
  }

  private static Plugin.Outcome run(String who, String... arguments) {
    return Plugin.execute(
        InputStream.nullInputStream(),
        Stream.concat(Stream.of(arguments), Stream.of("--kubeconfig", kubeconfig(who).toString()))
            .toArray(String[]::new));
  }

  private static void bind(String who, Role role) {
    role.setMetadata(new ObjectMetaBuilder().withName(who).build());
    admin.resource(role).inNamespace(namespace).create();
    admin.resource(binding(who)).inNamespace(namespace).create();
  }

  private static RoleBinding binding(String who) {
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName(who)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", who);
    return who.equals("operator")
        ? binding.addNewSubject("rbac.authorization.k8s.io", "User", who, null).build()
        : binding.addNewSubject(null, "ServiceAccount", who, namespace).build();
  }
}
