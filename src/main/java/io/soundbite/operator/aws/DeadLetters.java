package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Result;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * An environment's dead letters: how many there are, and their way back to the queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">StartMessageMoveTask</a>
 */
public final class DeadLetters {
  /** Those somebody is looking at count too: they are back when the visibility timeout is over. */
  private static final List<QueueAttributeName> COUNTS =
      List.of(
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);

  private final SqsClient sqs;
  private final Names names;
  private final Owner owner;

  /**
   * @param owner whose both queues have to be
   */
  public DeadLetters(SqsClient sqs, Names names, Owner owner) {
    this.sqs = sqs;
    this.names = names;
    this.owner = owner;
  }

  /** How many there are, about: one call. */
  public Result<Long> count() {
    return AwsErrors.result(
        names.deadLetterQueue(),
        () -> {
          var attributes =
              sqs.getQueueAttributes(
                      it -> it.queueUrl(url(names.deadLetterQueue())).attributeNames(COUNTS))
                  .attributes();
          return COUNTS.stream()
              .mapToLong(count -> Long.parseLong(attributes.getOrDefault(count, "0")))
              .sum();
        });
  }

  /**
   * Has SQS begin to move them, unless it is at it. Whose the queues are is read first: nothing is
   * moved from or to another owner's.
   */
  public Result<Boolean> move() {
    var result = AwsErrors.result(names.deadLetterQueue(), () -> foreign().or(this::start));
    return switch (result) {
      case Result.Ok<Optional<Failure>>(var failure) ->
          failure.<Result<Boolean>>map(Result.Failed::new).orElseGet(() -> new Result.Ok<>(true));
      case Result.Failed<Optional<Failure>>(var failure) -> new Result.Failed<>(failure);
    };
  }

  private Optional<Failure> foreign() {
    return Stream.of(names.deadLetterQueue(), names.queue())
        .filter(
            name ->
                !Ownership.of(sqs.listQueueTags(it -> it.queueUrl(url(name))).tags())
                    .equals(new Ownership.OwnedBy(owner)))
        .findFirst()
        .map(
            name ->
                new Failure(
                    Failure.Kind.CONFLICT,
                    "sqs:StartMessageMoveTask",
                    name,
                    "the queue is not this environment's"));
  }

  private Optional<Failure> start() {
    Observed.unless(
        DeadLetters::isUnderWay,
        () ->
            sqs.startMessageMoveTask(
                it ->
                    it.sourceArn(names.queueArn(names.deadLetterQueue()))
                        .destinationArn(names.queueArn(names.queue()))));
    return Optional.empty();
  }

  /** SQS takes one task at a time for a queue. */
  private static boolean isUnderWay(SdkException e) {
    return String.valueOf(e.getMessage()).contains("already a task running");
  }

  private String url(String queue) {
    return names.queueUrl(queue);
  }
}
