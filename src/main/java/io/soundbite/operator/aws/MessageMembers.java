package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.sns.model.Subscription;

/** What SQS and SNS answer of a queue, a topic and its subscriptions. */
final class MessageMembers {
  /** The attributes of GetQueueAttributes. */
  static final Structure QUEUE =
      Structure.attributes("QUEUE")
          .compares(
              "VisibilityTimeout",
              "MessageRetentionPeriod",
              "ReceiveMessageWaitTimeSeconds",
              "SqsManagedSseEnabled",
              "KmsMasterKeyId",
              "KmsDataKeyReusePeriodSeconds",
              "RedrivePolicy",
              "Policy")
          .leavesOut(LeftOut.IDENTITY, "QueueArn")
          .leavesOut(
              LeftOut.STATE,
              "ApproximateNumberOfMessages",
              "ApproximateNumberOfMessagesDelayed",
              "ApproximateNumberOfMessagesNotVisible",
              "CreatedTimestamp",
              "LastModifiedTimestamp")
          .leavesOut(
              LeftOut.FIXED,
              "FifoQueue",
              "ContentBasedDeduplication",
              "DeduplicationScope",
              "FifoThroughputLimit")
          .findsUnless("DelaySeconds", "0")
          .findsUnless("MaximumMessageSize", "262144", "1048576")
          .findsUnless("RedriveAllowPolicy", "", "{\"redrivePermission\":\"allowAll\"}");

  /** The attributes of GetTopicAttributes; the policy is looked at by what it allows. */
  static final Structure TOPIC =
      Structure.attributes("TOPIC")
          .compares("Policy", "KmsMasterKeyId")
          .leavesOut(LeftOut.IDENTITY, "TopicArn", "Owner")
          .leavesOut(
              LeftOut.STATE,
              "SubscriptionsConfirmed",
              "SubscriptionsDeleted",
              "SubscriptionsPending",
              "EffectiveDeliveryPolicy",
              "BeginningArchiveTime")
          .leavesOut(LeftOut.FIXED, "FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope")
          .finds("ArchivePolicy", "DeliveryPolicy", "DisplayName")
          .findsUnless("TracingConfig", "PassThrough")
          .findsUnless("SignatureVersion", "1");

  /** Of ListSubscriptionsByTopic; those of other protocols than e-mail are additional. */
  private static final Structure SUBSCRIPTION =
      Structure.of("SUBSCRIPTION", Subscription.builder().build())
          .compares("Endpoint", "Protocol")
          .leavesOut(LeftOut.IDENTITY, "Owner", "SubscriptionArn", "TopicArn");

  private MessageMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(QUEUE, TOPIC, SUBSCRIPTION);
  }
}
