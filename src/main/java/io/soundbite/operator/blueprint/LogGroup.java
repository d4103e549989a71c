package io.soundbite.operator.blueprint;

import java.util.Map;

/** A CloudWatch Logs log group; its name is the key's name. */
public record LogGroup(
    Key key, String arn, @Guarded Integer retentionDays, Map<String, String> tags)
    implements Desired, Tagged {
  public LogGroup {
    tags = Map.copyOf(tags);
  }
}
