package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ECR repository.
 *
 * @param lifecyclePolicy ECR's own JSON
 * @param policy the repository policy, which lets other accounts pull
 * @param encryption ARN of the KMS key that encrypts images, else {@code AES256} or {@code KMS};
 *     null leaves it as it is
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 */
public record EcrRepository(
    Key key,
    String arn,
    Boolean scanOnPush,
    String tagMutability,
    Optional<Tree> lifecyclePolicy,
    Optional<Policy> policy,
    @Immutable @Nullable String encryption,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public EcrRepository {
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** Encrypted however it is, and with nothing beside it, as all are wanted. */
  public EcrRepository(
      Key key,
      String arn,
      Boolean scanOnPush,
      String tagMutability,
      Optional<Tree> lifecyclePolicy,
      Optional<Policy> policy,
      Map<String, String> tags) {
    this(key, arn, scanOnPush, tagMutability, lifecyclePolicy, policy, null, tags, Map.of());
  }

  /** Returns the same, encrypted with the KMS key of that ARN. */
  EcrRepository encryptedWith(String kmsKeyArn) {
    return new EcrRepository(
        key, arn, scanOnPush, tagMutability, lifecyclePolicy, policy, kmsKeyArn, tags, additional);
  }
}
