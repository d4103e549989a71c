package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;

/**
 * A CloudWatch Logs log group; its name is the key's name.
 *
 * @param retentionDays after how many days events are deleted; empty when they are kept for ever
 * @param kmsKey ARN of the KMS key that encrypts events; empty for the service's own
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 */
public record LogGroup(
    Key key,
    String arn,
    Optional<Integer> retentionDays,
    Optional<String> kmsKey,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public LogGroup {
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** Without a KMS key, and with nothing beside it, as all are wanted. */
  public LogGroup(Key key, String arn, Optional<Integer> retentionDays, Map<String, String> tags) {
    this(key, arn, retentionDays, Optional.empty(), tags, Map.of());
  }

  /** Returns the same, encrypted with the KMS key of that ARN. */
  LogGroup encryptedWith(String kmsKeyArn) {
    return new LogGroup(key, arn, retentionDays, Optional.of(kmsKeyArn), tags, additional);
  }
}
