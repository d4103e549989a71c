package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;

/**
 * An ECR repository.
 *
 * @param lifecyclePolicy ECR's own JSON
 */
public record EcrRepository(
    Key key,
    String arn,
    Boolean scanOnPush,
    String tagMutability,
    Optional<Tree> lifecyclePolicy,
    Map<String, String> tags)
    implements Desired, Tagged {
  public EcrRepository {
    tags = Map.copyOf(tags);
  }
}
