package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Tag;

/**
 * SNS topics and their e-mail subscribers; subscriptions of other protocols are additional.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html">ListSubscriptionsByTopic</a>,
 *     which also tells that a topic is not there
 */
public final class SnsTopics implements AwsKind.Single<SnsTopic> {
  private static final String ARN = "TopicArn";

  private static final String KEY = "KmsMasterKeyId";

  private static final String EMAIL = "email";

  private static final String SUBSCRIPTION = "subscription ";

  private final SnsClient sns;
  private final TagReader tags;
  private final Rarely rarely;

  public SnsTopics(SnsClient sns, TagReader tags) {
    this(sns, tags, Rarely.everyTime());
  }

  SnsTopics(SnsClient sns, TagReader tags, Rarely rarely) {
    this.sns = sns;
    this.tags = tags;
    this.rarely = rarely;
  }

  @Override
  public Class<SnsTopic> type() {
    return SnsTopic.class;
  }

  @Override
  public Optional<Found<SnsTopic>> read(SnsTopic want) {
    return Observed.unlessMissing(() -> found(want));
  }

  @Override
  public Progress create(SnsTopic want) {
    sns.createTopic(
        request ->
            request
                .name(want.key().name())
                .attributes(want.kmsKey().map(it -> Map.of(KEY, it)).orElseGet(Map::of))
                .tags(sdk(want.tags())));
    subscribe(want.arn(), want.subscribers());
    return new Progress.Done();
  }

  @Override
  public Progress update(Change<SnsTopic> change) {
    var want = change.want();
    if (change.touches("/tags")) {
      write(want.arn(), TagWrites.between(want.tags(), change.have().tags()));
    }
    if (change.touches("/subscribers")) {
      subscribe(want.arn(), Observed.without(want.subscribers(), change.have().subscribers()));
      unsubscribe(want.arn(), Observed.without(change.have().subscribers(), want.subscribers()));
    }
    if (change.touches("/kmsKey")) {
      set(want.arn(), KEY, want.kmsKey().orElse(""));
      rarely.forget(Set.of(want.key()));
    }
    if (change.touches("/additional")) {
      Observed.without(change.have().additional().keySet(), want.additional().keySet())
          .forEach(it -> restore(want.arn(), it));
      rarely.forget(Set.of(want.key()));
    }
    return new Progress.Done();
  }

  /** SNS itself answers success when the topic is gone. */
  @Override
  public Progress delete(SnsTopic have, boolean withData) {
    return Observed.doneIfMissing(
        () -> {
          sns.deleteTopic(request -> request.topicArn(have.arn()));
          return new Progress.Done();
        });
  }

  @Override
  public Progress release(SnsTopic have, Owner owner) {
    return Observed.doneIfMissing(() -> write(have.arn(), TagWrites.release(owner)));
  }

  private Found<SnsTopic> found(SnsTopic want) {
    var subscriptions = subscriptions(want.arn());
    var all = tags.read(want, want.arn(), () -> allTags(want.arn()));
    var attributes = attributes(want);
    var reading = new Reading();
    var have =
        new SnsTopic(
            want.key(),
            want.arn(),
            reading.shown(
                "subscribers",
                isWhole(subscriptions) ? addresses(subscriptions, want) : null,
                want.subscribers()),
            kmsKey(want, attributes, reading),
            Observed.wanted(all, want.tags()),
            additional(want, attributes, subscriptions));
    return reading.found(have, Ownership.of(all));
  }

  /** An answer without the ARN, which SNS always gives, says nothing of a key. */
  private static Optional<String> kmsKey(
      SnsTopic want, Map<String, String> attributes, Reading reading) {
    return attributes.containsKey(ARN)
        ? reading.documented(
            DocumentedAbsence.TOPIC_KEY,
            KeyIds.observed(want.kmsKey(), attributes.get(KEY)).map(Optional::of).orElse(null),
            Optional.empty(),
            want.kmsKey())
        : reading.shown("kmsKey", null, want.kmsKey());
  }

