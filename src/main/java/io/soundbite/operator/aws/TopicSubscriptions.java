package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.AskedAddresses;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.engine.Notice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/**
 * The subscriptions of topics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html">ListSubscriptionsByTopic</a>,
 *     which also tells that a topic is not there
 */
record TopicSubscriptions(SnsClient sns) {
  private static final String EMAIL = "email";
  private static final String ADDITIONAL = "subscription ";

  /** Those of one topic, as listed. */
  record Listed(List<Subscription> subscriptions) {

    /**
     * The e-mail addresses that are subscribed, and those wanted that have been asked, though SNS
     * has no subscription of theirs any more; null when the answer is not whole. An address that is
     * pending and not wanted gets no mail and can't be removed: SNS forgets it after two days.
     *
     * @param tags of the topic
     */
    @Nullable Set<String> addresses(SnsTopic want, Map<String, String> tags) {
      var whole =
          subscriptions.stream()
              .allMatch(
                  it ->
                      it.protocol() != null
                          && it.endpoint() != null
                          && it.subscriptionArn() != null);
      if (!whole) {
        return null;
      }
      var asked = AskedAddresses.parse(tags.getOrDefault(AskedAddresses.TAG, ""));
      var addresses =
          want.subscribers().stream().filter(asked::contains).collect(Collectors.toSet());
      subscriptions.stream()
          .filter(TopicSubscriptions::isEmail)
          .filter(it -> isConfirmed(it) || isPending(it, want))
          .map(Subscription::endpoint)
          .forEach(addresses::add);
      return addresses;
    }

    /**
     * What is to be told of declared addresses that have been asked and get no mail.
     *
     * @param asked those that count as subscribed
     */
    List<Notice> notices(SnsTopic want, Set<String> asked) {
      return want.subscribers().stream()
          .filter(asked::contains)
          .sorted()
          .flatMap(it -> notice(want, it))
          .toList();
    }

    private Stream<Notice> notice(SnsTopic want, String address) {
      var its =
          subscriptions.stream()
              .filter(it -> EMAIL.equals(it.protocol()) && address.equals(it.endpoint()))
              .filter(it -> it.subscriptionArn() != null)
              .toList();
      if (its.stream().anyMatch(TopicSubscriptions::isConfirmed)) {
        return Stream.empty();
      }
      return Stream.of(
          its.stream().anyMatch(it -> isPending(it, want))
              ? new Notice(
                  "Unconfirmed",
                  "%s has not confirmed yet: SNS sent it a mail with a link.".formatted(address))
              : new Notice(
                  "Unsubscribed",
                  ("%s is not subscribed: it did not confirm within two days, or unsubscribed. To"
                          + " have it asked again, take it out of alarms.notify and put it back.")
                      .formatted(address)));
    }

    /** Confirmed ones by other means than e-mail: they are not declared, and read every alarm. */
    Map<String, String> additional() {
      return subscriptions.stream()
          .filter(it -> it.protocol() != null && !isEmail(it))
          .filter(it -> it.subscriptionArn() != null && isConfirmed(it))
          .collect(
              Collectors.toMap(TopicSubscriptions::name, any -> "confirmed", (one, same) -> one));
    }
  }

  /** Those of the topic {@code arn}. */
  Listed of(String arn) {
    return new Listed(
        sns.listSubscriptionsByTopicPaginator(request -> request.topicArn(arn)).stream()
            .flatMap(
                page ->
                    Reading.required(
                        "ListSubscriptionsByTopic Subscriptions",
                        page.hasSubscriptions() ? page.subscriptions() : null)
                        .stream())
            .toList());
  }

  /** Has SNS ask each of {@code addresses} to confirm. */
  void ask(String arn, Set<String> addresses) {
    addresses.forEach(
        address -> sns.subscribe(it -> it.topicArn(arn).protocol(EMAIL).endpoint(address)));
  }

  /** Unsubscribes {@code addresses}, as far as they are confirmed. */
  void remove(String arn, Set<String> addresses) {
    if (!addresses.isEmpty()) {
      of(arn).subscriptions().stream()
          .filter(TopicSubscriptions::isEmail)
          .filter(it -> addresses.contains(it.endpoint()))
          .filter(TopicSubscriptions::isConfirmed)
          .forEach(this::remove);
    }
  }

  /** Whether {@code additional} names a subscription, which is unsubscribed then. */
  boolean removes(String arn, String additional) {
    if (!additional.startsWith(ADDITIONAL)) {
      return false;
    }
    of(arn).subscriptions().stream()
        .filter(it -> additional.equals(name(it)))
        .filter(TopicSubscriptions::isConfirmed)
        .forEach(this::remove);
    return true;
  }

  private void remove(Subscription subscription) {
    sns.unsubscribe(request -> request.subscriptionArn(subscription.subscriptionArn()));
  }

  private static String name(Subscription subscription) {
    return ADDITIONAL + subscription.protocol() + " " + subscription.endpoint();
  }

  private static boolean isEmail(Subscription subscription) {
    return subscription.protocol().equals(EMAIL);
  }

  private static boolean isPending(Subscription subscription, SnsTopic want) {
    return subscription.subscriptionArn().equals("PendingConfirmation")
        && want.subscribers().contains(subscription.endpoint());
  }

  /** Only a confirmed subscription has an ARN; others say PendingConfirmation or Deleted. */
  private static boolean isConfirmed(Subscription subscription) {
    return subscription.subscriptionArn().startsWith("arn:");
  }
}
