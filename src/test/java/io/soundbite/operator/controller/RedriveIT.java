package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static io.soundbite.operator.controller.OperatorUnderTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.RedriveStatus.Step;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Dead letters go back to the queue, but not for ever. */
class RedriveIT {
  private static final Duration ROUND = Duration.ofMinutes(15);
  private static final String NAME = "letters";
  private static final String QUEUE = "SoundBite-letters-SoundbiteQueue";
  private static final String DEAD = "SoundBite-letters-SoundbiteDLQ";
  private static final String MOVE = "sqs:StartMessageMoveTask";

  private final Leap clock = new Leap();
  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();

  @Test
  @FollowsAdvice("PoisonMessages")
  void thriceAndThenNoMoreUntilTheQueueWasEmpty() {
    operator.start(clock);
    operator.ready(NAME, NAME, Map.of("queue", Map.of("autoRedrive", true)));
    kill(5);
    pass();
    awaitRound(1);
    assertThat(count(QUEUE)).isEqualTo(5);
    operator.awaitEvent(NAME, "Redriven", "about 5 dead letters");

    comeBack();
    operator.stop();
    operator.start(clock);
    operator.awaitReady(NAME);
    assertThat(moves()).as("rounds after a restart").isEqualTo(1);
    pass();
    awaitRound(2);
    comeBack();
    pass();
    awaitRound(3);
    comeBack();
    pass();
    var stopped = operator.await(NAME, it -> reason(it).equals("PoisonMessages"));
    assertThat(OperatorUnderTest.isReady(stopped)).isTrue();
    operator.awaitEvent(NAME, "PoisonMessages", "about 5 come back");
    pass();
    pass();
    assertThat(moves()).isEqualTo(3);
    assertThat(operator.redriven("rounds", "schedule")).isEqualTo(3);
    assertThat(operator.redriven("messages", "schedule")).isEqualTo(15);

    operator.aws().sqs().purgeQueue(it -> it.queueUrl(url(DEAD)));
    pass();
    operator.await(NAME, it -> is(it, "Redrive", "True"));
    kill(2);
    pass();
    awaitRound(1);
    assertThat(moves()).isEqualTo(4);
  }

  @Test
  void onceForEachValueOfTheAnnotation() {
    operator.start(clock);
    operator.ready(NAME, NAME, Map.of());
    kill(3);
    var seq = operator.journal().now();
    clock.by(ROUND);
    operator.reread(NAME);
    assertThat(operator.journal().since(seq)).extracting(Journal.Call::name).doesNotContain(MOVE);
    assertThat(condition(operator.environment(NAME).get(), "Redrive")).isEmpty();

    operator.kubectl().annotate(NAME, "soundbite.io/redrive", "monday");
    var moved = awaitRound(1);
    assertThat(moved.getStatus().lastHandled().redrive()).isEqualTo("monday");
    assertThat(condition(moved, "Redrive")).isEmpty();
    assertThat(count(QUEUE)).isEqualTo(3);

    kill(1);
    operator.kubectl().annotate(NAME, "soundbite.io/redrive", "monday");
    pass();
    assertThat(moves()).isEqualTo(1);
    operator.kubectl().annotate(NAME, "soundbite.io/redrive", "tuesday");
    await().atMost(OperatorUnderTest.PATIENCE).until(() -> moves() == 2);
    assertThat(operator.redriven("rounds", "annotation")).isEqualTo(2);
  }

  @Test
  void notWhilePausedNorUnaskedUnderPlan() {
    operator.start(clock);
    operator.ready(NAME, NAME, Map.of("queue", Map.of("autoRedrive", true)));
    kill(1);
    operator.kubectl().annotate(NAME, "soundbite.io/paused", "true");
    operator.kubectl().annotate(NAME, "soundbite.io/redrive", "now");
    operator.await(NAME, it -> reason(it).equals("Paused"));
    pass();
    assertThat(moves()).isZero();
    operator.kubectl().change(NAME, "drift", Map.of("policy", "Plan"));
    operator.kubectl().annotate(NAME, "soundbite.io/paused", "false");
    awaitRound(1);
    kill(1);
    pass();
    operator.await(NAME, it -> reason(it).equals("Planned"));
    assertThat(moves()).isEqualTo(1);
  }

