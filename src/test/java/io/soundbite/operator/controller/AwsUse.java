package io.soundbite.operator.controller;

import io.soundbite.operator.aws.AwsClients;
import io.soundbite.operator.aws.Quota;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.iam.Operations;
import io.soundbite.operator.iam.Request;
import io.soundbite.operator.iam.ShippedPolicy;
import io.soundbite.operator.kube.Issuer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The accounts that an operator works in: what is there before it comes, and what it has done
 * since.
 */
final class AwsUse {
  private static final String STRANGERS = "strangers";
  private static final Operations OPERATIONS = Operations.read();

  private final OperatorUnderTest world;
  private final String spoke;
  private final String issuer;
  private final long began;

  /**
   * @param spoke an account that it works in by a role
   */
  AwsUse(OperatorUnderTest world, String spoke) {
    this.world = world;
    this.spoke = spoke;
    this.began = world.journal().now();
    this.issuer =
        switch (Issuer.of(world.client())) {
          case Result.Ok<String>(var it) -> it;
          case Result.Failed<String>(var failure) -> throw new AssertionError(failure.sentence());
        };
  }

  /** What deploy/iam is filled in with for {@code account}. */
  Map<String, String> values(String account) {
    return Map.of(
        "PARTITION", "aws",
        "ACCOUNT", account,
        "OIDC_PROVIDER", issuer,
        "CLUSTER_ID", "sandbox",
        "SPOKE_ACCOUNT", spoke);
  }

  /** Gives an account what README.md of deploy/iam does, and what strangers have there. */
  void prepare(AwsClients aws, String account) {
    trustCluster(aws);
    var boundary = ShippedPolicy.BOUNDARY.filled(values(account));
    for (var name : List.of("soundbite-environments-boundary", STRANGERS)) {
      aws.iam().createPolicy(it -> it.policyName(name).policyDocument(boundary));
    }
    aws.sqs().createQueue(it -> it.queueName(STRANGERS));
  }

  /** Makes a KMS key that lets everybody in; returns its ARN. */
  String makeKey() {
    var kms = world.aws().kms();
    var key = kms.createKey().keyMetadata().arn();
    var policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"kms:*\",\"Resource\":\"*\"}]}";
    kms.putKeyPolicy(it -> it.keyId(key).policyName("default").policy(policy));
    return key;
  }

  /** Makes an account know the cluster's tokens. */
  void trustCluster(AwsClients aws) {
    aws.iam()
        .createOpenIDConnectProvider(
            it -> it.url("https://" + issuer).clientIDList("sts.amazonaws.com"));
  }

  /** What IAM was asked for the operator's calls to {@code account}. */
  List<Request> requests(String account) {
    var journal = new Journal(world.journal().endpoint(), account);
    return journal.since(began).stream()
        .filter(this::isOperators)
        .flatMap(call -> OPERATIONS.requests(call.name(), values(call), call.conditions()).stream())
        .distinct()
        .toList();
  }

  /** Its key is its account; where it works by a role its key is another than the test's. */
  private boolean isOperators(Journal.Call call) {
    return call.account().equals(spoke) != call.caller().equals(call.account());
  }

  private Map<String, String> values(Journal.Call call) {
    var values = new HashMap<String, String>();
    values.put("account", call.account());
    values.put("region", call.region());
    var name = call.resource() == null ? "*" : call.resource();
    values.put("name", name);
    values.put("queue", name.replace("SoundbiteDLQ", "SoundbiteQueue"));
    values.put(
        "quota",
        Arrays.stream(Quota.values())
            .filter(it -> it.code().equals(name))
            .map(it -> it.service() + "/" + it.code())
            .findFirst()
            .orElse(name));
    values.put("spoke", spoke);
    values.put("key", "arn:aws:kms:%s:%s:key/%s".formatted(call.region(), call.account(), name));
    return values;
  }

