package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.Ownership;
import java.util.Set;

/**
 * A resource as it is, and whose it is.
 *
 * @param unobservable components of {@code have} that the endpoint does not show, and that are as
 *     wanted therefore
 */
public record Found<D extends Desired>(D have, Ownership ownership, Set<String> unobservable) {
  public Found {
    unobservable = Set.copyOf(unobservable);
  }

  /** With everything shown. */
  public Found(D have, Ownership ownership) {
    this(have, ownership, Set.of());
  }
}
