package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.SqsQueue;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A stranger's calls to SQS and SNS. */
record StrangeQueues(SqsClient sqs, SnsClient sns) {

  void change(SqsQueue before, SqsQueue after) {
    sqs.setQueueAttributes(request -> request.queueUrl(after.url()).attributes(attributes(after)));
    if (after.keyReuse() != null) {
      sqs.setQueueAttributes(
          it ->
              it.queueUrl(after.url())
                  .attributes(
                      Map.of(
                          QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS,
                          after.keyReuse().toSeconds() + "")));
    }
    if (!after.additional().isEmpty()) {
      sqs.setQueueAttributes(
          it -> it.queueUrl(after.url()).attributesWithStrings(after.additional()));
    }
    TagChange.between(before.tags(), after.tags())
        .by(
            set -> sqs.tagQueue(it -> it.queueUrl(after.url()).tags(set)),
            removed -> sqs.untagQueue(it -> it.queueUrl(after.url()).tagKeys(removed)));
  }

  /** All of them; empty text takes an attribute away. */
  private static Map<QueueAttributeName, String> attributes(SqsQueue queue) {
    return Map.of(
        QueueAttributeName.VISIBILITY_TIMEOUT, queue.visibility().toSeconds() + "",
        QueueAttributeName.MESSAGE_RETENTION_PERIOD, queue.retention().toSeconds() + "",
        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, queue.poll().toSeconds() + "",
        QueueAttributeName.SQS_MANAGED_SSE_ENABLED,
            (queue.managedEncryption() && queue.kmsKey().isEmpty()) + "",
        QueueAttributeName.KMS_MASTER_KEY_ID, queue.kmsKey().orElse(""),
        QueueAttributeName.POLICY, queue.policy().map(Policy::json).orElse(""),
        QueueAttributeName.REDRIVE_POLICY,
            queue
                .redrive()
                .map(
                    it ->
                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"
                            .formatted(it.targetArn(), it.maxReceives()))
                .orElse(""));
  }

  void change(SnsTopic before, SnsTopic after) {
    if (!before.kmsKey().equals(after.kmsKey())) {
      sns.setTopicAttributes(
          it ->
              it.topicArn(after.arn())
                  .attributeName("KmsMasterKeyId")
                  .attributeValue(after.kmsKey().orElse("")));
    }
    after
        .additional()
        .forEach(
            (name, value) ->
                sns.setTopicAttributes(
                    it -> it.topicArn(after.arn()).attributeName(name).attributeValue(value)));
    after.subscribers().stream()
        .filter(address -> !before.subscribers().contains(address))
        .forEach(
            address ->
                sns.subscribe(it -> it.topicArn(after.arn()).protocol("email").endpoint(address)));
    sns.listSubscriptionsByTopic(it -> it.topicArn(after.arn())).subscriptions().stream()
        .filter(it -> !after.subscribers().contains(it.endpoint()))
        .forEach(gone -> sns.unsubscribe(it -> it.subscriptionArn(gone.subscriptionArn())));
    TagChange.between(before.tags(), after.tags())
        .by(
            set ->
                sns.tagResource(
                    it ->
                        it.resourceArn(after.arn())
                            .tags(set.entrySet().stream().map(StrangeQueues::tag).toList())),
            removed -> sns.untagResource(it -> it.resourceArn(after.arn()).tagKeys(removed)));
  }

  private static Tag tag(Map.Entry<String, String> tag) {
    return Tag.builder().key(tag.getKey()).value(tag.getValue()).build();
  }
}
