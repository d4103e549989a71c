package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.AskedAddresses;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Notice;
import io.soundbite.operator.engine.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;
import software.amazon.awssdk.services.sns.paginators.ListSubscriptionsByTopicIterable;

/** Subscriptions as people meet them: addresses are to be confirmed, lists come in pages. */
class SnsTopicsTest {
  private static final String ARN = "arn:aws:sns:us-east-1:000000000000:alerts";

  private final FakeSns sns = new FakeSns();
  private final Map<String, String> tags = new HashMap<>();
  private final SnsTopics topics = new SnsTopics(sns, (want, arn, service) -> tags);

  @Test
  void countsAnAddressOnceItIsAskedToConfirm() {
    update(topic("ops@example.com"));

    assertThat(sns.subscriptions)
        .extracting(Subscription::subscriptionArn)
        .containsExactly("PendingConfirmation");
    assertThat(have(topic("ops@example.com"))).isEqualTo(topic("ops@example.com"));
  }

  @Test
  void readsEveryPage() {
    sns.add("email", "ops@example.com", ARN + ":1");
    sns.add("email", "dev@example.com", ARN + ":2");

    assertThat(have(topic()).subscribers())
        .containsExactlyInAnyOrder("ops@example.com", "dev@example.com");
  }

  @Test
  void removesSubscriptionsOfOtherProtocols() {
    sns.add("sqs", "arn:aws:sqs:us-east-1:000000000000:theirs", ARN + ":1");

    assertThat(have(topic()).additional())
        .containsOnlyKeys("subscription sqs arn:aws:sqs:us-east-1:000000000000:theirs");
    update(topic());

    assertThat(sns.subscriptions).isEmpty();
  }

  @Test
  void removesWhatIsConfirmedAndNotWanted() {
    sns.add("email", "ops@example.com", ARN + ":1");
    sns.add("email", "stranger@example.com", ARN + ":2");

    update(topic("ops@example.com"));

    assertThat(sns.subscriptions)
        .extracting(Subscription::endpoint)
        .containsExactly("ops@example.com");
  }

  @Test
  void seesNoDriftInWhatCannotBeRemoved() {
    sns.add("email", "stranger@example.com", "PendingConfirmation");
    sns.add("email", "former@example.com", "Deleted");

    assertThat(have(topic())).isEqualTo(topic());
  }

  /** By the link in a mail, or by not confirming for two days. */
  @Test
  void doesNotAskAgainWhoIsNoLongerSubscribed() {
    var want = asking("ops@example.com");
    update(want);
    sns.subscriptions.clear();

    assertThat(have(want)).isEqualTo(want);
    assertThat(have(asking("ops@example.com", "dev@example.com")).subscribers())
        .containsExactly("ops@example.com");
  }

  @Test
  void tellsWhoGetsNoMail() {
    sns.add("email", "dev@example.com", ARN + ":1");
    var want = asking("ops@example.com", "dev@example.com");
    assertThat(notices(want)).as("not asked yet").isEmpty();

    update(want);
    assertThat(notices(want))
        .containsExactly(
            new Notice(
                "Unconfirmed",
                "ops@example.com has not confirmed yet: SNS sent it a mail with a link."));

    sns.subscriptions.removeIf(it -> it.endpoint().equals("ops@example.com"));
    assertThat(notices(want))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.reason()).isEqualTo("Unsubscribed");
              assertThat(it.message()).contains("ops@example.com", "alarms.notify");
            });

    sns.add("email", "ops@example.com", ARN + ":2");
    assertThat(notices(want)).isEmpty();
  }

  private List<Notice> notices(SnsTopic want) {
    return topics.read(want).orElseThrow().notices();
  }

  @Test
  void asksAgainWhoIsDeclaredAgain() {
    update(asking("ops@example.com", "dev@example.com"));
    sns.subscriptions.clear();
    update(asking("dev@example.com"));

    update(asking("ops@example.com", "dev@example.com"));

    assertThat(sns.subscriptions)
        .extracting(Subscription::endpoint)
        .containsExactly("ops@example.com");
  }

  /** After a crash between the two, the address is asked once more: never not at all. */
  @Test
  void saysThatAnAddressWasAskedOnceItWas() {
    sns.refusing = true;

    assertThatThrownBy(() -> update(asking("ops@example.com")))
        .isInstanceOf(AwsServiceException.class);

    assertThat(tags).isEmpty();
  }

  private static SnsTopic asking(String... subscribers) {
    var topic = topic(subscribers);
    return new SnsTopic(
        topic.key(),
        topic.arn(),
        topic.subscribers(),
        Map.of(AskedAddresses.TAG, AskedAddresses.of(topic.subscribers()).value()));
  }

  private SnsTopic have(SnsTopic want) {
    return topics.read(want).orElseThrow().have();
  }

  private void update(SnsTopic want) {
    var have = have(want);
    assertThat(topics.update(new Change<>(want, have, Difference.between(want, have))))
        .isEqualTo(new Progress.Done());
  }

  private static SnsTopic topic(String... subscribers) {
    return new SnsTopic(
        new Key(Stack.QUEUE, Ids.TOPIC, "alerts"), ARN, Set.of(subscribers), Map.of());
  }

  /** One topic whose subscriptions are listed one a page. */
  private final class FakeSns implements SnsClient {
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean refusing;

    void add(String protocol, String endpoint, String arn) {
      subscriptions.add(
          Subscription.builder()
              .protocol(protocol)
              .endpoint(endpoint)
              .subscriptionArn(arn)
              .build());
    }

    @Override
    public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
      return GetTopicAttributesResponse.builder().build();
    }

    @Override
    public SubscribeResponse subscribe(SubscribeRequest request) {
      if (refusing) {
        throw Refused.with(403, "AuthorizationError", "not now");
      }
      add(request.protocol(), request.endpoint(), "PendingConfirmation");
      return SubscribeResponse.builder().subscriptionArn("pending confirmation").build();
    }

    @Override
    public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
      if (!request.subscriptionArn().startsWith("arn:")) {
        throw Refused.with(400, "InvalidParameter", "An ARN must have at least 6 elements");
      }
      subscriptions.removeIf(it -> it.subscriptionArn().equals(request.subscriptionArn()));
      return UnsubscribeResponse.builder().build();
    }

    @Override
    public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
        ListSubscriptionsByTopicRequest request) {
      int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
      int to = Math.min(from + 1, subscriptions.size());
      return ListSubscriptionsByTopicResponse.builder()
          .subscriptions(subscriptions.subList(from, to))
          .nextToken(to < subscriptions.size() ? String.valueOf(to) : null)
          .build();
    }

    @Override
    public ListSubscriptionsByTopicIterable listSubscriptionsByTopicPaginator(
        ListSubscriptionsByTopicRequest request) {
      return new ListSubscriptionsByTopicIterable(this, request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
      request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
      return TagResourceResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