  @Test
  void notFromAnotherOwnersQueue() {
    operator.start(clock);
    operator.ready(NAME, NAME, Map.of());
    kill(1);
    operator
        .aws()
        .sqs()
        .tagQueue(it -> it.queueUrl(url(DEAD)).tags(Map.of("soundbite.io/owner", "a/b/c")));

    operator.kubectl().annotate(NAME, "soundbite.io/redrive", "now");
    operator.await(NAME, it -> is(it, "Redrive", "False"));

    assertThat(moves()).isZero();
    assertThat(count(DEAD)).isEqualTo(1);
  }

  @Test
  void aRefusalIsSaidAndTriedAgain() {
    operator.start(clock);
    operator.ready(NAME, NAME, Map.of());
    kill(1);
    operator
        .journal()
        .fault(
            Map.of("service", "sqs", "operation", "StartMessageMoveTask", "code", "AccessDenied"));
    operator.kubectl().annotate(NAME, "soundbite.io/redrive", "now");
    var denied = operator.await(NAME, it -> reason(it).equals("AccessDenied"));
    assertThat(condition(denied, "Redrive").orElseThrow().getMessage()).contains(MOVE, DEAD);
    assertThat(OperatorUnderTest.isReady(denied)).isTrue();

    operator.journal().endFaults();
    clock.by(Duration.ofMinutes(5));
    operator.kubectl().look(NAME);
    awaitRound(1);
    assertThat(count(QUEUE)).isEqualTo(1);
  }

  /** It is in status before SQS is asked: the next operator asks, and counts it once. */
  @Test
  void aRoundThatWasAboutToBeginIsBegunAfterARestart() {
    operator.start(clock);
    operator.ready(NAME, NAME, Map.of());
    kill(2);
    operator
        .journal()
        .fault(Map.of("service", "sqs", "operation", "StartMessageMoveTask", "hang", true));
    operator.kubectl().annotate(NAME, "soundbite.io/redrive", "now");
    var about =
        operator.await(
            NAME,
            it ->
                it.getStatus().redrive() != null
                    && it.getStatus().redrive().step() == Step.STARTING);
    assertThat(about.getStatus().lastHandled().redrive()).isEqualTo("now");
    operator.stop();
    operator.journal().endFaults();

    operator.start(clock);

    assertThat(awaitRound(1).getStatus().redrive().at())
        .isEqualTo(about.getStatus().redrive().at());
    assertThat(count(QUEUE)).isEqualTo(2);
    assertThat(moves()).isEqualTo(1);
  }

  /** Time passes, and the operator looks. */
  private void pass() {
    clock.by(ROUND);
    operator.reread(NAME);
    operator.reread(NAME);
  }

  private SoundBiteEnvironment awaitRound(int number) {
    return operator.await(
        NAME,
        it ->
            it.getStatus().redrive() != null
                && it.getStatus().redrive().rounds() == number
                && it.getStatus().redrive().step() == Step.STARTED);
  }

  private long moves() {
    return operator.journal().since(0).stream()
        .filter(it -> it.name().equals(MOVE) && it.status() == 200)
        .count();
  }

  private void kill(int letters) {
    IntStream.range(0, letters)
        .forEach(
            number ->
                operator
                    .aws()
                    .sqs()
                    .sendMessage(it -> it.queueUrl(url(DEAD)).messageBody("letter " + number)));
  }

  /** The processor has failed at them again. */
  private void comeBack() {
    var letters = count(QUEUE);
    operator
        .aws()
        .sqs()
        .receiveMessage(it -> it.queueUrl(url(QUEUE)).maxNumberOfMessages(10))
        .messages()
        .forEach(
            letter ->
                operator
                    .aws()
                    .sqs()
                    .deleteMessage(
                        it -> it.queueUrl(url(QUEUE)).receiptHandle(letter.receiptHandle())));
    kill(letters);
  }

  private int count(String queue) {
    return Integer.parseInt(
        operator
            .aws()
            .sqs()
            .getQueueAttributes(
                it ->
                    it.queueUrl(url(queue))
                        .attributeNames(List.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  private String url(String queue) {
    return operator.aws().sqs().getQueueUrl(it -> it.queueName(queue)).queueUrl();
  }

  private static String reason(SoundBiteEnvironment environment) {
    return condition(environment, "Redrive").map(it -> it.getReason()).orElse("");
  }
}
