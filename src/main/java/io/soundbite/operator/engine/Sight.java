package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a resource and of whose it is, as far as a decision needs it. */
sealed interface Sight {

  /** Certainly not there. */
  record Gone() implements Sight {}

  /** There, and the owner is known. */
  record There(Desired have, Ownership ownership) implements Sight {}

  /** Not read, or not readable: itself, or what says whose it is. */
  record Unread(String reason, String message) implements Sight {}

  /** What {@code seen} says of {@code want}. */
  static Sight of(Desired want, Map<Key, Observation<?>> seen) {
    var itself = direct(want.key().name(), seen.get(want.key()));
    return itself instanceof There(var have, Ownership.SameAs(var id))
        ? child(have, id, seen)
        : itself;
  }

  /**
   * What can't be tagged belongs to its parent's owner. When nobody can say whose the parent is, it
   * is not ours to touch; and when the parent is gone, it went along.
   */
  private static Sight child(Desired have, String parent, Map<Key, Observation<?>> seen) {
    return switch (direct(parent, named(parent, seen).orElse(null))) {
      case There(var itself, var ownership) -> new There(have, ownership);
      case Gone gone -> gone;
      case Unread unread -> unread;
    };
  }

  private static Optional<Observation<?>> named(String id, Map<Key, Observation<?>> seen) {
    return seen.entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(id))
        .<Observation<?>>map(Map.Entry::getValue)
        .findFirst();
  }

  private static Sight direct(String name, @Nullable Observation<?> observation) {
    return switch (observation) {
      case null -> new Unread("NotRead", name + " has not been read yet");
      case Observation.Absent<?> absent -> new Gone();
      case Observation.Unknown<?> unknown ->
          new Unread(unknown.failure().kind().reason(), unknown.failure().sentence());
      case Observation.Present<?> present -> new There(present.have(), present.ownership());
    };
  }
}
