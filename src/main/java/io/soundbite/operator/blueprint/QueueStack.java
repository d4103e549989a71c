package io.soundbite.operator.blueprint;

import io.soundbite.operator.blueprint.Alarms.Limit;
import io.soundbite.operator.blueprint.Alarms.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The topic that alarms tell, the queue of jobs with its dead letters, and their alarms. */
record QueueStack(Environment environment) {
  private static final Stack STACK = Stack.QUEUE;

  /** Longer than the processor may work on a job (120 s), so that no job is taken twice. */
  private static final Duration VISIBILITY = Duration.ofSeconds(130);

  private static final Duration JOB_RETENTION = Duration.ofDays(4);

  /** SQS's longest, and longer than the queue's: a moved message keeps its age. */
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

  /**
   * SQS's default: KMS is asked once in that time by each caller, and a key that is disabled is out
   * of use after it.
   */
  private static final Duration KEY_REUSE = Duration.ofMinutes(5);

  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final int MAX_RECEIVES = 3;
  private static final String MESSAGES = "ApproximateNumberOfMessagesVisible";

  List<Desired> resources() {
    var alarms = new Alarms(environment, STACK, "Queue");
    var metrics = new Metrics(environment);
    return List.of(
        encrypted(topic()),
        encrypted(deadLetterQueue()),
        encrypted(queue()),
        alarms.alarm(
            "QueueDepth",
            "Jobs pile up in the queue.",
            metrics.queue(MESSAGES),
            Window.maximum(),
            Limit.atLeast(100)),
        deadLetters(alarms, "DLQDepth", "A job failed three times.", 1),
        deadLetters(alarms, "DLQManualRedrive", "Several jobs failed; look, then redrive.", 5),
        deadLetters(alarms, "DLQCritical", "Jobs fail one after the other.", 10),
        alarms.alarm(
            "MessageAge",
            "The oldest job waits too long, in seconds.",
            metrics.queue("ApproximateAgeOfOldestMessage"),
            Window.maximum(),
            Limit.atLeast(300)));
  }

  private CloudWatchAlarm deadLetters(
      Alarms alarms, String name, String description, int threshold) {
    return alarms.alarm(
        name,
        description,
        new Metrics(environment).deadLetters(MESSAGES),
        Window.maximum(),
        Limit.atLeast(threshold));
  }

  private SnsTopic encrypted(SnsTopic topic) {
    return environment.facts().kmsKeys().current().map(topic::encryptedWith).orElse(topic);
  }

  private SqsQueue encrypted(SqsQueue queue) {
    return environment
        .facts()
        .kmsKeys()
        .current()
        .map(key -> queue.encryptedWith(key, KEY_REUSE))
        .orElse(queue);
  }

  private SnsTopic topic() {
    var names = environment.names();
    var subscribers = environment.spec().alarms().subscribers();
    var tags = new HashMap<>(environment.tags().of(STACK, "Alerts"));
    if (!subscribers.isEmpty()) {
      tags.put(AskedAddresses.TAG, AskedAddresses.of(subscribers).value());
    }
    return new SnsTopic(
        new Key(STACK, Ids.TOPIC, names.topic()), names.topicArn(), subscribers, tags);
  }

  private SqsQueue deadLetterQueue() {
    var names = environment.names();
    return new SqsQueue(
        new Key(STACK, Ids.DEAD_LETTER_QUEUE, names.deadLetterQueue()),
        names.queueUrl(names.deadLetterQueue()),
        VISIBILITY,
        DEAD_LETTER_RETENTION,
        Duration.ZERO,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        environment.tags().of(STACK, "DeadLetterQueue"));
  }

  private SqsQueue queue() {
    var names = environment.names();
    return new SqsQueue(
        new Key(STACK, Ids.QUEUE, names.queue()),
        names.queueUrl(names.queue()),
        VISIBILITY,
        JOB_RETENTION,
        LONG_POLL,
        true,
        Optional.empty(),
        Optional.of(new SqsQueue.Redrive(names.queueArn(names.deadLetterQueue()), MAX_RECEIVES)),
        Optional.of(Policies.tlsOnly("sqs:*", List.of(names.queueArn(names.queue())))),
        environment.tags().of(STACK, "Queue"));
  }
}
