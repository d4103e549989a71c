package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An SNS topic.
 *
 * @param subscribers e-mail addresses: confirmed, pending, or asked and no longer there, since
 *     nobody is asked again by itself ({@link AskedAddresses})
 * @param kmsKey the KMS key that encrypts messages; empty when nothing does
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 */
public record SnsTopic(
    Key key,
    String arn,
    Set<String> subscribers,
    Optional<String> kmsKey,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public SnsTopic {
    subscribers = Set.copyOf(subscribers);
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** Without a KMS key, and with nothing beside it, as all are wanted. */
  public SnsTopic(Key key, String arn, Set<String> subscribers, Map<String, String> tags) {
    this(key, arn, subscribers, Optional.empty(), tags, Map.of());
  }

  /** Returns the same, encrypted with the KMS key of that ARN. */
  SnsTopic encryptedWith(String kmsKeyArn) {
    return new SnsTopic(key, arn, subscribers, Optional.of(kmsKeyArn), tags, additional);
  }
}
