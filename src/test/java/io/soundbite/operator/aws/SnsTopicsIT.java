package io.soundbite.operator.aws;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.AskedAddresses;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.Stack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.Tag;

class SnsTopicsIT extends TaggedKindContract<SnsTopic> {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:strangers";

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
        new Drift("/additional/subscription sqs " + QUEUE, () -> subscribe(want, "sqs", QUEUE)),
        new Drift(
            "/additional/Policy",
            () ->
                attribute(
                    want,
                    "Policy",
                    TlsOnly.policy("sns:*", want.arn()).json().replace("Deny", "Allow"))),
        new Drift("/kmsKey", () -> attribute(want, "KmsMasterKeyId", "alias/aws/sns")),
        new Drift("/additional/DisplayName", () -> attribute(want, "DisplayName", "mine")),
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

  @Test
  void doesNotMailAgainWhoUnsubscribed() {
    var plain = want();
    var tags = new HashMap<>(plain.tags());
    tags.put(AskedAddresses.TAG, AskedAddresses.of(plain.subscribers()).value());
    var want = new SnsTopic(plain.key(), plain.arn(), plain.subscribers(), tags);
    provider().create(want);
    assertThat(present(want).have()).isEqualTo(want);

    unsubscribe(want, "ops@example.com");

    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void isSweptInFewCalls() {
    assertThat(callsOfASweep())
        .containsExactlyInAnyOrder("ListSubscriptionsByTopic", "GetTopicAttributes");
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

  private void attribute(SnsTopic topic, String name, String value) {
    aws()
        .sns()
        .setTopicAttributes(
            it -> it.topicArn(topic.arn()).attributeName(name).attributeValue(value));
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
