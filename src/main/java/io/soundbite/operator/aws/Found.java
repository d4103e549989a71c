package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.engine.Notice;
import io.soundbite.operator.engine.Ownership;
import java.util.List;
import java.util.Set;

/**
 * A resource as it is, and whose it is.
 *
 * @param unobservable components of {@code have} that the endpoint does not show, and that are as
 *     wanted therefore
 * @param notices what is to be told of it beside how it is
 */
public record Found<D extends Desired>(
    D have, Ownership ownership, Set<String> unobservable, List<Notice> notices) {
  public Found {
    unobservable = Set.copyOf(unobservable);
    notices = List.copyOf(notices);
  }

  /** With nothing to be told. */
  public Found(D have, Ownership ownership, Set<String> unobservable) {
    this(have, ownership, unobservable, List.of());
  }

  /** With everything shown. */
  public Found(D have, Ownership ownership) {
    this(have, ownership, Set.of());
  }

  /** The same, with {@code more} to be told. */
  Found<D> telling(List<Notice> more) {
    return new Found<>(have, ownership, unobservable, more);
  }
}
