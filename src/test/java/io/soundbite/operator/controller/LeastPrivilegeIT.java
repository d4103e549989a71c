package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.OtherTables;
import io.soundbite.operator.iam.ForwardedCalls;
import io.soundbite.operator.iam.ShippedPolicy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;

/**
 * The packaged operator does everything it can do; then the API server's audit log is held against
 * its rules, and the emulator's journal against its policy: what was used is granted, and what is
 * granted was used.
 */
@Tag("packaged")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeastPrivilegeIT {
  private static final String OPERATOR =
      "system:serviceaccount:soundbite-system:soundbite-operator";
  private static final String ITS_NAMESPACE = "soundbite-system";
  private static final String ACCOUNT = "000000000000";
  private static final String SPOKE =
      String.valueOf(ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L));
  private static final String BOUNDARY = "soundbite-environments-boundary";
  private static final String REPOSITORY = "soundbite-staging-api";
  private static final Map<String, Object> DELETE = Map.of("deletionPolicy", "Delete");
  private static final Map<String, Object> DELETE_ALL =
      Map.of("deletionPolicy", "Delete", "deleteData", true);

  private static final PatchContext MERGING =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("kubectl-edit")
          .build();

  /** More than history has, should all of them begin. */
  private static final int RELEASES = 12;

  /** Whose nodes pull at first; later the hub's do, whose own repositories need no policy. */
  private static final String OTHER = "210987654321";

  /**
   * Granted and never seen in a request: it is looked at when a child is made whose owner reference
   * blocks the owner's deletion, where the API server enforces that (OpenShift does).
   */
  private static final Set<String> NEVER_ASKED_FOR =
      Set.of("update soundbiteenvironments.soundbite.io/finalizers");

  /** JOSDK asks whether it is granted, does not start if not, and never uses it: it patches. */
  private static final Set<String> ASKED_ABOUT = Set.of("update leases.coordination.k8s.io");

  /** What Kubernetes lets everybody ask (system:basic-user): what one may do oneself. */
  private static final String EVERYBODYS = "create selfsubjectrulesreviews.authorization.k8s.io";

  private static OperatorUnderTest world;
  private static PackagedOperator operator;
  private static AwsUse aws;
  private static String key;
  private static int lines;

  @BeforeAll
  static void start() {
    world = OperatorUnderTest.withAccount(ACCOUNT);
    operator = new PackagedOperator();
    LonelyCluster.await(world.client());
    world.journal().reset();
    aws = new AwsUse(world, SPOKE);
    aws.prepare(world.aws(), ACCOUNT);
    key = aws.makeKey();
    world
        .client()
        .leases()
        .inNamespace(ITS_NAMESPACE)
        .withName("soundbite-operator")
        .delete(); // another test's
    lines = operator.log("audit.log").size();
    operator.start(settings(OTHER));
  }

  private static String[] settings(String pulling) {
    return new String[] {
      "--set",
      "permissionsBoundary=" + BOUNDARY,
      "--set-string",
      "aws.pullAccounts={" + pulling + "}"
    };
  }

  @AfterAll
  static void stop() {
    operator.close();
    world.journal().reset();
    try (var own = world.aws(ACCOUNT)) {
      aws.trustCluster(own); // as the sandbox left it
    }
    world.close();
  }

  @Test
  @Order(1)
  void makesStagingAndProductionAndAdoptsWhatIsNobodys() {
    OtherTables.createUntilTheQuotaIsAskedFor(world.aws().dynamoDb());
    world.aws().sqs().createQueue(it -> it.queueName("SoundBite-staging-SoundbiteQueue"));
    var notify = Map.of("notify", List.of("a@example.com", "b@example.com"));
    world.apply(
        world.with(
            world.example("staging"),
            Map.of("alarms", notify, "aws", Map.of("adoptionPolicy", "Adopt"))));
    world.apply(
        world.with(
            world.example("production"), Map.of("alarms", notify, "aws", Map.of("kmsKey", key))));
    world.push("staging", REPOSITORY, "1.4.1", "1.4.2", "1.4.3-fail", "1.4.4", "1.4.5");
    world.awaitReady("staging");
    world.awaitReady("production");
    world.awaitTagged("production", REPOSITORY);
  }

  /**
   * A new process takes nothing that it finds for what it has just written itself. It reads roles
   * one by one, since the account's listing is refused, and writes a bucket's tags as a whole, as
   * in a region where S3 Control does not.
   */
  @Test
  @Order(2)
  void putsRightWhatSomebodyChanges() {
    operator.kill();
    refuseOnce("iam", "GetAccountAuthorizationDetails", "AccessDenied");
    refuseOnce("s3control", "TagResource", "MethodNotAllowed");
    operator.start(settings(ACCOUNT));
    Awaitility.await("its repository lets nobody else pull")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(LeastPrivilegeIT::hasNoRepositoryPolicy);
    drift("Plan");
    world.awaitReady("staging");
    var meddler = new Meddler(world, "staging");
    var mutations = meddler.oneForEachPart();
    mutations.forEach(meddler::make);
    aws.meddle("staging");
    var resources = mutations.stream().map(it -> it.left().key()).distinct().count();
    world.reread("staging");
    world.await("staging", it -> it.getStatus().drift().count() >= resources);
    world.reread("staging");

    drift("Heal");
    world.kubectl().allowDowngrade("staging"); // some of it protects more, as immutable tags do
    world.await(
        "staging", it -> OperatorUnderTest.isReady(it) && it.getStatus().drift().count() == 0);
    setWhatNoWriteCanRemove();

    aws.replicate("production");
    world.reread("production");
    Awaitility.await("an end of the replication")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> !aws.isReplicated("production"));
  }

  private static void refuseOnce(String service, String operation, String code) {
    world
        .journal()
        .fault(Map.of("service", service, "operation", operation, "code", code, "count", 1));
  }

  /** A ConfigMap, a Service and an Ingress are replaced. */
  private static void setWhatNoWriteCanRemove() {
    var live = world.environment("staging").get().getStatus().release().slot().text();
    var namespace = world.namespace();
    var map = world.client().configMaps().inNamespace(namespace).withName("staging-api-" + live);
    var service = world.client().services().inNamespace(namespace).withName("staging-api-preview");
    var ingress =
        world.client().network().v1().ingresses().inNamespace(namespace).withName("staging-api");
    drift("Plan");
    world.awaitReady("staging");
    map.patch(MERGING, "{\"immutable\":true}");
    service.patch(MERGING, "{\"spec\":{\"type\":\"ExternalName\",\"externalName\":\"a.example\"}}");
    service.patch(
        MERGING,
        "{\"spec\":{\"type\":\"ClusterIP\",\"externalName\":null,\"clusterIP\":\"None\"}}");
    ingress.patch(MERGING, "{\"spec\":{\"ingressClassName\":\"strangers\"}}");
    world.await("staging", it -> it.getStatus().drift().count() == 3);

    drift("Heal");
    world.await(
        "staging", it -> OperatorUnderTest.isReady(it) && it.getStatus().drift().count() == 0);
    assertThat(map.get().getImmutable()).isNull();
    assertThat(service.get().getSpec().getClusterIP()).isNotEqualTo("None");
    assertThat(ingress.get().getSpec().getIngressClassName()).isNull();
  }

  /** The second Event is the first, counted up. */
  @Test
  @Order(3)
  void tellsWhatComesAgainByCounting() {
    var live = world.environment("production").get().getStatus().release().slot().text();
    var map =
        world.client().configMaps().inNamespace(world.namespace()).withName("prod-api-" + live);
    for (int i = 0; i < 2; i++) {
      map.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"LOG_LEVEL\":\"silly\"}}");
      map.waitUntilCondition(
          it -> it.getData().get("LOG_LEVEL").equals("warn"),
          OperatorUnderTest.PATIENCE.toSeconds(),
          TimeUnit.SECONDS);
    }
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> world.events("production").anyMatch(it -> it.getCount() == 2));
  }

  @Test
  @Order(4)
  void changesSettingsAndLowersGuardsWithLeave() {
    world
        .kubectl()
        .change(
            "staging",
            "alarms",
            Map.of(
                "notify", List.of("b@example.com", "c@example.com"),
                "thresholds", Map.of("QueueDepth", 7)));
    world.kubectl().change("staging", "retentionDays", 60);
    world.aws().logs().disassociateKmsKey(it -> it.logGroupName("/soundbite/production/api"));
    world.reread("production");
    Awaitility.await("the log group's key")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> hasKey("/soundbite/production/api"));
    world.kubectl().change("production", "features", List.of("full", "monitoring"));
    world.kubectl().editAws("production", Collections.singletonMap("kmsKey", null));
    world.kubectl().allowDowngrade("production");
    world.awaitReady("staging");
    world.awaitReady("production");
  }

  private static boolean hasNoRepositoryPolicy() {
    try {
      world.aws().ecr().getRepositoryPolicy(it -> it.repositoryName(REPOSITORY));
      return false;
    } catch (RepositoryPolicyNotFoundException e) {
      return true;
    }
  }

  private static boolean hasKey(String group) {
    return world
        .aws()
        .logs()
        .describeLogGroups(it -> it.logGroupNamePrefix(group))
        .logGroups()
        .stream()
        .anyMatch(it -> key.equals(it.kmsKeyId()));
  }

  @Test
  @Order(5)
  void movesDeadLettersBack() {
    aws.putDeadLetter("staging");
    world.kubectl().annotate("staging", "soundbite.io/redrive", "now");
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(
            () ->
                world.journal().since(0).stream()
                    .anyMatch(it -> it.operation().equals("StartMessageMoveTask")));
  }

  @Test
  @Order(6)
  void promotesWhatAJobHasVerifiedAndGivesUpWhatItRefuses() {
    verifyWith("check");
    deploy("staging", "1.4.2");
    deploy("production", "1.4.2");
    world.await("production", it -> OperatorUnderTest.isReady(it) && isLive(it, "1.4.2"));

    deploy("staging", "1.4.3-fail");
    world.await("staging", it -> ended(it, "1.4.3-fail", Outcome.ROLLED_BACK));

    verifyWith("hang");
    deploy("staging", "1.4.4");
    Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(() -> jobs(true) == 1);
    deploy("staging", "1.4.2");
    world.await("staging", it -> ended(it, "1.4.4", Outcome.ABANDONED));
    Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(() -> jobs(true) == 0);
    verifyWith("check");
    askWhyAJobHasNoPods();
  }

  /** Only Events say that they can't be created. */
  private static void askWhyAJobHasNoPods() {
    var small =
        new LimitRangeBuilder()
            .withNewMetadata()
            .withName("no-small-pods")
            .withNamespace(world.namespace())
            .endMetadata()
            .withNewSpec()
            .addNewLimit()
            .withType("Container")
            .addToMin("memory", new Quantity("100Mi"))
            .endLimit()
            .endSpec()
            .build();
    world.client().resource(small).create();
    deploy("staging", "1.4.5");
    world.awaitTrouble("staging", "Verification Job: FailedCreate");
    world.client().resource(small).delete();
    deploy("staging", "1.4.2");
    world.await("staging", it -> OperatorUnderTest.isReady(it) && isLive(it, "1.4.2"));
  }

  /**
   * One that another took the place of, before it had begun, is in no slot and in no history; and
   * history has the last ten.
   */
  @Test
  @Order(7)
  void forgetsReleasesThatNothingNeeds() {
    var first = newest(revisions());
    for (int i = 1; i <= RELEASES && !hasForgotten(); i++) {
      var voice = Map.of("name", "DEFAULT_VOICE", "value", "Voice" + i);
      world.kubectl().change("staging", "env", List.of(voice));
      var number = first + i;
      Awaitility.await()
          .atMost(OperatorUnderTest.PATIENCE)
          .until(() -> newest(revisions()) >= number);
    }
    world.awaitReady("staging");
    Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(LeastPrivilegeIT::hasForgotten);
  }

  private static boolean hasForgotten() {
    var revisions = revisions();
    return revisions.size() < newest(revisions);
  }

  @Test
  @Order(8)
  void leavesItsResourcesAndTakesThemBack() {
    var staging = world.environment("staging").get();
    world.kubectl().delete("staging");
    world.kubectl().awaitGone("staging");
    staging.setMetadata(world.example("staging").getMetadata());
    staging.setStatus(null);
    world.apply(staging);
    world.awaitReady("staging");
  }

  @Test
  @Order(9)
  void worksInAnotherAccountByARoleThere() {
    try (var spoke = world.aws(SPOKE)) {
      aws.prepare(spoke, SPOKE);
      var role = "arn:aws:iam::" + SPOKE + ":role/soundbite-spoke";
      world.kubectl().apply("remote", "remote", Map.of("aws", Map.of("roleArn", role)));
      world.push(spoke, "remote", "soundbite-remote-api", "1.4.1");
      world.awaitReady("remote");
      world.kubectl().delete("remote");
      world.kubectl().awaitGone("remote");
    }
  }

  @Test
  @Order(10)
  void removesEverythingWithItsData() {
    aws.putData("staging");
    aws.putData("production");
    world.kubectl().editAws("staging", DELETE);
    world.kubectl().editAws("production", DELETE);
    world.kubectl().delete("production");
    world.await("production", it -> ready(it).equals("HoldsData"));
    world.kubectl().editAws("production", DELETE_ALL);
    world.kubectl().awaitGone("production");
    world.kubectl().delete("staging");
    world.await("staging", it -> ready(it).equals("HoldsData"));
    world.kubectl().editAws("staging", DELETE_ALL);
    world.kubectl().awaitGone("staging");
    assertThat(world.resources().of("staging").byName()).isEmpty();
    assertThat(world.resources().of("production").byName()).isEmpty();
    operator.stop();
  }

  @Test
  @Order(11)
  void everyVerbItUsedIsGrantedAndNoneIsGrantedThatItDoesNotUse() {
    var log = operator.log("audit.log");
    var accesses = ApiAccess.of(OPERATOR, log.subList(lines, log.size()));
    var own = used(accesses, it -> it.namespace().equals(ITS_NAMESPACE));
    var elsewhere = used(accesses, it -> !it.namespace().equals(ITS_NAMESPACE));

    assertThat(accesses).isNotEmpty().noneMatch(it -> it.code() == 403);
    assertThat(own).isSubsetOf(ApiRights.forItself().all());
    elsewhere.remove(EVERYBODYS);
    assertThat(elsewhere).isSubsetOf(ApiRights.forEnvironments().all());
    assertThat(ApiRights.forItself().unused(own))
        .as("granted by leader-rules.yaml and not used")
        .isEqualTo(ASKED_ABOUT);
    assertThat(ApiRights.forEnvironments().unused(elsewhere))
        .as("granted by rules.yaml and not used")
        .isEqualTo(NEVER_ASKED_FOR);
  }

  @Test
  @Order(12)
  void everyActionItUsedIsAllowedAndNoneIsAllowedThatItDoesNotUse() {
    var values = new HashMap<>(aws.values(ACCOUNT));
    var requests = aws.requests(ACCOUNT);
    var policy = ShippedPolicy.OPERATOR.document(values);
    var hub = ShippedPolicy.HUB.document(values);
    values.put("KMS_KEY", key);
    var kms = ShippedPolicy.OPERATOR_KMS.document(values);

    assertThat(requests)
        .as("used and not allowed")
        .isNotEmpty()
        .allMatch(it -> policy.allows(it) || hub.allows(it) || kms.allows(it));
    assertThat(policy.unused(requests)).as("allowed and not used").isEmpty();
    assertThat(hub.unused(requests)).as("allowed and not used").isEmpty();
    assertThat(kms.unused(requests))
        .as("allowed and not used, but for what services ask KMS in its name")
        .allMatch(it -> ForwardedCalls.TO_KMS.contains(it.action()));
    assertThat(aws.requests(SPOKE))
        .as("used and not allowed in the other account")
        .isNotEmpty()
        .allMatch(ShippedPolicy.OPERATOR.document(aws.values(SPOKE))::allows);
  }

  private static Set<String> used(List<ApiAccess> accesses, Predicate<ApiAccess> where) {
    return accesses.stream()
        .filter(where)
        .flatMap(ApiAccess::rights)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void drift(String policy) {
    world.kubectl().change("staging", "drift", Map.of("policy", policy));
  }

  private static void verifyWith(String command) {
    var job = Map.of("job", Map.of("command", List.of(command)));
    world.kubectl().change("staging", "rollout", Map.of("verification", job));
  }

  private static void deploy(String environment, String tag) {
    world.kubectl().change(environment, "image", Map.of("tag", tag));
  }

  private static boolean isLive(SoundBiteEnvironment environment, String tag) {
    return environment.getStatus().release().tag().equals(tag);
  }

  private static boolean ended(SoundBiteEnvironment environment, String tag, Outcome outcome) {
    return environment.getStatus().history().stream()
        .anyMatch(it -> it.tag().equals(tag) && it.outcome() == outcome);
  }

  private static String ready(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready").orElseThrow().getReason();
  }

  private static long jobs(boolean running) {
    return world
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(world.namespace())
        .list()
        .getItems()
        .stream()
        .filter(it -> isRunning(it) == running)
        .count();
  }

  private static boolean isRunning(Job job) {
    return job.getStatus().getActive() != null && job.getStatus().getActive() > 0;
  }

  /** Staging's stored releases. */
  private static List<ControllerRevision> revisions() {
    return world
        .client()
        .apps()
        .controllerRevisions()
        .inNamespace(world.namespace())
        .list()
        .getItems()
        .stream()
        .filter(LeastPrivilegeIT::isStagings)
        .toList();
  }

  private static boolean isStagings(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(it -> it.getName().equals("staging"));
  }

  private static long newest(List<ControllerRevision> revisions) {
    return revisions.stream().mapToLong(ControllerRevision::getRevision).max().orElse(0);
  }
}
