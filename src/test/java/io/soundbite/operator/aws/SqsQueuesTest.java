package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;

/** What emulators do not show of SQS. */
class SqsQueuesTest {
  private static final SqsQueue QUEUE =
      new SqsQueue(
          new Key(Stack.QUEUE, Ids.DEAD_LETTER_QUEUE, "SoundBite-staging-SoundbiteDLQ"),
          "https://sqs.us-east-1.amazonaws.com/000000000000/SoundBite-staging-SoundbiteDLQ",
          Duration.ofSeconds(130),
          Duration.ofDays(14),
          Duration.ZERO,
          true,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of("Project", "SoundBite"));

  @Test
  void waitsForTheNameOfADeletedQueue() {
    var queues =
        refusing(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue");

    assertThat(queues.create(QUEUE))
        .isEqualTo(
            new Progress.Wait(
                Duration.ofSeconds(60), "SQS holds a deleted queue's name back for 60 seconds"));
  }

  /** SQS refuses a queue whose dead letters go where nothing can be used yet. */
  @Test
  void waitsBeforeOthersNameANewQueue() {
    var named =
        new SqsQueue(
            QUEUE.key(),
            QUEUE.url(),
            QUEUE.visibility(),
            QUEUE.retention(),
            QUEUE.poll(),
            QUEUE.managedEncryption(),
            Optional.empty(),
            Optional.of(new SqsQueue.Redrive("arn:aws:sqs:us-east-1:000000000000:dead", 3)),
            Optional.empty(),
            QUEUE.tags());
    var queues = new SqsQueues(new AcceptingSqs(), TagReader.service());

    assertThat(queues.create(QUEUE))
        .isEqualTo(
            new Progress.Wait(
                Duration.ofSeconds(1), "SQS takes a second before a new queue can be used"));
    assertThat(queues.create(named)).isEqualTo(new Progress.Done());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS.SimpleQueueService.NonExistentQueue",
        "QueueDoesNotExist",
        "com.amazonaws.sqs#QueueDoesNotExist"
      })
  void isAbsentByWhateverCode(String code) {
    var seen = refusing(code, "The specified queue does not exist").observe(List.of(QUEUE));

    assertThat(seen.get(QUEUE.key())).isInstanceOf(Observation.Absent.class);
  }

  @Test
  void isNotAbsentWhenItMayNotBeRead() {
    var seen = refusing("AccessDenied", "not authorized").observe(List.of(QUEUE));

    assertThat(seen.get(QUEUE.key())).isInstanceOf(Observation.Unknown.class);
  }

  @Test
  void settlesForAsLongAsSqsSaysItMayTake() {
    var queues = refusing("AccessDenied", "not authorized");

    assertThat(
            List.of(
                queues.settles(new Step.Create(QUEUE)),
                queues.settles(new Step.Delete(QUEUE, true)),
                queues.settles(update("/visibility")),
                queues.settles(update("/policy/Statement"))))
        .containsOnly(Duration.ofSeconds(60));
    assertThat(queues.settles(update("/retention"))).isEqualTo(Duration.ofMinutes(15));
  }

  private static Step update(String path) {
    return new Step.Update(
        new Change<>(
            QUEUE, QUEUE, List.of(new FieldDiff(path, "one", "other", FieldDiff.Nature.PLAIN))));
  }

  private static AwsProvider<SqsQueue> refusing(String code, String message) {
    return new AwsProvider<>(
        new SqsQueues(new RefusingSqs(code, message), TagReader.service()), Clock.systemUTC());
  }

  private record AcceptingSqs() implements SqsClient {
    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
      return CreateQueueResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private record RefusingSqs(String code, String message) implements SqsClient {
    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
      throw Refused.with(400, code, message);
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
      throw Refused.with(400, code, message);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
