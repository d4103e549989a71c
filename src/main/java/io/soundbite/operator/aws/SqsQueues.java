package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * SQS queues, found by their deterministic URL.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SetQueueAttributes</a>
 *     and <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html">DeleteQueue</a>
 *     on how long changes take to show
 */
public final class SqsQueues implements AwsKind.Single<SqsQueue> {
  /** How long SQS refuses the name of a deleted queue. */
  private static final Duration UNUSABLE = Duration.ofSeconds(1);

  private static final Duration NAME_BLOCKED = Duration.ofSeconds(60);

  /** How long a change may take to show, of most attributes and of the message retention period. */
  private static final Duration SETTLES = Duration.ofSeconds(60);

  private static final Duration RETENTION_SETTLES = Duration.ofMinutes(15);

  private static final Map<QueueAttributeName, String> PATHS =
      Map.of(
          QueueAttributeName.VISIBILITY_TIMEOUT, "/visibility",
          QueueAttributeName.MESSAGE_RETENTION_PERIOD, "/retention",
          QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "/poll",
          QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "/managedEncryption",
          QueueAttributeName.KMS_MASTER_KEY_ID, "/kmsKey",
          QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS, "/keyReuse",
          QueueAttributeName.REDRIVE_POLICY, "/redrive",
          QueueAttributeName.POLICY, "/policy");

  private static final List<String> ENCRYPTION = List.of("/managedEncryption", "/kmsKey");

  private final SqsClient sqs;
  private final TagReader tags;

  public SqsQueues(SqsClient sqs, TagReader tags) {
    this.sqs = sqs;
    this.tags = tags;
  }

  @Override
  public Class<SqsQueue> type() {
    return SqsQueue.class;
  }

  @Override
  public Duration settles(Step step) {
    return step instanceof Step.Update(var change) && change.touches("/retention")
        ? RETENTION_SETTLES
        : SETTLES;
  }

  @Override
  public Optional<Found<SqsQueue>> read(SqsQueue want) {
    return Observed.unlessMissing(() -> found(want));
  }

  @Override
  public Progress create(SqsQueue want) {
    var attributes = texts(want);
    attributes.values().removeIf(String::isEmpty);
    return Observed.<Progress>unless(
            e -> AwsErrors.code(e).contains("QueueDeletedRecently"),
            () -> {
              sqs.createQueue(
                  request ->
                      request
                          .queueName(want.key().name())
                          .attributes(attributes)
                          .tags(want.tags()));
              return created(want);
            })
        .orElseGet(
            () ->
                new Progress.Wait(
                    NAME_BLOCKED, "SQS holds a deleted queue's name back for 60 seconds"));
  }

  /**
   * A queue can't be used for a second. One without dead letters of its own is named by another
   * queue, which SQS would refuse.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html">CreateQueue</a>
   */
  private static Progress created(SqsQueue want) {
    return want.redrive().isPresent()
        ? new Progress.Done()
        : new Progress.Wait(UNUSABLE, "SQS takes a second before a new queue can be used");
  }

  @Override
  public Progress update(Change<SqsQueue> change) {
    var want = change.want();
    if (change.touches("/tags")) {
      write(want.url(), TagWrites.between(want.tags(), change.have().tags()));
    }
    var attributes = new HashMap<String, String>();
    var texts = texts(want);
    PATHS.forEach(
        (attribute, path) -> {
          if (isTouched(change, path)) {
            attributes.put(attribute.toString(), texts.getOrDefault(attribute, ""));
          }
        });
    Observed.without(change.have().additional().keySet(), want.additional().keySet())
        .forEach(attribute -> attributes.put(attribute, MessageMembers.QUEUE.standard(attribute)));
    if (!attributes.isEmpty()) {
      sqs.setQueueAttributes(
          request -> request.queueUrl(want.url()).attributesWithStrings(attributes));
    }
    return new Progress.Done();
  }

  /** The two kinds of encryption exclude each other: they are written together. */
  private static boolean isTouched(Change<SqsQueue> change, String path) {
    return ENCRYPTION.contains(path)
        ? ENCRYPTION.stream().anyMatch(change::touches)
        : change.touches(path);
  }

  @Override
  public Progress delete(SqsQueue have, boolean withData) {
    return Observed.doneIfMissing(
        () -> {
          sqs.deleteQueue(request -> request.queueUrl(have.url()));
          return new Progress.Done();
        });
  }

  @Override
  public Progress release(SqsQueue have, Owner owner) {
    return Observed.doneIfMissing(() -> write(have.url(), TagWrites.release(owner)));
  }

