package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.engine.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Environments that are encrypted with a KMS key, and keys that can't be used. */
class KmsIT {
  private static final String NAME = "sealed";
  private static final String ALIAS = "alias/sealed";
  private static final String AWS_RESOURCES = "SoundBite-" + NAME + "-";
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest();
  private final String account = operator.journal().account();
  private final String key = operator.aws().kms().createKey().keyMetadata().arn();

  @AfterEach
  void stop() {
    operator.journal().endFaults();
    operator.close();
  }

  @Test
  void everythingIsEncryptedHealedAndLetGoWithPermission() {
    letIn();
    operator.aws().kms().createAlias(it -> it.aliasName(ALIAS).targetKeyId(key));
    operator.start(clock);

    var status = operator.ready(NAME, NAME, with(ALIAS)).getStatus().aws();

    assertThat(status.kmsKey()).isEqualTo(ALIAS);
    assertThat(status.kmsKeyArn()).isEqualTo(key);
    assertThat(keys().values()).as(keys().toString()).containsOnly(Optional.of(key));
    assertThat(queue("SoundbiteQueue").get(QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS))
        .isEqualTo("300");
    assertThat(mayUseKey("api") && mayUseKey("processor")).isTrue();
    var seq = operator.journal().now();
    operator.reread(NAME);
    operator.awaitReady(NAME);
    assertThat(operator.journal().writesSince(seq)).as("a key is no drift").isEmpty();

    takeEncryptionAway();
    operator.reread(NAME);
    await("healed")
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(() -> assertThat(keys().values()).containsOnly(Optional.of(key)));
    operator.awaitReady(NAME);

    dropKey();
    var held = operator.await(NAME, it -> reason(it).equals(Step.DOWNGRADE));
    assertThat(condition(held, "Ready").orElseThrow().getMessage()).contains("/kmsKey");
    assertThat(keys().values()).containsOnly(Optional.of(key));
    assertThat(held.getStatus().aws().formerKmsKeyArns()).containsExactly(key);
    assertThat(mayUseKey("api") && mayUseKey("processor")).isTrue();

    operator.kubectl().allowDowngrade(NAME);
    operator.awaitReady(NAME);
    await("only a repository can't be changed; a queue's attributes are read later")
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(keys().entrySet())
                    .filteredOn(it -> it.getValue().isPresent())
                    .extracting(Map.Entry::getKey)
                    .containsExactly("repository"));
    assertThat(mayUseKey("api")).as("what was encrypted is still read").isTrue();
  }

  @Test
  @FollowsAdvice("KmsGrantMissing")
  void nothingIsMadeBeforeTheKeysPolicyLetsEverybodyIn() {
    var seq = operator.journal().now();
    operator.start(clock);
    operator.kubectl().apply(NAME, NAME, with(key));

    var refused = operator.await(NAME, it -> reason(it).equals("KmsGrantMissing"));

    assertThat(condition(refused, "Ready").orElseThrow().getMessage())
        .contains("logs.us-east-1.amazonaws.com (for the log groups /soundbite/sealed/api")
        .contains("cloudwatch.amazonaws.com (so that alarms reach the topic): kms:Decrypt")
        .contains(key)
        .doesNotContain("pods");
    assertThat(operator.journal().writesSince(seq)).isEmpty();

    letIn();
    clock.by(A_WHILE);
    operator.kubectl().look(NAME);
    operator.push(NAME, "soundbite-" + NAME + "-api", "1.4.1");
    operator.awaitReady(NAME);
    assertThat(keys().values()).containsOnly(Optional.of(key));
  }

  @Test
  @FollowsAdvice("KmsKeyUnusable")
  void aDisabledKeyIsToldBeforeAnythingIsMade() {
    letIn();
    operator.aws().kms().disableKey(it -> it.keyId(key));
    var seq = operator.journal().now();
    operator.start(clock);
    operator.kubectl().apply(NAME, NAME, with(key));

    var refused = operator.await(NAME, it -> reason(it).equals("KmsKeyUnusable"));

    assertThat(condition(refused, "Ready").orElseThrow().getMessage())
        .contains("it is disabled; run: aws kms enable-key --key-id");
    assertThat(operator.journal().writesSince(seq)).isEmpty();

    operator.aws().kms().enableKey(it -> it.keyId(key));
    clock.by(A_WHILE);
    operator.kubectl().look(NAME);
    operator.push(NAME, "soundbite-" + NAME + "-api", "1.4.1");
    operator.awaitReady(NAME);
  }

  @Test
  void aPolicyThatMayNotBeReadStopsNothingAndIsToldOnce() {
    letIn();
    operator
        .journal()
        .fault(
            Map.of(
                "service", "kms",
                "operation", "GetKeyPolicy",
                "code", "AccessDeniedException"));
    operator.start(clock);

    operator.ready(NAME, NAME, with(key));

    operator.awaitEvent(NAME, "KmsKeyPolicyUnread", "kms:GetKeyPolicy");
    clock.by(A_WHILE);
    operator.reread(NAME);
    operator.awaitReady(NAME);
    assertThat(operator.events(NAME).filter(it -> it.getReason().equals("KmsKeyPolicyUnread")))
        .singleElement()
        .satisfies(it -> assertThat(it.getCount()).isEqualTo(1));
  }

  private static Map<String, Object> with(String name) {
    return Map.of("aws", Map.of("kmsKey", name));
  }

  private void dropKey() {
    operator.kubectl().editAws(NAME, Collections.singletonMap("kmsKey", null));
  }

  /** As docs/security.md has it. */
  private void letIn() {
    var policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%1$s:root"}, "Action": "kms:*",
           "Resource": "*"},
          {"Effect": "Allow", "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
           "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*",
             "kms:Describe*"],
           "Resource": "*",
           "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn":
             "arn:aws:logs:us-east-1:%1$s:log-group:/soundbite/*"}}},
          {"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"},
           "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}]}
        """
            .formatted(account);
    operator.aws().kms().putKeyPolicy(it -> it.keyId(key).policyName("default").policy(policy));
  }

  private void takeEncryptionAway() {
    var aws = operator.aws();
    aws.sqs()
        .setQueueAttributes(
            it ->
                it.queueUrl(url("SoundbiteDLQ"))
                    .attributes(
                        Map.of(
                            QueueAttributeName.KMS_MASTER_KEY_ID,
                            "",
                            QueueAttributeName.SQS_MANAGED_SSE_ENABLED,
                            "true")));
    aws.logs().disassociateKmsKey(it -> it.logGroupName("/soundbite/" + NAME + "/api"));
    aws.s3().deleteBucketEncryption(it -> it.bucket(bucket()));
    aws.sns()
        .setTopicAttributes(
            it -> it.topicArn(topic()).attributeName("KmsMasterKeyId").attributeValue(""));
    aws.dynamoDb()
        .updateTable(
            it ->
                it.tableName(AWS_RESOURCES + "SoundbitesTable")
                    .sseSpecification(sse -> sse.enabled(false)));
  }

  /** By which key each is encrypted, as AWS shows it. */
  private Map<String, Optional<String>> keys() {
    var aws = operator.aws();
    var keys = new TreeMap<String, Optional<String>>();
    var table = aws.dynamoDb().describeTable(it -> it.tableName(AWS_RESOURCES + "SoundbitesTable"));
    var encryption = table.table().sseDescription();
    keys.put("table", text(encryption == null ? null : encryption.kmsMasterKeyArn()));
    var bucket = aws.s3().getBucketEncryption(it -> it.bucket(bucket()));
    var rule = bucket.serverSideEncryptionConfiguration().rules().getFirst();
    keys.put("bucket", text(rule.applyServerSideEncryptionByDefault().kmsMasterKeyID()));
    assertThat(rule.bucketKeyEnabled()).isEqualTo(keys.get("bucket").isPresent());
    for (var queue : new String[] {"SoundbiteQueue", "SoundbiteDLQ"}) {
      keys.put(queue, text(queue(queue).get(QueueAttributeName.KMS_MASTER_KEY_ID)));
    }
    var topic = aws.sns().getTopicAttributes(it -> it.topicArn(topic())).attributes();
    keys.put("topic", text(topic.get("KmsMasterKeyId")));
    aws.logs()
        .describeLogGroups(it -> it.logGroupNamePrefix("/soundbite/" + NAME + "/"))
        .logGroups()
        .forEach(it -> keys.put(it.logGroupName(), text(it.kmsKeyId())));
    var repository =
        aws.ecr()
            .describeRepositories(it -> it.repositoryNames("soundbite-" + NAME + "-api"))
            .repositories()
            .getFirst();
    keys.put("repository", text(repository.encryptionConfiguration().kmsKey()));
    assertThat(keys).hasSize(8);
    return keys;
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(it -> !it.isEmpty());
  }

  private Map<QueueAttributeName, String> queue(String name) {
    return operator
        .aws()
        .sqs()
        .getQueueAttributes(it -> it.queueUrl(url(name)).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  private boolean mayUseKey(String component) {
    var policy =
        operator
            .aws()
            .iam()
            .getRolePolicy(it -> it.roleName(AWS_RESOURCES + component).policyName("soundbite"))
            .policyDocument();
    return Policy.parse(URLDecoder.decode(policy, StandardCharsets.UTF_8))
        .json()
        .contains("\"Resource\":[\"" + key + "\"]");
  }

  private String url(String queue) {
    return operator.aws().sqs().getQueueUrl(it -> it.queueName(AWS_RESOURCES + queue)).queueUrl();
  }

  private String topic() {
    return "arn:aws:sns:us-east-1:" + account + ":" + AWS_RESOURCES + "QueueAlerts";
  }

  private String bucket() {
    return "soundbite-" + NAME + "-soundbites-" + account;
  }

  private static String reason(SoundBiteEnvironment environment) {
    return condition(environment, "Ready").map(it -> it.getReason()).orElse("");
  }
}
