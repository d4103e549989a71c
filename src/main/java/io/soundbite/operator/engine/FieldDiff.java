package io.soundbite.operator.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field that is not as desired.
 *
 * @param path as {@code /redrive/maxReceives}
 * @param want null when the field should not be there
 * @param have null when it is not there
 * @param nature what putting it right would mean
 */
public record FieldDiff(String path, @Nullable Object want, @Nullable Object have, Nature nature) {

  /** What a write to the field would mean. */
  public enum Nature {
    /** The service changes it, and nothing is lost. */
    PLAIN,
    /** The service cannot change it. */
    IMMUTABLE,
    /** Data or history would be protected less than it is. */
    WEAKENING,
    /** The service would delete by itself what is old enough. */
    EXPIRING
  }

  /** Whether the service cannot change it. */
  public boolean immutable() {
    return nature == Nature.IMMUTABLE;
  }

  /** Whether putting it right would protect less. */
  public boolean weakening() {
    return nature == Nature.WEAKENING;
  }

  /** Whether putting it right would have the service delete by itself what is old enough. */
  public boolean expiring() {
    return nature == Nature.EXPIRING;
  }

  /** As {@code /visibility: PT30S -> PT2M10S}. */
  @Override
  public String toString() {
    var texts = Contrast.of(want, have);
    return "%s: %s -> %s".formatted(path, texts.have(), texts.want());
  }

  /** The path's field names and keys, as they are. */
  public List<String> steps() {
    return FieldPath.steps(path);
  }
}
