package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.aws.AwsClients;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.PodIdentity;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.iam.Operations;
import io.soundbite.operator.iam.Request;
import io.soundbite.operator.iam.ShippedPolicy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * An installation whose cluster has EKS Pod Identity. The cluster is in another region than its
 * environments, as it may be.
 */
class PodIdentityIT {
  private static final String REGION = "us-east-1";
  private static final String EUROPE = "eu-west-1";
  private static final Map<String, Object> IN_EUROPE = Map.of("aws", Map.of("region", EUROPE));
  private static final Map<String, Object> DELETE_ALL =
      Map.of("aws", Map.of("deletionPolicy", "Delete", "deleteData", true));

  @AutoClose private final OperatorUnderTest world = new OperatorUnderTest();

  @BeforeEach
  void cluster() {
    var role = role("cluster");
    world.aws().iam().createRole(it -> it.roleName("cluster").assumeRolePolicyDocument("{}"));
    world
        .aws()
        .eks()
        .createCluster(
            it -> it.name("prod").roleArn(role).resourcesVpcConfig(vpc -> vpc.subnetIds("a", "b")));
  }

  /** A release waits for them: pods get credentials when they are created, or never. */
  @Test
  void bindsRolesBeforePodsAreMadeHealsAndDeletes() {
    var called = new EksCalls();
    world.start(podIdentity(false), called);
    var began = world.journal().now();
    world.ready("pod", "pod", DELETE_ALL);

    assertThat(associations())
        .extracting(PodIdentityAssociation::serviceAccount)
        .containsExactlyInAnyOrder("pod-api", "pod-processor");
    var api = association("pod-api");
    assertThat(api.namespace()).isEqualTo(world.namespace());
    assertThat(api.roleArn()).isEqualTo(role("SoundBite-pod-api"));
    assertThat(api.tags()).containsEntry(Tags.OWNER, world.owner("pod").toString());
    assertThat(annotation("pod-api")).isNull();
    assertThat(trust("pod-api")).contains("pods.eks").doesNotContain("AssumeRoleWithWebIdentity");
    assertThat(world.deployment("pod-processor").get().getMetadata().getCreationTimestamp())
        .satisfies(
            made ->
                assertThat(Instant.parse(made)).isAfterOrEqualTo(api.createdAt().plusSeconds(9)));

    heals(api);
    assertThat(associations()).hasSize(2);

    world.kubectl().delete("pod");
    world.kubectl().awaitGone("pod");
    assertThat(associations()).isEmpty();
    assertThat(order("eks:DeletePodIdentityAssociation", "iam:DeleteRole")).isTrue();
    usesItsPolicyAndNothingElse(began, called);
  }

  /** Another role, another target, and another owner's tag. */
  private void heals(PodIdentityAssociation before) {
    var stranger = role("cluster");
    world
        .aws()
        .eks()
        .updatePodIdentityAssociation(
            it ->
                it.clusterName("prod")
                    .associationId(before.associationId())
                    .roleArn(stranger)
                    .disableSessionTags(true));
    world
        .aws()
        .eks()
        .tagResource(
            it ->
                it.resourceArn(before.associationArn())
                    .tags(Map.of("Project", "Other", Tags.RETAINED_BY, "a/b/c")));
    world.reread("pod");
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(
            () -> {
              var now = association("pod-api");
              return now.roleArn().equals(before.roleArn())
                  && !now.disableSessionTags()
                  && now.tags().equals(before.tags());
            });
    assertThat(association("pod-api").associationId()).isEqualTo(before.associationId());
    world.awaitReady("pod");
  }

  @Test
  void retainLeavesThemAndTheyAreTakenBack() {
    world.start(podIdentity(true));
    world.kubectl().apply("stay", "stay", IN_EUROPE);
    try (var there = europe()) {
      world.push(there, "stay", "soundbite-stay-api", "1.4.1");
    }
    world.awaitReady("stay");
    var owner = world.owner("stay").toString();
    var before = association("stay-api");

    world.kubectl().delete("stay");
    world.kubectl().awaitGone("stay");
    assertThat(association("stay-api").tags())
        .containsEntry(Tags.RETAINED_BY, owner)
        .doesNotContainKey(Tags.OWNER);

    world.kubectl().apply("stay", "stay", IN_EUROPE);
    world.awaitReady("stay");
    assertThat(association("stay-api").associationId()).isEqualTo(before.associationId());
    assertThat(association("stay-api").tags()).isEqualTo(before.tags());
  }