  private Found<SqsQueue> found(SqsQueue want) {
    var answer =
        sqs.getQueueAttributes(
            request -> request.queueUrl(want.url()).attributeNames(QueueAttributeName.ALL));
    var attributes = answer.attributes();
    var all =
        tags.read(
            want,
            attributes.getOrDefault(QueueAttributeName.QUEUE_ARN, ""),
            () -> sqs.listQueueTags(request -> request.queueUrl(want.url())).tags());
    var reading = new Reading();
    var have =
        new SqsQueue(
            want.key(),
            want.url(),
            reading.shown(
                "visibility",
                seconds(attributes.get(QueueAttributeName.VISIBILITY_TIMEOUT)),
                want.visibility()),
            reading.shown(
                "retention",
                seconds(attributes.get(QueueAttributeName.MESSAGE_RETENTION_PERIOD)),
                want.retention()),
            reading.shown(
                "poll",
                seconds(attributes.get(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS)),
                want.poll()),
            reading.shown(
                "managedEncryption",
                flag(attributes.get(QueueAttributeName.SQS_MANAGED_SSE_ENABLED)),
                want.managedEncryption()),
            reading.documented(
                DocumentedAbsence.QUEUE_KEY,
                KeyIds.observed(want.kmsKey(), attributes.get(QueueAttributeName.KMS_MASTER_KEY_ID))
                    .map(Optional::of)
                    .orElse(null),
                Optional.empty(),
                want.kmsKey()),
            keyReuse(want, attributes, reading),
            reading.documented(
                DocumentedAbsence.REDRIVE_POLICY,
                text(attributes.get(QueueAttributeName.REDRIVE_POLICY))
                    .map(SqsQueues::redrive)
                    .map(Optional::of)
                    .orElse(null),
                Optional.empty(),
                want.redrive()),
            reading.documented(
                DocumentedAbsence.QUEUE_POLICY,
                text(attributes.get(QueueAttributeName.POLICY))
                    .map(Policy::parse)
                    .map(Optional::of)
                    .orElse(null),
                Optional.empty(),
                want.policy()),
            Observed.wanted(all, want.tags()),
            MessageMembers.QUEUE.additional(answer.attributesAsStrings()));
    return reading.found(have, Ownership.of(all));
  }

  private static @Nullable Duration keyReuse(
      SqsQueue want, Map<QueueAttributeName, String> attributes, Reading reading) {
    var wanted = want.keyReuse();
    return wanted == null
        ? null
        : reading.shown(
            "keyReuse",
            seconds(attributes.get(QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS)),
            wanted);
  }

  private Progress write(String url, TagWrites writes) {
    writes.by(
        put -> sqs.tagQueue(request -> request.queueUrl(url).tags(put)),
        remove -> sqs.untagQueue(request -> request.queueUrl(url).tagKeys(remove)));
    return new Progress.Done();
  }

  /** As SQS takes them; empty text removes an attribute. */
  private static Map<QueueAttributeName, String> texts(SqsQueue want) {
    var texts = new EnumMap<QueueAttributeName, String>(QueueAttributeName.class);
    texts.put(QueueAttributeName.VISIBILITY_TIMEOUT, String.valueOf(want.visibility().toSeconds()));
    texts.put(
        QueueAttributeName.MESSAGE_RETENTION_PERIOD, String.valueOf(want.retention().toSeconds()));
    texts.put(
        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
        String.valueOf(want.poll().toSeconds()));
    texts.put(
        QueueAttributeName.SQS_MANAGED_SSE_ENABLED,
        String.valueOf(want.managedEncryption() && want.kmsKey().isEmpty()));
    texts.put(QueueAttributeName.KMS_MASTER_KEY_ID, want.kmsKey().orElse(""));
    var reuse = want.keyReuse();
    if (reuse != null) {
      texts.put(
          QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS, String.valueOf(reuse.toSeconds()));
    }
    texts.put(QueueAttributeName.REDRIVE_POLICY, want.redrive().map(SqsQueues::json).orElse(""));
    texts.put(QueueAttributeName.POLICY, want.policy().map(Policy::json).orElse(""));
    return texts;
  }

  private static String json(SqsQueue.Redrive redrive) {
    return Json.write(
        Tree.obj(
            "deadLetterTargetArn", redrive.targetArn(), "maxReceiveCount", redrive.maxReceives()));
  }

  /** SQS keeps the count as it was written: a number, or a number as text. */
  private static SqsQueue.Redrive redrive(String json) {
    if (!(Json.read(json) instanceof Tree.Obj policy)
        || !(policy.get("deadLetterTargetArn") instanceof Tree.Str(var target))) {
      throw new IllegalArgumentException("no redrive policy: " + json);
    }
    int receives =
        switch (policy.get("maxReceiveCount")) {
          case Tree.Num(var number) -> number.intValueExact();
          case Tree.Str(var text) -> Integer.parseInt(text);
          case null, default -> throw new IllegalArgumentException("no redrive policy: " + json);
        };
    return new SqsQueue.Redrive(target, receives);
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  private static @Nullable Duration seconds(@Nullable String value) {
    return value == null ? null : Duration.ofSeconds(Long.parseLong(value));
  }

  private static @Nullable Boolean flag(@Nullable String value) {
    return value == null ? null : Boolean.valueOf(value);
  }
}
