package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class DeadLettersIT {
  private static final Owner OWNER = new Owner("here", "soundbite", "staging");

  @AutoClose private final Emulator emulator = new Emulator();
  private final AwsClients aws = emulator.clients();
  private final DeadLetters letters = new DeadLetters(aws.sqs(), emulator.names(), OWNER);
  private String dead = "";

  @BeforeEach
  void make() {
    var names = emulator.names();
    var tags = Map.of("soundbite.io/owner", OWNER.toString());
    dead = aws.sqs().createQueue(it -> it.queueName(names.deadLetterQueue()).tags(tags)).queueUrl();
    aws.sqs()
        .createQueue(
            it ->
                it.queueName(names.queue())
                    .tags(tags)
                    .attributes(
                        Map.of(
                            QueueAttributeName.REDRIVE_POLICY,
                            "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":3}"
                                .formatted(names.queueArn(names.deadLetterQueue())))));
    aws.sqs().sendMessage(it -> it.queueUrl(dead).messageBody("one"));
    aws.sqs().sendMessage(it -> it.queueUrl(dead).messageBody("two"));
  }

  @Test
  void areMovedBack() {
    assertThat(letters.count()).isEqualTo(new Result.Ok<>(2L));
    assertThat(letters.move()).isEqualTo(new Result.Ok<>(true));
    assertThat(letters.count()).isEqualTo(new Result.Ok<>(0L));
  }

  /** A look makes a message invisible for a while, and is no way out. */
  @Test
  void thoseBeingLookedAtCountToo() {
    aws.sqs().receiveMessage(it -> it.queueUrl(dead).maxNumberOfMessages(1));

    assertThat(letters.count()).isEqualTo(new Result.Ok<>(2L));
  }

  @Test
  void aMoveUnderWayIsAsGoodAsAnother() {
    emulator.refuse(
        "StartMessageMoveTask",
        "InvalidParameterValue",
        "There is already a task running. Only one active task is allowed for a source queue.");

    assertThat(letters.move()).isEqualTo(new Result.Ok<>(true));
  }

  @Test
  void anotherOwnersStayWhereTheyAre() {
    aws.sqs().tagQueue(it -> it.queueUrl(dead).tags(Map.of("soundbite.io/owner", "a/b/c")));

    assertThat(letters.move())
        .isInstanceOfSatisfying(
            Result.Failed.class,
            it -> assertThat(it.failure().kind()).isEqualTo(Failure.Kind.CONFLICT));
    assertThat(letters.count()).isEqualTo(new Result.Ok<>(2L));
  }
}