  /** Subscriptions by other means than e-mail are not declared, and can read every alarm. */
  private static Map<String, String> additional(
      SnsTopic want, Map<String, String> attributes, List<Subscription> subscriptions) {
    var additional = new HashMap<>(new TopicAccess(want.arn()).additional(attributes));
    subscriptions.stream()
        .filter(it -> it.protocol() != null && !isEmail(it))
        .filter(it -> it.subscriptionArn() != null && isConfirmed(it))
        .forEach(
            it -> additional.put(SUBSCRIPTION + it.protocol() + " " + it.endpoint(), "confirmed"));
    return additional;
  }

  @SuppressWarnings("unchecked") // what is kept of a topic is always this
  private Map<String, String> attributes(SnsTopic want) {
    return rarely.read(
        want.key(),
        Map.class,
        () -> sns.getTopicAttributes(request -> request.topicArn(want.arn())).attributes());
  }

  private void restore(String arn, String additional) {
    if (additional.startsWith(SUBSCRIPTION)) {
      subscriptions(arn).stream()
          .filter(it -> additional.equals(SUBSCRIPTION + it.protocol() + " " + it.endpoint()))
          .filter(SnsTopics::isConfirmed)
          .forEach(this::unsubscribe);
      return;
    }
    var standard =
        additional.equals("Policy")
            ? new TopicAccess(arn).standard()
            : MessageMembers.TOPIC.standard(additional);
    set(arn, additional, standard);
  }

  private void set(String arn, String attribute, String value) {
    sns.setTopicAttributes(
        request -> request.topicArn(arn).attributeName(attribute).attributeValue(value));
  }

  private void unsubscribe(Subscription subscription) {
    sns.unsubscribe(request -> request.subscriptionArn(subscription.subscriptionArn()));
  }

  private static boolean isWhole(List<Subscription> subscriptions) {
    return subscriptions.stream()
        .allMatch(
            it -> it.protocol() != null && it.endpoint() != null && it.subscriptionArn() != null);
  }

  private static Set<String> addresses(List<Subscription> subscriptions, SnsTopic want) {
    return subscriptions.stream()
        .filter(SnsTopics::isEmail)
        .filter(it -> isConfirmed(it) || isPending(it, want))
        .map(Subscription::endpoint)
        .collect(Collectors.toSet());
  }

  /**
   * A pending address counts where it is wanted. One that is not wanted gets no mail and can't be
   * removed: SNS forgets it after two days.
   */
  private static boolean isPending(Subscription subscription, SnsTopic want) {
    return subscription.subscriptionArn().equals("PendingConfirmation")
        && want.subscribers().contains(subscription.endpoint());
  }

  /** Only a confirmed subscription has an ARN; others say PendingConfirmation or Deleted. */
  private static boolean isConfirmed(Subscription subscription) {
    return subscription.subscriptionArn().startsWith("arn:");
  }

  private static boolean isEmail(Subscription subscription) {
    return subscription.protocol().equals(EMAIL);
  }

  private List<Subscription> subscriptions(String arn) {
    return sns.listSubscriptionsByTopicPaginator(request -> request.topicArn(arn)).stream()
        .flatMap(
            page ->
                Reading.required(
                    "ListSubscriptionsByTopic Subscriptions",
                    page.hasSubscriptions() ? page.subscriptions() : null)
                    .stream())
        .toList();
  }

  private void subscribe(String arn, Set<String> addresses) {
    addresses.forEach(
        address ->
            sns.subscribe(request -> request.topicArn(arn).protocol(EMAIL).endpoint(address)));
  }

  private void unsubscribe(String arn, Set<String> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    subscriptions(arn).stream()
        .filter(SnsTopics::isEmail)
        .filter(subscription -> addresses.contains(subscription.endpoint()))
        .filter(SnsTopics::isConfirmed)
        .forEach(this::unsubscribe);
  }

  private Progress write(String arn, TagWrites writes) {
    writes.by(
        put -> sns.tagResource(request -> request.resourceArn(arn).tags(sdk(put))),
        remove -> sns.untagResource(request -> request.resourceArn(arn).tagKeys(remove)));
    return new Progress.Done();
  }

  private Map<String, String> allTags(String arn) {
    return sns.listTagsForResource(request -> request.resourceArn(arn)).tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private static List<Tag> sdk(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
