package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.AskedAddresses;
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
import software.amazon.awssdk.services.sns.model.Tag;

/** SNS topics and their e-mail subscribers; subscriptions of other protocols are additional. */
public final class SnsTopics implements AwsKind.Single<SnsTopic> {
  private static final String ARN = "TopicArn";
  private static final String KEY = "KmsMasterKeyId";

  private final SnsClient sns;
  private final TopicSubscriptions subscriptions;
  private final TagReader tags;
  private final Rarely rarely;

  public SnsTopics(SnsClient sns, TagReader tags) {
    this(sns, tags, Rarely.everyTime());
  }

  SnsTopics(SnsClient sns, TagReader tags, Rarely rarely) {
    this.sns = sns;
    this.subscriptions = new TopicSubscriptions(sns);
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
    var tags = new HashMap<>(want.tags());
    tags.remove(AskedAddresses.TAG); // nobody was asked yet
    sns.createTopic(
        request ->
            request
                .name(want.key().name())
                .attributes(want.kmsKey().map(it -> Map.of(KEY, it)).orElseGet(Map::of))
                .tags(sdk(tags)));
    subscriptions.ask(want.arn(), want.subscribers());
    return write(want.arn(), TagWrites.between(want.tags(), tags));
  }

  @Override
  public Progress update(Change<SnsTopic> change) {
    var want = change.want();
    if (change.touches("/subscribers")) {
      var have = change.have().subscribers();
      subscriptions.ask(want.arn(), Observed.without(want.subscribers(), have));
      subscriptions.remove(want.arn(), Observed.without(have, want.subscribers()));
    }
    if (change.touches("/tags")) { // after the addresses that they say were asked
      write(want.arn(), TagWrites.between(want.tags(), change.have().tags()));
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
    var listed = subscriptions.of(want.arn());
    var all = tags.read(want, want.arn(), () -> allTags(want.arn()));
    var attributes = attributes(want);
    var reading = new Reading();
    var additional = new HashMap<>(new TopicAccess(want.arn()).additional(attributes));
    additional.putAll(listed.additional());
    var have =
        new SnsTopic(
            want.key(),
            want.arn(),
            reading.shown("subscribers", listed.addresses(want, all), want.subscribers()),
            kmsKey(want, attributes, reading),
            Observed.wanted(all, want.tags()),
            additional);
    return reading.found(have, Ownership.of(all)).telling(listed.notices(want, have.subscribers()));
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

  @SuppressWarnings("unchecked") // what is kept of a topic is always this
  private Map<String, String> attributes(SnsTopic want) {
    return rarely.read(
        want.key(),
        Map.class,
        () -> sns.getTopicAttributes(request -> request.topicArn(want.arn())).attributes());
  }

  private void restore(String arn, String additional) {
    if (subscriptions.removes(arn, additional)) {
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
