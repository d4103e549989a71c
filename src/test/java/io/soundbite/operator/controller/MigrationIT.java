package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.PlanStep;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/**
 * docs/migrating-from-cdk.md, step by step: five CloudFormation stacks and a Deployment become an
 * environment, and are given back. No data is lost, and there are always two pods that serve.
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
      new CdkStacks(operator.journal().endpoint(), operator.journal().account(), NAME);

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
                List.of("full", "monitoring", "backup", "scaling"),
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
        .contains("belongs to cloudformation stack SoundBite-production-Database")
        .contains("spec.aws: {adoptionPolicy: Adopt, adoptFrom: cloudformation}");
    assertThat(operator.resources()).isEqualTo(made);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @Order(2)
  void thePlanShowsEveryFieldThatAdoptingWouldChange() {
    var seq = operator.journal().now();
    operator
        .kubectl()
        .editAws(NAME, Map.of("adoptionPolicy", "Adopt", "adoptFrom", "cloudformation"));

    var plan = plan(operator.await(NAME, it -> updates(it) == 9 && hasRelease(it))).orElseThrow();

    assertThat(plan.delete()).isZero();
    var details = details(plan, "Update");
    assertThat(details).hasSize(9);
    assertThat(details.get("Queue/SoundbiteQueue"))
        .contains("/visibility: PT5M -> PT2M10S", "/redrive/maxReceives: 5 -> 3");
    assertThat(details.get("Compute/ProcessorRole"))
        .contains("lambda.amazonaws.com", "/inlinePolicies/ProcessorDefaultPolicy");
    assertThat(details.get("Queue/Alarm/QueueDepth")).contains("/threshold: 500 -> 100");
    var blocked = details(plan, "Blocked");
    assertThat(blocked)
        .containsOnlyKeys(
            "Database/SoundbitesTable",
            "Storage/SoundbitesBucket",
            "Compute/Repository",
            "Compute/ProcessorLogGroup",
            "API/Service/api",
            "API/Ingress/api");
    assertThat(blocked.get("Storage/SoundbitesBucket"))
        .contains("begin to delete by itself", "expireDays: 90", "allow-downgrade");
    assertThat(operator.resources()).isEqualTo(made);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @Order(3)
  void whatDeletesByItselfOrKeepsLessWaitsForLeave() {
    var seq = operator.journal().now();
    operator.kubectl().allowDowngrade(NAME);

    var plan = plan(operator.await(NAME, it -> updates(it) == 12 && hasRelease(it))).orElseThrow();

    assertThat(details(plan, "Update").get("Storage/SoundbitesBucket")).contains("expireDays: 90");
    assertThat(details(plan, "Update").get("Compute/ProcessorLogGroup"))
        .contains("/retentionDays: 365 -> 90");
    assertThat(details(plan, "Blocked")).containsOnlyKeys("API/Service/api", "API/Ingress/api");
    assertThat(operator.resources()).isEqualTo(made);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  @Order(4)
  void agreedToItIsAdoptedWithItsDataAndTheFormerPodsServeOn() {
    agree();

    operator.await(
        NAME,
        it ->
            step(it).filter(RolloutStatus.Step.SWITCHING::equals).isPresent()
                && reason(it).equals("NamingConflict"));

    assertThat(operator.resources().owners().values())
        .containsOnly("owner=" + operator.owner(NAME));
    assertThat(operator.resources().byName().get("table " + TABLE))
        .as("tags of others")
        .contains("aws:cloudformation:stack-name")
        .contains("speech");
    assertThat(operator.resources().byName().get("bucket " + bucket()))
        .contains("aws:cloudformation:stack-name");
    assertData();
    assertThat(pointInTimeRecovery()).isEqualTo(PointInTimeRecoveryStatus.ENABLED);
    assertThat(retention()).isEqualTo(90);
    assertThat(former.service().getSpec().getSelector()).isEqualTo(Map.of("app", "prod-api"));
  }

  @Test
  @Order(5)
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
  @Order(6)
  void withoutItsStacksTheEnvironmentIsAsDeclared() {
    operator.kubectl().change(NAME, "drift", Map.of("policy", "Heal"));
    operator.awaitReady(NAME);
    var before = operator.resources();
    stacks.delete();
    var seq = operator.journal().now();

    operator.reread(NAME);

    var ready = operator.awaitReady(NAME);
    assertThat(ready.getStatus().drift().count()).isZero();
    assertThat(operator.journal().writesSince(seq)).isEmpty();
    assertThat(operator.resources()).isEqualTo(before);
    assertData();
  }

  @Test
  @Order(7)
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
    assertThat(
            operator
                .aws()
                .sqs()
                .receiveMessage(it -> it.queueUrl(queue()).visibilityTimeout(0))
                .messages())
        .hasSize(1);
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

  private static int retention() {
    return operator
        .aws()
        .logs()
        .describeLogGroups(it -> it.logGroupNamePrefix("/soundbite/production/processor"))
        .logGroups()
        .getFirst()
        .retentionInDays();
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
