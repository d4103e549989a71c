package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;

/**
 * A CloudWatch Logs log group; its name is the key's name.
 *
 * @param retentionDays after how many days events are deleted; empty when they are kept for ever
 */
public record LogGroup(
    Key key, String arn, Optional<Integer> retentionDays, Map<String, String> tags)
    implements Desired, Tagged {
  public LogGroup {
    tags = Map.copyOf(tags);
  }
}
