package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Set;

/**
 * An SNS topic.
 *
 * @param subscribers e-mail addresses, confirmed or pending
 */
public record SnsTopic(Key key, String arn, Set<String> subscribers, Map<String, String> tags)
    implements Desired, Tagged {
  public SnsTopic {
    subscribers = Set.copyOf(subscribers);
    tags = Map.copyOf(tags);
  }
}
