package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.Stack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.Tag;

class SnsTopicsIT extends TaggedKindContract<SnsTopic> {

  @Override
  AwsKind<SnsTopic> kind(AwsClients clients, TagReader tags) {
    return new SnsTopics(clients.sns(), tags);
  }

  @Override
  SnsTopic want(Names names, Map<String, String> tags) {
    return new SnsTopic(
        new Key(Stack.QUEUE, Ids.TOPIC, names.topic()),
        names.topicArn(),
        Set.of("ops@example.com", "dev@example.com"),
        tags);
  }

  @Override
  List<Drift> drifts(SnsTopic want) {
    return List.of(
        new Drift("/subscribers", () -> subscribe(want, "email", "stranger@example.com")),
        new Drift("/subscribers", () -> unsubscribe(want, "ops@example.com")),
        new Drift(
            "/tags/Component",
            () ->
                aws()
                    .sns()
                    .untagResource(
                        request -> request.resourceArn(want.arn()).tagKeys("Component"))));
  }

  @Override
  List<Alike> alike(SnsTopic want) {
    return List.of(
        new Alike(
            "a stranger's subscription of another protocol",
            () -> subscribe(want, "sqs", "arn:aws:sqs:us-east-1:000000000000:strangers")));
  }

  @Test
  void isSweptInFewCalls() {
    assertThat(callsOfASweep()).containsExactlyInAnyOrder("ListSubscriptionsByTopic");
  }

  @Override
  Map<String, String> tags(SnsTopic have) {
    return aws()
        .sns()
        .listTagsForResource(request -> request.resourceArn(have.arn()))
        .tags()
        .stream()
        .collect(toMap(Tag::key, Tag::value));
  }

  @Override
  void tag(SnsTopic have, Map<String, String> tags) {
    aws()
        .sns()
        .tagResource(
            request ->
                request
                    .resourceArn(have.arn())
                    .tags(sdk(tags, (key, value) -> Tag.builder().key(key).value(value).build())));
  }

  private void subscribe(SnsTopic topic, String protocol, String endpoint) {
    aws()
        .sns()
        .subscribe(request -> request.topicArn(topic.arn()).protocol(protocol).endpoint(endpoint));
  }

  private void unsubscribe(SnsTopic topic, String address) {
    aws()
        .sns()
        .listSubscriptionsByTopic(request -> request.topicArn(topic.arn()))
        .subscriptions()
        .stream()
        .filter(subscription -> subscription.endpoint().equals(address))
        .forEach(
            subscription ->
                aws()
                    .sns()
                    .unsubscribe(
                        request -> request.subscriptionArn(subscription.subscriptionArn())));
  }
}
