package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.PlanStep;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.cli.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * docs/migrating-from-cdk.md, step by step: five CloudFormation stacks and a Deployment become an
 * environment, and are given back. No data is lost, there are always two pods that serve, and the
 * environment's processor starts after the former one has stopped.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MigrationIT {
  private static final String NAME = "production";
  private static final String TABLE = "SoundBite-production-SoundbitesTable";
  private static final int DEMANDED = 2;
  private static final Map<String, AttributeValue> ITEM =
      Map.of("pk", AttributeValue.fromS("SOUNDBITE#1"), "sk", AttributeValue.fromS("META"));

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest().start();

  @AutoClose
  private static final CdkStacks stacks =
      new CdkStacks(operator.journal().endpoint(), operator.journal().account(), NAME, "prod");

  private static final AwsUser user = new AwsUser(operator.journal().account());

  @AutoClose
  private static final Traffic traffic =
      new Traffic(operator.client(), operator.namespace(), "prod-api");

  private static final FormerWorkload former =
      new FormerWorkload(operator.client(), operator.namespace());

  private static AccountResources made;
  private static String clusterIp;

  @BeforeAll
  static void makeAsCdkDid() {
    stacks.create();
    operator.image("soundbite-production-api", "1.4.1");
    operator.aws().dynamoDb().putItem(it -> it.tableName(TABLE).item(ITEM));
    operator
        .aws()
        .s3()
        .putObject(it -> it.bucket(bucket()).key("1.mp3"), RequestBody.fromString("sound"));
    operator.aws().sqs().sendMessage(it -> it.queueUrl(queue()).messageBody("job"));
    former.make();
    clusterIp = former.service().getSpec().getClusterIP();
    made = operator.resources();
    assertThat(made.owners().values()).containsOnly("");
  }

  @Test
  @Order(1)
  void withoutAdoptionTheStacksAreNamedAndNothingIsDone() {
    var seq = operator.journal().now();
    operator
        .kubectl()
        .apply(
            NAME,
            "prod",
            Map.of(
                "features",
                List.of("full", "monitoring", "scaling"),
                "port",
                3003,
                "domain",
                "api.soundbite.local",
                "retentionDays",
                90,
                "drift",
                Map.of("policy", "Plan")));

    var refused = operator.await(NAME, it -> reason(it).equals("NamingConflict"));

    assertThat(message(refused))
        .contains("belongs to cloudformation stack SoundBite-prod-Database")
        .contains("spec.aws: {adoptionPolicy: Adopt, adoptFrom: cloudformation}");
    assertThat(operator.resources()).isEqualTo(made);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @Order(2)
  void whatBecomesOfTheStacksIsToldAndWhatHasToStop() throws IOException {
    var seq = operator.journal().now();

    var report = migrate();

    assertThat(report.code()).isOne();
    assertThat(becoming(report, "Adopted"))
        .containsExactlyInAnyOrder(
            "API/Dashboard",
            "Compute/Repository",
            "Database/SoundbitesTable",
            "Queue/QueueAlerts",
            "Queue/SoundbiteDLQ",
            "Queue/SoundbiteQueue",
            "Storage/SoundbitesBucket");
    assertThat(becoming(report, "Deleted"))
        .containsExactlyInAnyOrder(
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Alarm",
            "AWS::EC2::Instance",
            "AWS::EC2::LaunchTemplate",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::Subnet",
            "AWS::EC2::VPC",
            "AWS::Events::Rule",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::IAM::Role",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Function",
            "AWS::Lambda::Function",
            "AWS::Lambda::Permission");
    assertThat(becoming(report, "LeftBehind"))
        .containsExactly("AWS::Logs::LogGroup", "AWS::Logs::LogGroup");
    assertThat(report.json().at("/create")).hasSize(24);
    assertThat(report.json().at("/notes").toString())
        .contains("has point-in-time recovery", "Downgrade", "switch the domain");
    assertThat(commands(report))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("aws lambda update-event-source-mapping --no-enabled"),
            it -> assertThat(it).startsWith("aws events disable-rule --name SoundBite-prod-Compu"));
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @Order(3)
  void thePlanShowsEveryFieldThatAdoptingWouldChange() {
    var seq = operator.journal().now();
    operator
        .kubectl()
        .editAws(NAME, Map.of("adoptionPolicy", "Adopt", "adoptFrom", "cloudformation"));

    var plan = plan(operator.await(NAME, it -> updates(it) == 4 && hasRelease(it))).orElseThrow();

    assertThat(plan.delete()).isZero();
    var details = details(plan, "Update");
    assertThat(details)
        .containsOnlyKeys(
            "API/Dashboard", "Queue/QueueAlerts", "Queue/SoundbiteDLQ", "Queue/SoundbiteQueue");
    assertThat(details.get("Queue/SoundbiteQueue"))
        .contains("/visibility: PT5M -> PT2M10S", "/redrive/maxReceives: 5 -> 3");
    var blocked = details(plan, "Blocked");
    assertThat(blocked)
        .containsOnlyKeys(
            "Database/SoundbitesTable",
            "Storage/SoundbitesBucket",
            "Compute/Repository",
            "API/Service/api",
            "API/Ingress/api");
    assertThat(blocked.get("Database/SoundbitesTable"))
        .as("without the feature backup")
        .contains("/ttlAttribute: (none) -> ttl", "The annotation permits this too")
        .contains("/pointInTimeRecovery: true -> false", "/deletionProtection: true -> false");
    assertThat(blocked.get("Storage/SoundbitesBucket"))
        .contains("begin to delete by itself", "expireDays: 90", "allow-downgrade");
    assertThat(details(plan, "Create"))
        .as("whose name was generated")
        .containsKeys("Database/Alarm/ReadThrottle", "Queue/Alarm/QueueDepth");
    assertThat(operator.resources()).isEqualTo(made);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @Order(4)
  void whatDeletesByItselfOrKeepsLessWaitsForLeave() {
    var seq = operator.journal().now();
    operator.kubectl().change(NAME, "features", List.of("full", "monitoring", "backup", "scaling"));
    operator.await(NAME, it -> isPlanned(it) && !blockedTable(it).contains("pointInTime"));
    operator.kubectl().allowDowngrade(NAME);

    var plan = plan(operator.await(NAME, it -> updates(it) == 7 && hasRelease(it))).orElseThrow();

    assertThat(details(plan, "Update").get("Storage/SoundbitesBucket")).contains("expireDays: 90");
    assertThat(details(plan, "Blocked")).containsOnlyKeys("API/Service/api", "API/Ingress/api");
    assertThat(operator.resources()).isEqualTo(made);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @Order(5)
  void whatFedTheFormerProcessorIsStoppedByTheCommandsThatWereTold() throws IOException {
    var seq = operator.journal().now();
    commands(migrate()).forEach(user::run);

    assertThat(migrate().code()).isZero();
    assertThat(operator.journal().writesSince(seq))
        .isEqualTo(Map.of("lambda:UpdateEventSourceMapping", 1, "events:DisableRule", 1));
  }

  @Test
  @Order(6)
  void aJobThatTheFormerProcessorStillWorksOnIsWaitedFor() {
    var taken =
        operator
            .aws()
            .sqs()
            .receiveMessage(it -> it.queueUrl(queue()).visibilityTimeout(60))
            .messages();
    assertThat(taken).hasSize(1);

    var report = migrate();

    assertThat(report.code()).isOne();
    assertThat(report.out()).contains("that somebody works on: 1.");
    operator
        .aws()
        .sqs()
        .changeMessageVisibility(
            it ->
                it.queueUrl(queue())
                    .receiptHandle(taken.getFirst().receiptHandle())
                    .visibilityTimeout(0));
    assertThat(migrate().code()).isZero();
  }

  @Test
  @Order(7)
  void agreedToItIsAdoptedWithItsDataAndTheFormerPodsServeOn() {
    agree();

    operator.await(
        NAME,
        it ->
            step(it).filter(RolloutStatus.Step.SWITCHING::equals).isPresent()
                && reason(it).equals("NamingConflict"));

    assertThat(owners(true)).containsOnly("owner=" + operator.owner(NAME));
    assertThat(owners(false)).as("left behind").hasSize(6).containsOnly("");
    assertThat(operator.resources().byName().get("table " + TABLE))
        .as("tags of others")
        .contains("aws:cloudformation:stack-name")
        .contains("speech");
    assertThat(operator.resources().byName().get("bucket " + bucket()))
        .contains("aws:cloudformation:stack-name");
    assertData();
    assertThat(pointInTimeRecovery()).isEqualTo(PointInTimeRecoveryStatus.ENABLED);
    assertThat(former.service().getSpec().getSelector()).isEqualTo(Map.of("app", "prod-api"));
  }

  @Test
  @Order(8)
  void theServiceIsHandedOverInOneStep() {
    former.handTo(operator.environment(NAME).require());

    operator.await(NAME, it -> OperatorUnderTest.is(it, "Available", "True"));

    assertThat(former.service().getSpec().getSelector()).containsEntry("soundbite.io/slot", "blue");
    assertThat(former.service().getSpec().getClusterIP()).isEqualTo(clusterIp);
    former.scale(0);
    assertThat(traffic.switches(DEMANDED)).isEqualTo(1);
    traffic.assertNeverFewerThan(DEMANDED);
    operator.awaitReady(NAME);
  }

  @Test
  @Order(9)
  void aMappingThatADeploymentEnablesAgainIsToldOnceMore() throws IOException {
    var mapping = "aws lambda update-event-source-mapping %s --uuid " + mapping();
    user.run(mapping.formatted("--enabled"));

    assertThat(migrate().code()).isOne();

    commands(migrate()).forEach(user::run);
    assertThat(migrate().code()).isZero();
  }

  @Test
  @Order(10)
  void withoutItsStacksTheEnvironmentIsAsDeclared() {
    operator.kubectl().change(NAME, "drift", Map.of("policy", "Heal"));
    operator.awaitReady(NAME);
    var before = operator.resources().byName();
    stacks.delete();
    var seq = operator.journal().now();

    operator.reread(NAME);

    var ready = operator.awaitReady(NAME);
    assertThat(ready.getStatus().drift().count()).isZero();
    assertThat(operator.journal().writesSince(seq)).isEmpty();
    assertThat(operator.resources().byName().entrySet())
        .as("without roles and alarms that went with the stacks")
        .hasSize(before.size() - 4)
        .isSubsetOf(before.entrySet());
    assertData();
  }

  @Test
  @Order(11)
  void whatTheStacksLeftBehindIsToldAndDeletedByTheCommandsThatWereTold() throws IOException {
    var report = migrate();

    assertThat(report.code()).isZero();
    assertThat(report.json().at("/stacks"))
        .hasSize(5)
        .allSatisfy(it -> assertThat(it.at("/isDeleted").asBoolean()).isTrue());
    assertThat(becoming(report, "Deleted")).isEmpty();
    assertThat(owners(false)).hasSize(2);
    report.json().findValuesAsText("remove").forEach(user::run);
    assertThat(owners(false)).isEmpty();
    operator.reread(NAME);
    assertThat(operator.awaitReady(NAME).getStatus().drift().count()).isZero();
  }

  @Test
  @Order(12)
  void theWayBackLeavesEverythingToWhoeverHadIt() {
    former.scale(DEMANDED);
    former.takeBack();
    operator.await(NAME, it -> reason(it).equals("NamingConflict"));
    var before = operator.resources().byName().keySet();

    operator.kubectl().delete(NAME);
    operator.kubectl().awaitGone(NAME);

    assertThat(operator.resources().byName().keySet()).isEqualTo(before);
    assertThat(operator.resources().owners().values())
        .containsOnly("retained-by=" + operator.owner(NAME));
    assertData();
    assertThat(former.service().getMetadata().getOwnerReferences()).isEmpty();
    assertThat(former.service().getSpec().getSelector()).isEqualTo(Map.of("app", "prod-api"));
    assertThat(traffic.switches(DEMANDED)).isEqualTo(2);
    traffic.assertNeverFewerThan(DEMANDED);
  }

  private static Plugin.Outcome migrate() {
    return Plugin.execute(
        user.environment(),
        InputStream.nullInputStream(),
        "migrate",
        operator.namespace() + "/" + NAME,
        "--stacks",
        "SoundBite-prod-*",
        "-o",
        "json",
        "--kubeconfig",
        Sandbox.kubeconfigFile().toString());
  }

  /** The paths in the environment of what is adopted, the types of the rest. */
  private static List<String> becoming(Plugin.Outcome report, String becomes) throws IOException {
    return report.json().findValues("resources").stream()
        .flatMap(JsonNode::valueStream)
        .filter(it -> it.at("/becomes").asText().equals(becomes))
        .map(it -> it.at(becomes.equals("Adopted") ? "/resource" : "/type").asText())
        .toList();
  }

  private static List<String> commands(Plugin.Outcome report) throws IOException {
    return report.json().findValuesAsText("command");
  }

  private static String mapping() {
    return user.run(
            "aws lambda list-event-source-mappings --query 'EventSourceMappings[0].UUID' --output text")
        .strip();
  }

  /** Owners of what has the environment's names, or of what has the stacks'. */
  private static Collection<String> owners(boolean isEnvironments) {
    var owners = new TreeMap<>(operator.resources().owners());
    owners.keySet().removeIf(it -> it.contains(" SoundBite-prod-") == isEnvironments);
    return owners.values();
  }

  private static boolean isPlanned(SoundBiteEnvironment environment) {
    return plan(environment).isPresent()
        && environment
            .getMetadata()
            .getGeneration()
            .equals(environment.getStatus().observedGeneration());
  }

  private static String blockedTable(SoundBiteEnvironment environment) {
    return String.valueOf(
        details(plan(environment).orElseThrow(), "Blocked").get("Database/SoundbitesTable"));
  }

  private static void agree() {
    var hash = plan(operator.environment(NAME).require()).orElseThrow().hash();
    operator.kubectl().annotate(NAME, "soundbite.io/apply", hash);
  }

  private static Optional<PlanStatus> plan(SoundBiteEnvironment environment) {
    return Optional.ofNullable(environment.getStatus()).map(it -> it.plan());
  }

  /** By resource. */
  private static Map<String, String> details(PlanStatus plan, String action) {
    return plan.steps().stream()
        .filter(it -> it.action().equals(action))
        .collect(Collectors.toMap(PlanStep::resource, it -> String.valueOf(it.detail())));
  }

  private static int updates(SoundBiteEnvironment environment) {
    return plan(environment).map(PlanStatus::update).orElse(0);
  }

  /** Whether the image has been found, which makes another plan. */
  private static boolean hasRelease(SoundBiteEnvironment environment) {
    return plan(environment).stream()
        .flatMap(it -> it.steps().stream())
        .anyMatch(it -> it.action().equals("Release"));
  }

  private static Optional<RolloutStatus.Step> step(SoundBiteEnvironment environment) {
    return Optional.ofNullable(environment.getStatus().rollout()).map(RolloutStatus::step);
  }

  private static String reason(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready").map(it -> it.getReason()).orElse("");
  }

  private static String message(SoundBiteEnvironment environment) {
    return OperatorUnderTest.condition(environment, "Ready").orElseThrow().getMessage();
  }

  private static void assertData() {
    assertThat(operator.aws().dynamoDb().scan(it -> it.tableName(TABLE)).items())
        .containsExactly(ITEM);
    assertThat(
            operator
                .aws()
                .s3()
                .getObjectAsBytes(it -> it.bucket(bucket()).key("1.mp3"))
                .asUtf8String())
        .isEqualTo("sound");
    assertThat(jobs()).containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1");
  }

  private static Map<QueueAttributeName, String> jobs() {
    return operator
        .aws()
        .sqs()
        .getQueueAttributes(it -> it.queueUrl(queue()).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  private static PointInTimeRecoveryStatus pointInTimeRecovery() {
    var backups =
        operator
            .aws()
            .dynamoDb()
            .describeContinuousBackups(it -> it.tableName(TABLE))
            .continuousBackupsDescription();
    assertThat(backups.continuousBackupsStatus()).isEqualTo(ContinuousBackupsStatus.ENABLED);
    return backups.pointInTimeRecoveryDescription().pointInTimeRecoveryStatus();
  }

  private static String bucket() {
    return "soundbite-production-soundbites-" + operator.journal().account();
  }

  private static String queue() {
    return operator
        .aws()
        .sqs()
        .getQueueUrl(it -> it.queueName("SoundBite-production-SoundbiteQueue"))
        .queueUrl();
  }
}