  /** Changes what is left as it was by whoever writes other fields of the same resources. */
  void meddle(String environment) {
    var aws = world.aws();
    var name = "SoundBite-" + environment + "-";
    var repository = "soundbite-" + environment + "-api";
    var values = new HashMap<>(values(world.journal().account()));
    values.put("NAMESPACE", "elsewhere");
    aws.ecr()
        .putImageScanningConfiguration(
            it ->
                it.repositoryName(repository)
                    .imageScanningConfiguration(scan -> scan.scanOnPush(false)));
    aws.ecr()
        .putImageTagMutability(it -> it.repositoryName(repository).imageTagMutability("IMMUTABLE"));
    for (var component : List.of("api", "processor")) {
      aws.iam()
          .updateAssumeRolePolicy(
              it ->
                  it.roleName(name + component)
                      .policyDocument(ShippedPolicy.OPERATOR_TRUST.filled(values)));
      var boundary = "arn:aws:iam::" + world.journal().account() + ":policy/" + STRANGERS;
      aws.iam()
          .putRolePermissionsBoundary(
              it -> it.roleName(name + component).permissionsBoundary(boundary));
    }
    aws.sqs()
        .setQueueAttributes(
            it ->
                it.queueUrl(
                        aws.sqs().getQueueUrl(q -> q.queueName(name + "SoundbiteDLQ")).queueUrl())
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "7")));
    var bucket = bucket(environment);
    open(bucket);
    copy(bucket);
    var table = aws.dynamoDb().describeTable(it -> it.tableName(name + "SoundbitesTable")).table();
    aws.dynamoDb()
        .putResourcePolicy(
            it ->
                it.resourceArn(table.tableArn())
                    .policy(
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                         "Principal": {"AWS": "210987654321"}, "Action": "dynamodb:Scan",
                         "Resource": "*"}]}"""));
  }

  /** Hands the names of a bucket's readers to another, and has it read by a faster endpoint. */
  private void copy(String bucket) {
    var s3 = world.aws().s3();
    var logs = "logs-of-strangers";
    s3.createBucket(it -> it.bucket(logs));
    s3.putBucketPolicy(
        it ->
            it.bucket(logs)
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                     "Principal": {"Service": "logging.s3.amazonaws.com"},
                     "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/*"}]}"""
                        .formatted(logs)));
    s3.putBucketLogging(
        it ->
            it.bucket(bucket)
                .bucketLoggingStatus(
                    status -> status.loggingEnabled(on -> on.targetBucket(logs).targetPrefix(""))));
    s3.putBucketAccelerateConfiguration(
        it -> it.bucket(bucket).accelerateConfiguration(on -> on.status("Enabled")));
  }

  /** Copies the objects of an environment's bucket, which has versions, to another's. */
  void replicate(String environment) {
    var bucket = bucket(environment);
    var rule =
        ReplicationRule.builder()
            .id(STRANGERS)
            .status("Enabled")
            .filter(filter -> filter.prefix(""))
            .destination(to -> to.bucket("arn:aws:s3:::strangers"))
            .build();
    world
        .aws()
        .s3()
        .putBucketReplication(
            it ->
                it.bucket(bucket)
                    .replicationConfiguration(
                        all -> all.role("arn:aws:iam::210987654321:role/strangers").rules(rule)));
  }

  /** Whether another bucket gets its objects. */
  boolean isReplicated(String environment) {
    var bucket = bucket(environment);
    try {
      world.aws().s3().getBucketReplication(it -> it.bucket(bucket));
      return true;
    } catch (S3Exception e) {
      return false;
    }
  }

  /** Opens a bucket in every way but its policy, with another encryption of new objects. */
  private void open(String bucket) {
    var s3 = world.aws().s3();
    var byKms = ServerSideEncryptionByDefault.builder().sseAlgorithm("aws:kms").build();
    var rule = ServerSideEncryptionRule.builder().applyServerSideEncryptionByDefault(byKms).build();
    s3.putBucketEncryption(
        it -> it.bucket(bucket).serverSideEncryptionConfiguration(all -> all.rules(rule)));
    s3.putBucketOwnershipControls(
        it ->
            it.bucket(bucket)
                .ownershipControls(
                    all ->
                        all.rules(
                            OwnershipControlsRule.builder()
                                .objectOwnership("ObjectWriter")
                                .build())));
    s3.putBucketAcl(it -> it.bucket(bucket).acl("public-read"));
    s3.putBucketWebsite(
        it ->
            it.bucket(bucket)
                .websiteConfiguration(site -> site.indexDocument(page -> page.suffix("i.html"))));
    var queue = world.aws().sqs().createQueue(it -> it.queueName("strangers")).queueUrl();
    s3.putBucketNotificationConfiguration(
        it ->
            it.bucket(bucket)
                .notificationConfiguration(
                    all ->
                        all.queueConfigurations(
                            QueueConfiguration.builder()
                                .queueArn(
                                    "arn:aws:sqs:us-east-1:"
                                        + world.journal().account()
                                        + queue.substring(queue.lastIndexOf('/')).replace('/', ':'))
                                .eventsWithStrings("s3:ObjectCreated:*")
                                .build())));
  }

  private String bucket(String environment) {
    return "soundbite-" + environment + "-soundbites-" + world.journal().account();
  }

  /** A job that has failed too often. */
  void putDeadLetter(String environment) {
    var sqs = world.aws().sqs();
    var name = "SoundBite-" + environment + "-SoundbiteDLQ";
    var url = sqs.getQueueUrl(it -> it.queueName(name)).queueUrl();
    sqs.sendMessage(it -> it.queueUrl(url).messageBody("{}"));
  }

  /** An item, an object of two versions, and an upload that was never finished. */
  void putData(String environment) {
    var aws = world.aws();
    var key = AttributeValue.fromS("a");
    var table = "SoundBite-" + environment + "-SoundbitesTable";
    var bucket = bucket(environment);
    aws.dynamoDb().putItem(it -> it.tableName(table).item(Map.of("pk", key, "sk", key)));
    for (var content : List.of("first", "second")) {
      aws.s3().putObject(it -> it.bucket(bucket).key("a.mp3"), RequestBody.fromString(content));
    }
    aws.s3().createMultipartUpload(it -> it.bucket(bucket).key("b.mp3"));
  }
}
