package io.soundbite.operator.aws;

import java.util.Arrays;

/**
 * The members of answers whose absence AWS documents to mean something. What else an answer lacks
 * says nothing of the resource ({@link Reading}).
 */
enum DocumentedAbsence {
  MISSING_DATA(
      "CloudWatchAlarm",
      "missingData",
      "missing, if the answer has everything else",
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"),
  METRIC_UNIT(
      "MetricFilter",
      "unit",
      "None",
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html"),
  RETENTION(
      "LogGroup",
      "retentionDays",
      "events never expire",
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html"),
  QUEUE_KEY(
      "SqsQueue",
      "kmsKey",
      "no key of KMS: SQS encrypts with its own, or nothing does",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"),
  TOPIC_KEY(
      "SnsTopic",
      "kmsKey",
      "no key of KMS: empty text removes the attribute",
      "https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html"),
  LOG_KEY(
      "LogGroup",
      "kmsKey",
      "no key of KMS: CloudWatch Logs encrypts with its own",
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html"),
  TABLE_KEY(
      "DynamoTable",
      "kmsKey",
      "no key in the account: DynamoDB encrypts with its own",
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSESpecification.html"),
  REDRIVE_POLICY(
      "SqsQueue",
      "redrive",
      "no redrive policy: empty text removes the attribute",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"),
  QUEUE_POLICY(
      "SqsQueue",
      "policy",
      "no policy: empty text removes the attribute",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"),
  VERSIONING(
      "S3Bucket",
      "versioning",
      "never enabled",
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html"),
  LIFECYCLE_ACTION(
      "S3Bucket",
      "lifecycle",
      "the rule has no such action or filter",
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html"),
  BOUNDARY(
      "IamRole",
      "permissionsBoundary",
      "no boundary: it is shown for roles that have one",
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html"),
  INDEXES(
      "DynamoTable",
      "indexes",
      "the table has no indexes",
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html"),
  TAGS(
      "*",
      "tags",
      "no tags: services leave an empty set out",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html");

  private final String kind;
  private final String component;
  private final String meaning;
  private final String source;

  DocumentedAbsence(String kind, String component, String meaning, String source) {
    this.kind = kind;
    this.component = component;
    this.meaning = meaning;
    this.source = source;
  }

  /** The component of the desired resource that has the member's value. */
  String component() {
    return component;
  }

  /** What absence means. */
  String meaning() {
    return meaning;
  }

  /** The page of AWS that says so. */
  String source() {
    return source;
  }

  /** Returns whether absence means something for a component of a kind of resource. */
  static boolean of(Class<?> kind, String component) {
    return Arrays.stream(values())
        .filter(it -> it.kind.equals("*") || it.kind.equals(kind.getSimpleName()))
        .anyMatch(it -> it.component.equals(component));
  }
}
