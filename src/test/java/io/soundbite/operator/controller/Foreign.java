package io.soundbite.operator.controller;

import io.soundbite.operator.aws.AwsClients;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Resources that somebody made by hand under the names of an environment, one of each kind, with
 * settings that no environment has.
 */
record Foreign(AwsClients aws, String account, String environment) {
  static final String OTHER_OWNER = "elsewhere/team-b/theirs";
  private static final Map<String, String> THEIRS =
      Map.of("soundbite.io/owner", OTHER_OWNER, "team", "b");
  private static final Map<String, String> NOBODYS = Map.of("team", "b");

  /** What {@link #make} makes, as {@link AccountResources} names it. */
  Set<String> names() {
    return Set.of(
        "table " + aws("SoundbitesTable"),
        "bucket " + bucket(),
        "queue " + aws("SoundbiteDLQ"),
        "topic " + aws("QueueAlerts"),
        "repository soundbite-" + environment + "-api",
        "role " + aws("processor"),
        "log-group /soundbite/" + environment + "/api",
        "alarm " + aws("QueueDepth"),
        "dashboard SoundBite-" + environment);
  }

  /** The names alone, as the journal has them. */
  Set<String> resources() {
    return names().stream()
        .map(name -> name.substring(name.indexOf(' ') + 1))
        .collect(java.util.stream.Collectors.toSet());
  }

  /** Half of them are another owner's, the other half nobody's. */
  void make() {
    table(NOBODYS);
    bucket(THEIRS);
    aws.sqs()
        .createQueue(
            it ->
                it.queueName(aws("SoundbiteDLQ"))
                    .attributesWithStrings(Map.of("VisibilityTimeout", "7"))
                    .tags(THEIRS));
    aws.sns().createTopic(it -> it.name(aws("QueueAlerts")).tags(sns(NOBODYS)));
    aws.ecr().createRepository(it -> it.repositoryName("soundbite-" + environment + "-api"));
    aws.iam()
        .createRole(
            it -> it.roleName(aws("processor")).assumeRolePolicyDocument(TRUST).tags(iam(THEIRS)));
    aws.logs()
        .createLogGroup(it -> it.logGroupName("/soundbite/" + environment + "/api").tags(THEIRS));
    aws.cloudWatch()
        .putMetricAlarm(
            it ->
                it.alarmName(aws("QueueDepth"))
                    .namespace("Mine")
                    .metricName("mine")
                    .statistic("Sum")
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(1.0)
                    .comparisonOperator("GreaterThanThreshold"));
    aws.cloudWatch()
        .putDashboard(
            it -> it.dashboardName("SoundBite-" + environment).dashboardBody("{\"widgets\":[]}"));
  }

  /** As an environment's, so that it can be adopted; untagged resources of every other kind. */
  void makeAdoptable() {
    table(NOBODYS);
    bucket(NOBODYS);
    Stream.of("SoundbiteQueue", "SoundbiteDLQ")
        .forEach(
            name ->
                aws.sqs()
                    .createQueue(
                        it ->
                            it.queueName(aws(name))
                                .attributesWithStrings(Map.of("VisibilityTimeout", "7"))
                                .tags(NOBODYS)));
    aws.sns().createTopic(it -> it.name(aws("QueueAlerts")).tags(sns(NOBODYS)));
    aws.ecr().createRepository(it -> it.repositoryName("soundbite-" + environment + "-api"));
    aws.iam()
        .createRole(
            it -> it.roleName(aws("processor")).assumeRolePolicyDocument(TRUST).tags(iam(NOBODYS)));
    aws.logs()
        .createLogGroup(it -> it.logGroupName("/soundbite/" + environment + "/api").tags(NOBODYS));
    aws.cloudWatch()
        .putDashboard(
            it -> it.dashboardName("SoundBite-" + environment).dashboardBody("{\"widgets\":[]}"));
  }

  /** Takes away what {@link #make} made. */
  void remove() {
    aws.dynamoDb().deleteTable(it -> it.tableName(aws("SoundbitesTable")));
    aws.s3().deleteBucket(it -> it.bucket(bucket()));
    var url = aws.sqs().getQueueUrl(it -> it.queueName(aws("SoundbiteDLQ"))).queueUrl();
    aws.sqs().deleteQueue(it -> it.queueUrl(url));
    aws.sns()
        .deleteTopic(
            it -> it.topicArn("arn:aws:sns:us-east-1:" + account + ":" + aws("QueueAlerts")));
    aws.ecr()
        .deleteRepository(it -> it.repositoryName("soundbite-" + environment + "-api").force(true));
    aws.iam().deleteRole(it -> it.roleName(aws("processor")));
    aws.logs().deleteLogGroup(it -> it.logGroupName("/soundbite/" + environment + "/api"));
    aws.cloudWatch().deleteAlarms(it -> it.alarmNames(aws("QueueDepth")));
    aws.cloudWatch().deleteDashboards(it -> it.dashboardNames("SoundBite-" + environment));
  }

  /** A table of the right shape, and nothing else right about it. */
  void table(Map<String, String> tags) {
    aws.dynamoDb()
        .createTable(
            it ->
                it.tableName(aws("SoundbitesTable"))
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                    .attributeDefinitions(
                        Stream.of("pk", "sk", "userId", "createdAt").map(Foreign::text).toList())
                    .globalSecondaryIndexes(
                        GlobalSecondaryIndex.builder()
                            .indexName("UserIdIndex")
                            .keySchema(key("userId", KeyType.HASH), key("createdAt", KeyType.RANGE))
                            .projection(all -> all.projectionType(ProjectionType.ALL))
                            .build())
                    .tags(
                        tags.entrySet().stream()
                            .map(
                                tag ->
                                    software.amazon.awssdk.services.dynamodb.model.Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                            .toList()));
  }

  /** A bucket with these tags. */
  void bucket(Map<String, String> tags) {
    aws.s3().createBucket(it -> it.bucket(bucket()));
    aws.s3()
        .putBucketTagging(
            it ->
                it.bucket(bucket())
                    .tagging(
                        set ->
                            set.tagSet(
                                tags.entrySet().stream()
                                    .map(
                                        tag ->
                                            software.amazon.awssdk.services.s3.model.Tag.builder()
                                                .key(tag.getKey())
                                                .value(tag.getValue())
                                                .build())
                                    .toList())));
  }

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private String aws(String suffix) {
    return "SoundBite-" + environment + "-" + suffix;
  }

  private String bucket() {
    return "soundbite-" + environment + "-soundbites-" + account;
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static List<software.amazon.awssdk.services.sns.model.Tag> sns(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            tag ->
                software.amazon.awssdk.services.sns.model.Tag.builder()
                    .key(tag.getKey())
                    .value(tag.getValue())
                    .build())
        .toList();
  }

  private static List<software.amazon.awssdk.services.iam.model.Tag> iam(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(
            tag ->
                software.amazon.awssdk.services.iam.model.Tag.builder()
                    .key(tag.getKey())
                    .value(tag.getValue())
                    .build())
        .toList();
  }
}
