package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.util.Map;
import java.util.Set;

/**
 * Fields that are left as they are found.
 *
 * @param fields paths by resource, as {@code /visibility} of {@code Queue/SoundbiteQueue}
 */
public record Ignored(Map<String, Set<String>> fields) {
  public Ignored {
    fields = Map.copyOf(fields);
  }

  /** None. */
  public static Ignored nothing() {
    return new Ignored(Map.of());
  }

  /** What is wanted once those fields are as they are in {@code have}. */
  Desired over(Desired want, Desired have) {
    return new Overlay(fields.getOrDefault(want.key().path(), Set.of())).of(want, have);
  }
}
