package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import java.util.List;
import java.util.Set;

/** Which of the writes that would be made may be made. */
public sealed interface Consent {

  /** All of them. */
  record All() implements Consent {}

  /**
   * Those that somebody agreed to.
   *
   * @param parts fingerprints of a {@link Plan}
   * @param begun resources that were created with approval: what creation still lacks is part of it
   * @param message says what the others wait for
   */
  record Agreed(Set<String> parts, Set<Key> begun, String message) implements Consent {
    public Agreed {
      parts = Set.copyOf(parts);
      begun = Set.copyOf(begun);
    }

    /** With nothing begun. */
    public Agreed(Set<String> parts, String message) {
      this(parts, Set.of(), message);
    }
  }

  /** None. */
  record Withheld(String message) implements Consent {}

  /** Why a write is held back: {@code Planned}, {@code Paused}; empty text when none is. */
  default String reason() {
    return switch (this) {
      case All all -> "";
      case Agreed agreed -> "Planned";
      case Withheld withheld -> "Paused";
    };
  }

  /** What the writes that are held back wait for. */
  default String message() {
    return switch (this) {
      case All all -> "";
      case Agreed(var parts, var begun, var message) -> message;
      case Withheld(var message) -> message;
    };
  }

  /** The steps, with those held back that it does not cover. */
  default List<Step> to(List<Step> plan) {
    return switch (this) {
      case All all -> plan;
      case Agreed(var parts, var begun, var message) -> held(plan, parts, begun);
      case Withheld withheld -> held(plan, Set.of(), Set.of());
    };
  }

  /** Whether {@code release} may be rolled out. */
  default boolean toRelease(String release) {
    return switch (this) {
      case All all -> true;
      case Agreed(var parts, var begun, var message) -> parts.contains(Plan.ofRelease(release));
      case Withheld withheld -> false;
    };
  }

  private List<Step> held(List<Step> plan, Set<String> parts, Set<Key> begun) {
    return plan.stream()
        .map(
            step ->
                step.writes() && !completes(step, begun) && !parts.containsAll(Plan.parts(step))
                    ? step.held(reason(), step.key().path() + " " + message())
                    : step)
        .toList();
  }

  /** Returns whether {@code step} writes what the creation of one of {@code begun} still lacks. */
  static boolean completes(Step step, Set<Key> begun) {
    return step instanceof Step.Update && begun.contains(step.key());
  }
}
