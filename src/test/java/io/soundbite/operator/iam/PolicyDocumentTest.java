package io.soundbite.operator.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.Policy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether policies are judged as IAM judges them. */
class PolicyDocumentTest {
  private static final PolicyDocument QUEUES =
      document(
          """
          {"Sid": "Queues", "Effect": "Allow", "Action": ["sqs:Get*", "sqs:TagQueue"],
           "Resource": ["arn:aws:sqs:*:1:SoundBite-?-*", "arn:aws:sqs:eu-west-1:1:other"]}
          """);
  private static final PolicyDocument ROLES =
      document(
          """
          {"Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*",
           "Condition": {"StringEquals": {"iam:PermissionsBoundary": ["one", "other"]},
                         "StringLike": {"sts:ExternalId": "here/*"}}}
          """);

  @ParameterizedTest
  @CsvSource({
    "sqs:GetQueueAttributes, arn:aws:sqs:us-east-1:1:SoundBite-a-Queue, true",
    "SQS:getqueueurl, arn:aws:sqs:us-east-1:1:SoundBite-a-Queue, true",
    "sqs:TagQueue, arn:aws:sqs:eu-west-1:1:other, true",
    "sqs:UntagQueue, arn:aws:sqs:us-east-1:1:SoundBite-a-Queue, false",
    "sqs:TagQueues, arn:aws:sqs:us-east-1:1:SoundBite-a-Queue, false",
    "sqs:TagQueue, arn:aws:sqs:us-east-1:1:SoundBite-ab-Queue, false",
    "sqs:TagQueue, arn:aws:sqs:us-east-1:1:soundbite-a-queue, false",
    "sqs:TagQueue, arn:aws:sqs:us-east-1:2:SoundBite-a-Queue, false",
    "sqs:TagQueue, arn:aws-cn:sqs:cn-north-1:1:SoundBite-a-Queue, false",
    "sqs:TagQueue, arn:aws:sqs:us-east-1:x:1:SoundBite-a-Queue, false",
    "sqs:TagQueue, *, false",
  })
  void actionsAndResourcesAreComparedByPattern(String action, String resource, boolean allowed) {
    assertThat(QUEUES.allows(new Request(action, resource))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "one, here/soundbite/a, true",
    "other, here/x, true",
    "one, there/soundbite/a, false",
    "onemore, here/soundbite/a, false"
  })
  void everyConditionMustHold(String boundary, String externalId, boolean allowed) {
    var context = Map.of("iam:PermissionsBoundary", boundary, "sts:ExternalId", externalId);

    assertThat(ROLES.allows(new Request("iam:CreateRole", "any", context))).isEqualTo(allowed);
  }

  @Test
  void aKeyThatIsNotThereHoldsNothing() {
    assertThat(ROLES.allows(new Request("iam:CreateRole", "any"))).isFalse();
  }

  @Test
  void aGrantIsOneActionOnOnePattern() {
    var get = new Request("sqs:GetQueueUrl", "arn:aws:sqs:eu-west-1:1:other");

    assertThat(QUEUES.grants()).hasSize(4);
    assertThat(QUEUES.unused(List.of(get)))
        .hasSize(3)
        .noneMatch(it -> it.allows(get))
        .first()
        .hasToString("Queues: sqs:Get* on arn:aws:sqs:*:1:SoundBite-?-*");
  }

  @Test
  void whatIsNotUnderstoodIsNotJudged() {
    assertThatThrownBy(() -> document("{\"Effect\": \"Deny\", \"Action\": \"*\"}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> document("{\"Effect\": \"Allow\", \"NotAction\": \"s3:*\"}"))
        .isInstanceOf(IllegalArgumentException.class);
    var odd =
        document(
            """
            {"Effect": "Allow", "Action": "a:B", "Resource": "*",
             "Condition": {"NumericLessThan": {"k": "1"}}}
            """);
    assertThatThrownBy(() -> odd.allows(new Request("a:B", "any", Map.of("k", "0"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PolicyDocument document(String statement) {
    return PolicyDocument.of(Policy.parse("{\"Statement\": [" + statement + "]}"));
  }
}
