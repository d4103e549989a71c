package io.soundbite.operator.blueprint;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An SQS standard queue.
 *
 * @param url its deterministic URL
 * @param managedEncryption whether messages are encrypted at rest, by SQS's own key at least
 * @param kmsKey the KMS key that encrypts them instead, as an id, an ARN or an alias
 * @param keyReuse how long SQS encrypts with one data key before it asks KMS for another; null
 *     leaves it as it is
 * @param redrive where messages go that failed too often
 * @param policy the queue policy
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SetQueueAttributes</a>
 */
public record SqsQueue(
    Key key,
    String url,
    Duration visibility,
    Duration retention,
    Duration poll,
    Boolean managedEncryption,
    Optional<String> kmsKey,
    @Nullable Duration keyReuse,
    Optional<Redrive> redrive,
    Optional<Policy> policy,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public SqsQueue {
    managedEncryption = managedEncryption || kmsKey.isPresent();
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public SqsQueue(
      Key key,
      String url,
      Duration visibility,
      Duration retention,
      Duration poll,
      Boolean managedEncryption,
      Optional<String> kmsKey,
      Optional<Redrive> redrive,
      Optional<Policy> policy,
      Map<String, String> tags) {
    this(
        key,
        url,
        visibility,
        retention,
        poll,
        managedEncryption,
        kmsKey,
        null,
        redrive,
        policy,
        tags,
        Map.of());
  }

  /**
   * Returns the same, encrypted with the customer's KMS key of that ARN.
   *
   * @param reuse how long SQS encrypts with one data key
   */
  SqsQueue encryptedWith(String kmsKeyArn, Duration reuse) {
    return new SqsQueue(
        key,
        url,
        visibility,
        retention,
        poll,
        true,
        Optional.of(kmsKeyArn),
        reuse,
        redrive,
        policy,
        tags,
        additional);
  }

  /** The redrive policy. */
  public record Redrive(String targetArn, int maxReceives) {}

  @Override
  public Set<String> after() {
    return redrive.isEmpty() ? Set.of() : Set.of(Ids.DEAD_LETTER_QUEUE);
  }
}
