package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.ProviderSet;
import io.soundbite.operator.engine.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A stranger changes every member of every answer that says how a resource is set up, by the SDK's
 * own model of it: it is found, or {@link Members} leaves it out for a reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersChangesIT {

  /** What no service answers, or says something only together with another member. */
  private static final Map<String, String> TOGETHER =
      Map.of(
          "POD_IDENTITY_ASSOCIATION tags.strangers", "another tag is somebody else's",
          "TABLE AttributeDefinitions.AttributeName", "keys name attributes that are defined",
          "QUEUE SqsManagedSseEnabled", "a queue that has a key has none: AwsDriftIT",
          "LIFECYCLE_RULE Prefix", "a rule has a filter or a prefix",
          "LIFECYCLE Rules.Prefix", "the same",
          "ALARM ExtendedStatistic", "an alarm has a statistic or an extended one",
          "ACCESS_LIST Grants.Permission", "whatever another is granted is found by the grantee");

  /**
   * Where a structure is answered.
   *
   * @param prefix of its members
   */
  private record Answered(
      String structure, Class<? extends Desired> kind, String operation, String prefix) {}

  private static final List<Answered> ANSWERS =
      List.of(
          new Answered("TABLE", DynamoTable.class, "DescribeTable", "Table."),
          new Answered(
              "BACKUPS",
              DynamoTable.class,
              "DescribeContinuousBackups",
              "ContinuousBackupsDescription."),
          new Answered("EXPIRY", DynamoTable.class, "DescribeTimeToLive", "TimeToLiveDescription."),
          new Answered("TABLE_POLICY", DynamoTable.class, "GetResourcePolicy", ""),
          new Answered("BUCKET", S3Bucket.class, "HeadBucket", ""),
          new Answered("BUCKET_ENCRYPTION", S3Bucket.class, "GetBucketEncryption", ""),
          new Answered("PUBLIC_ACCESS", S3Bucket.class, "GetPublicAccessBlock", ""),
          new Answered("BUCKET_POLICY", S3Bucket.class, "GetBucketPolicy", ""),
          new Answered("LIFECYCLE", S3Bucket.class, "GetBucketLifecycleConfiguration", ""),
          new Answered(
              "LIFECYCLE_RULE", S3Bucket.class, "GetBucketLifecycleConfiguration", "Rules."),
          new Answered("VERSIONING", S3Bucket.class, "GetBucketVersioning", ""),
          new Answered("BUCKET_TAGS", S3Bucket.class, "GetBucketTagging", ""),
          new Answered("ACCESS_LIST", S3Bucket.class, "GetBucketAcl", ""),
          new Answered("OWNERSHIP", S3Bucket.class, "GetBucketOwnershipControls", ""),
          new Answered("CORS", S3Bucket.class, "GetBucketCors", ""),
          new Answered("NOTIFICATIONS", S3Bucket.class, "GetBucketNotificationConfiguration", ""),
          new Answered("WEBSITE", S3Bucket.class, "GetBucketWebsite", ""),
          new Answered("REPLICATION", S3Bucket.class, "GetBucketReplication", ""),
          new Answered("LOGGING", S3Bucket.class, "GetBucketLogging", ""),
          new Answered("ACCELERATE", S3Bucket.class, "GetBucketAccelerateConfiguration", ""),
          new Answered("QUEUE", SqsQueue.class, "GetQueueAttributes", "Attributes."),
          new Answered("TOPIC", SnsTopic.class, "GetTopicAttributes", "Attributes."),
          new Answered(
              "SUBSCRIPTION", SnsTopic.class, "ListSubscriptionsByTopic", "Subscriptions."),
          new Answered(
              "ROLE_DETAIL", IamRole.class, "GetAccountAuthorizationDetails", "RoleDetailList."),
          new Answered("ROLE", IamRole.class, "GetRole", "Role."),
          new Answered("REPOSITORY", EcrRepository.class, "DescribeRepositories", "repositories."),
          new Answered("REPOSITORY_POLICY", EcrRepository.class, "GetRepositoryPolicy", ""),
          new Answered("REPOSITORY_LIFECYCLE", EcrRepository.class, "GetLifecyclePolicy", ""),
          new Answered(
              "POD_IDENTITY_ASSOCIATION",
              PodIdentityAssociation.class,
              "DescribePodIdentityAssociation",
              "association."),
          new Answered("LOG_GROUP", LogGroup.class, "DescribeLogGroups", "logGroups."),
          new Answered(
              "SUBSCRIPTION_FILTER",
              LogGroup.class,
              "DescribeSubscriptionFilters",
              "subscriptionFilters."),
          new Answered(
              "METRIC_FILTER", MetricFilter.class, "DescribeMetricFilters", "metricFilters."),
          new Answered("ALARM", CloudWatchAlarm.class, "DescribeAlarms", "MetricAlarms."),
          new Answered("DASHBOARD", Dashboard.class, "GetDashboard", ""),
          new Answered("DASHBOARD_ENTRY", Dashboard.class, "ListDashboards", "DashboardEntries."));

  private final DriftAccount account = new DriftAccount();
  private final Altering stranger = new Altering();

  @BeforeAll
  void make() {
    account.make();
    for (var kind : ANSWERS.stream().map(Answered::kind).distinct().toList()) {
      assertThat(step(kind)).isInstanceOf(Step.Keep.class);
    }
  }

  @AfterAll
  void close() {
    account.close();
  }

  @Test
  void everyStructureIsAnsweredSomewhere() {
    assertThat(ANSWERS)
        .extracting(Answered::structure)
        .containsExactlyInAnyOrderElementsOf(Members.all().stream().map(Structure::name).toList());
  }

  @TestFactory
  Stream<DynamicTest> isFound() {
    return ANSWERS.stream()
        .flatMap(
            answered ->
                paths(structure(answered.structure()))
                    .map(
                        path ->
                            DynamicTest.dynamicTest(
                                answered.structure() + " " + path, () -> finds(answered, path))));
  }

  /** All but what is left out. */
  private static Stream<String> paths(Structure structure) {
    var all =
        structure
            .model()
            .map(model -> ModelMembers.of(model).keySet().stream())
            .orElseGet(
                () ->
                    Stream.concat(
                        structure.compared().stream(), structure.additional().keySet().stream()));
    var out = structure.leftOut().values().stream().flatMap(Set::stream).toList();
    return all.filter(
            path -> out.stream().noneMatch(it -> path.equals(it) || path.startsWith(it + ".")))
        .filter(path -> !TOGETHER.containsKey(structure.name() + " " + path));
  }

  private void finds(Answered answered, String path) {
    var steps = List.of((answered.prefix() + path).split("\\."));
    stranger.change(answered.operation(), it -> new Alteration(false).of(it, steps));
    var changed = step(answered.kind());
    stranger.change(answered.operation(), it -> new Alteration(true).of(it, steps));
    var added = step(answered.kind());
    stranger.change("", it -> it);

    assertThat(List.of(changed, added))
        .as(answered.operation() + " " + path)
        .anyMatch(it -> it instanceof Step.Update || it instanceof Step.Blocked);
  }

  private static Structure structure(String name) {
    return Members.all().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** What is to be done about the first resource of the kind, read anew. */
  private Step step(Class<? extends Desired> kind) {
    var keyed = account.keyed();
    var want = keyed.all().stream().filter(kind::isInstance).findFirst().orElseThrow();
    return Objects.requireNonNull(new Loop(keyed.all(), providers(), keyed.owner()).step(want));
  }

  private ProviderSet providers() {
    var real = account.emulator.clients();
    var tags = TagReader.service();
    var clock = Clock.systemUTC();
    var cloudWatch = stranger.of(CloudWatchClient.class, real.cloudWatch());
    var logs = stranger.of(CloudWatchLogsClient.class, real.logs());
    return new ProviderSet(
        List.of(
            new AwsProvider<>(
                new DynamoTables(stranger.of(DynamoDbClient.class, real.dynamoDb()), tags), clock),
            new AwsProvider<>(
                S3Buckets.of(stranger.of(S3Client.class, real.s3()), real, tags), clock),
            new AwsProvider<>(new SqsQueues(stranger.of(SqsClient.class, real.sqs()), tags), clock),
            new AwsProvider<>(new SnsTopics(stranger.of(SnsClient.class, real.sns()), tags), clock),
            new AwsProvider<>(
                new EcrRepositories(stranger.of(EcrClient.class, real.ecr()), tags), clock),
            new AwsProvider<>(new IamRoles(stranger.of(IamClient.class, real.iam())), clock),
            new AwsProvider<>(
                new PodIdentityAssociations(
                    () -> stranger.of(EksClient.class, real.eks()), Duration.ZERO),
                clock),
            new AwsProvider<>(new LogGroups(logs, tags), clock),
            new AwsProvider<>(new MetricFilters(logs), clock),
            new AwsProvider<>(new CloudWatchAlarms(cloudWatch, tags, clock), clock),
            new AwsProvider<>(new Dashboards(cloudWatch, clock), clock)));
  }
}
