package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Stack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsQueuesIT extends TaggedKindContract<SqsQueue> {

  @Override
  AwsKind<SqsQueue> kind(AwsClients clients, TagReader tags) {
    return new SqsQueues(clients.sqs(), tags);
  }

  @Override
  void prepare(SqsQueue want) {
    aws().sqs().createQueue(request -> request.queueName(emulator().names().deadLetterQueue()));
  }

  @Override
  SqsQueue want(Names names, Map<String, String> tags) {
    return new SqsQueue(
        new Key(Stack.QUEUE, Ids.QUEUE, names.queue()),
        names.queueUrl(names.queue()),
        Duration.ofSeconds(130),
        Duration.ofDays(14),
        Duration.ofSeconds(20),
        true,
        Optional.empty(),
        Optional.of(new SqsQueue.Redrive(names.queueArn(names.deadLetterQueue()), 3)),
        Optional.of(policy(names.queueArn(names.queue()))),
        tags);
  }

  @Override
  List<Drift> drifts(SqsQueue want) {
    return List.of(
        drift(want, "/additional/DelaySeconds", QueueAttributeName.DELAY_SECONDS, "900"),
        drift(
            want,
            "/additional/MaximumMessageSize",
            QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
            "1024"),
        drift(want, "/visibility", QueueAttributeName.VISIBILITY_TIMEOUT, "30"),
        drift(want, "/retention", QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"),
        drift(want, "/poll", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "0"),
        drift(want, "/managedEncryption", QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "false"),
        drift(want, "/kmsKey", QueueAttributeName.KMS_MASTER_KEY_ID, "alias/aws/sqs"),
        drift(want, "/redrive", QueueAttributeName.REDRIVE_POLICY, ""),
        drift(
            want,
            "/redrive/maxReceives",
            QueueAttributeName.REDRIVE_POLICY,
            "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"7\"}"
                .formatted(want.redrive().orElseThrow().targetArn())),
        drift(want, "/policy", QueueAttributeName.POLICY, ""),
        drift(
            want,
            "/policy/Statement",
            QueueAttributeName.POLICY,
            policy("arn:aws:sqs:us-east-1:000000000000:other").json()),
        new Drift(
            "/tags/Component",
            () ->
                aws()
                    .sqs()
                    .untagQueue(request -> request.queueUrl(want.url()).tagKeys("Component"))));
  }

  @Override
  List<Alike> alike(SqsQueue want) {
    var target = want.redrive().orElseThrow().targetArn();
    return List.of(
        alike(
            "the policy in another form",
            drift(
                want,
                "",
                QueueAttributeName.POLICY,
                TlsOnly.otherwise("sqs:*", emulator().names().queueArn(want.key().name())))),
        alike(
            "the count of receives as text",
            drift(
                want,
                "",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"maxReceiveCount\": \"3\", \"deadLetterTargetArn\": \"%s\"}"
                    .formatted(target))));
  }

  private static Alike alike(String what, Drift drift) {
    return new Alike(what, drift.hand());
  }

  @Test
  void isSweptInFewCalls() {
    assertThat(callsOfASweep()).containsExactlyInAnyOrder("GetQueueAttributes");
  }

  @Override
  Map<String, String> tags(SqsQueue have) {
    return aws().sqs().listQueueTags(request -> request.queueUrl(have.url())).tags();
  }

  @Override
  void tag(SqsQueue have, Map<String, String> tags) {
    aws().sqs().tagQueue(request -> request.queueUrl(have.url()).tags(tags));
  }

  private Drift drift(SqsQueue want, String path, QueueAttributeName attribute, String value) {
    return new Drift(
        path,
        () ->
            aws()
                .sqs()
                .setQueueAttributes(
                    request -> request.queueUrl(want.url()).attributes(Map.of(attribute, value))));
  }

  private static Policy policy(String resource) {
    return TlsOnly.policy("sqs:*", resource);
  }
}
