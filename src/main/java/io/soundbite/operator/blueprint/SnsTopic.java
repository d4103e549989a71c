package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Set;

/**
 * An SNS topic.
 *
 * @param subscribers e-mail addresses: confirmed, pending, or asked and no longer there, since
 *     nobody is asked again by itself ({@link AskedAddresses})
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 */
public record SnsTopic(
    Key key,
    String arn,
    Set<String> subscribers,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged {
  public SnsTopic {
    subscribers = Set.copyOf(subscribers);
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** With nothing beside it, as all are wanted. */
  public SnsTopic(Key key, String arn, Set<String> subscribers, Map<String, String> tags) {
    this(key, arn, subscribers, tags, Map.of());
  }
}
