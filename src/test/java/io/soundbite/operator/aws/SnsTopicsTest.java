package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;
import software.amazon.awssdk.services.sns.paginators.ListSubscriptionsByTopicIterable;

/** Subscriptions as people meet them: addresses are to be confirmed, lists come in pages. */
class SnsTopicsTest {
  private static final String ARN = "arn:aws:sns:us-east-1:000000000000:alerts";

  private final FakeSns sns = new FakeSns();
  private final SnsTopics topics = new SnsTopics(sns, (want, arn, service) -> want.tags());

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
  private static final class FakeSns implements SnsClient {
    private final List<Subscription> subscriptions = new ArrayList<>();

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
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
