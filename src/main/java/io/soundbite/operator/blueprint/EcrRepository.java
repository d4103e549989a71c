package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;

/**
 * An ECR repository.
 *
 * @param lifecyclePolicy ECR's own JSON
 * @param policy the repository policy, which lets other accounts pull
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 */
public record EcrRepository(
    Key key,
    String arn,
    Boolean scanOnPush,
    String tagMutability,
    Optional<Tree> lifecyclePolicy,
    Optional<Policy> policy,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public EcrRepository {
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public EcrRepository(
      Key key,
      String arn,
      Boolean scanOnPush,
      String tagMutability,
      Optional<Tree> lifecyclePolicy,
      Optional<Policy> policy,
      Map<String, String> tags) {
    this(key, arn, scanOnPush, tagMutability, lifecyclePolicy, policy, tags, Map.of());
  }
}