  /**
   * Roles can be assumed by pods that run until the last step, and new pods find an association.
   */
  @Test
  void anInstallationChangesOverWithoutTakingCredentialsAway() {
    world.start();
    world.ready("move", "move", Map.of());
    assertThat(trust("move-api")).contains("AssumeRoleWithWebIdentity").doesNotContain("pods.eks");
    assertThat(associations()).isEmpty();
    var pods = world.deployment("move-processor").get().getMetadata().getGeneration();
    world.stop();

    world.start(podIdentity(true));
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> associations().size() == 2 && trust("move-api").contains("pods.eks"));
    world.awaitReady("move");
    assertThat(trust("move-api")).contains("AssumeRoleWithWebIdentity");
    assertThat(annotation("move-api")).isEqualTo(role("SoundBite-move-api"));
    world.stop();

    world.start(podIdentity(false));
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> !trust("move-api").contains("AssumeRoleWithWebIdentity"));
    world.awaitReady("move");
    assertThat(annotation("move-api")).isNull();
    assertThat(associations()).hasSize(2);
    assertThat(world.deployment("move-processor").get().getMetadata().getGeneration())
        .as("no pod is replaced")
        .isEqualTo(pods);
  }

  /** It says what is missing. Nothing but the release waits for it. */
  @Test
  void saysWhereThereIsNoSuchCluster() {
    world.start(new PodIdentity(arn("other"), false));
    world.kubectl().apply("lost", "lost", Map.of());

    world.await(
        "lost",
        it ->
            OperatorUnderTest.condition(it, "Synced")
                .filter(synced -> synced.getMessage().contains("No cluster found for name: other"))
                .isPresent());
    world.image("soundbite-lost-api", "1.4.1");
    world.awaitTrouble("lost", "No cluster found for name: other");
    assertThat(world.deployment("lost-processor").get()).isNull();
    assertThat(associations()).isEmpty();
  }

  /** What the operator calls of EKS; the test calls it too. */
  private record EksCalls(Set<String> names) implements ExecutionInterceptor {
    EksCalls() {
      this(ConcurrentHashMap.newKeySet());
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes call) {
      if ("eks".equalsIgnoreCase(call.getAttribute(SdkExecutionAttribute.SERVICE_NAME))) {
        names.add(call.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
      }
    }
  }

  /** EKS binds roles of the cluster's account only: elsewhere pods have web identity. */
  @Test
  void environmentsOfAnotherAccountHaveWebIdentity() {
    world.start(podIdentity(false));
    var account = OperatorUnderTest.anyAccount();
    var role = "arn:aws:iam::" + account + ":role/soundbite";
    world.kubectl().apply("spoke", "spoke", Map.of("aws", Map.of("roleArn", role)));
    var missing =
        world.await(
            "spoke",
            it ->
                OperatorUnderTest.condition(it, "Ready")
                    .filter(ready -> ready.getReason().equals("IdentityProviderMissing"))
                    .isPresent());
    assertThat(OperatorUnderTest.condition(missing, "Ready").orElseThrow().getMessage())
        .contains("EKS Pod Identity can't be used for roles of account " + account)
        .contains("the cluster prod is in account " + world.journal().account())
        .contains("aws iam create-open-id-connect-provider");

    try (var there = world.aws(account)) {
      there
          .iam()
          .createOpenIDConnectProvider(
              it ->
                  it.url("https://oidc.sandbox.soundbite.test").clientIDList("sts.amazonaws.com"));
      world.kubectl().requestReconcile("spoke");
      world.push(there, "spoke", "soundbite-spoke-api", "1.4.1");
      world.awaitReady("spoke");
    }
    assertThat(associations()).isEmpty();
    assertThat(annotation("spoke-api"))
        .isEqualTo("arn:aws:iam::" + account + ":role/SoundBite-spoke-api");
  }

  /** Whoever names an environment like another one gets none of its credentials. */
  @Test
  void aRoleOfAnotherOwnerIsBoundToNobody() {
    var owner = Tag.builder().key(Tags.OWNER).value("test/elsewhere/taken").build();
    world
        .aws()
        .iam()
        .createRole(
            it -> it.roleName("SoundBite-taken-api").assumeRolePolicyDocument("{}").tags(owner));
    world.start(podIdentity(false));
    world.kubectl().apply("taken", "taken", Map.of());

    world.await(
        "taken",
        it ->
            OperatorUnderTest.condition(it, "Synced")
                .filter(synced -> synced.getReason().equals("NamingConflict"))
                .isPresent());
    Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(() -> associations().size() == 1);
    world.reread("taken");
    assertThat(associations())
        .extracting(PodIdentityAssociation::serviceAccount)
        .containsExactly("taken-processor");
  }

  private void usesItsPolicyAndNothingElse(long began, EksCalls called) {
    var account = world.journal().account();
    var values =
        Map.of("PARTITION", "aws", "ACCOUNT", account, "EKS_REGION", REGION, "EKS_CLUSTER", "prod");
    var policy = ShippedPolicy.POD_IDENTITY.document(values);
    var operations = Operations.read();
    var requests =
        world.journal().since(began).stream()
            .filter(call -> call.name().startsWith("eks:"))
            .filter(call -> called.names().contains(call.operation()))
            .flatMap(
                call ->
                    Stream.of("api", "processor")
                        .flatMap(
                            role ->
                                operations
                                    .requests(
                                        call.name(),
                                        Map.of(
                                            "account",
                                            account,
                                            "region",
                                            call.region(),
                                            "name",
                                            String.valueOf(call.resource()),
                                            "role",
                                            "SoundBite-pod-" + role),
                                        call.conditions())
                                    .stream()))
            .distinct()
            .toList();

    assertThat(requests).as("used and not allowed").isNotEmpty().allMatch(policy::allows);
    assertThat(policy.unused(requests)).as("allowed and not used").isEmpty();
    assertThat(requests).extracting(Request::action).contains("iam:PassRole");
  }

  private boolean order(String first, String then) {
    var calls = world.journal().since(0).stream().filter(Journal.Call::write).toList();
    var last =
        calls.stream()
            .filter(it -> it.name().equals(first))
            .mapToLong(Journal.Call::seq)
            .max()
            .orElseThrow();
    return calls.stream().filter(it -> it.name().equals(then)).allMatch(it -> it.seq() > last);
  }

  private AwsClients europe() {
    return new AwsClients(
        new Scope(EUROPE, world.journal().endpoint(), new Scope.Credentials.Operator()),
        List.of(),
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(world.journal().account(), "secret")));
  }

  private PodIdentity podIdentity(boolean webIdentity) {
    return new PodIdentity(arn("prod"), webIdentity);
  }

  private String arn(String cluster) {
    return "arn:aws:eks:%s:%s:cluster/%s".formatted(REGION, world.journal().account(), cluster);
  }

  private String role(String name) {
    return "arn:aws:iam::" + world.journal().account() + ":role/" + name;
  }

  private String annotation(String serviceAccount) {
    var annotations =
        world
            .client()
            .serviceAccounts()
            .inNamespace(world.namespace())
            .withName(serviceAccount)
            .get()
            .getMetadata()
            .getAnnotations();
    return annotations == null ? null : annotations.get("eks.amazonaws.com/role-arn");
  }

  private String trust(String role) {
    return URLDecoder.decode(
        world
            .aws()
            .iam()
            .getRole(it -> it.roleName("SoundBite-" + role))
            .role()
            .assumeRolePolicyDocument(),
        StandardCharsets.UTF_8);
  }

  private PodIdentityAssociation association(String serviceAccount) {
    return associations().stream()
        .filter(it -> it.serviceAccount().equals(serviceAccount))
        .findFirst()
        .orElseThrow();
  }

  private List<PodIdentityAssociation> associations() {
    var eks = world.aws().eks();
    return eks.listPodIdentityAssociations(it -> it.clusterName("prod")).associations().stream()
        .map(
            found ->
                eks.describePodIdentityAssociation(
                        it -> it.clusterName("prod").associationId(found.associationId()))
                    .association())
        .toList();
  }
}
