package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of dead letters in a turn.
 *
 * @param status the last round; null before there was one
 * @param says what the condition Redrive says
 * @param answered whether the annotation was acted on
 * @param due when to look again
 */
public record Redrive(
    @Nullable RedriveStatus status, Says says, boolean answered, Optional<Instant> due) {
  private static final String TYPE = "Redrive";

  /** What the condition says. */
  public sealed interface Says {
    /** Nobody asks for anything: there is no condition. */
    record Nothing() implements Says {}

    /** What it said before: nothing is known yet that would change it. */
    record TheSame() implements Says {}

    /** Dead letters are moved back. */
    record Moves(String reason, String message) implements Says {}

    /** They are not. */
    record Stands(Problem problem) implements Says {}
  }

  /** The same, to be looked at again at {@code at}. */
  public Redrive until(Optional<Instant> at) {
    return new Redrive(status, says, answered, at);
  }

  /** The same, with the annotation acted on. */
  Redrive answering() {
    return new Redrive(status, says, true, due);
  }

  void in(Conditions conditions) {
    switch (says) {
      case Says.Nothing nothing -> conditions.remove(TYPE);
      case Says.TheSame same -> {}
      case Says.Moves(var reason, var message) -> conditions.set(TYPE, true, reason, message);
      case Says.Stands(var problem) ->
          conditions.set(TYPE, false, problem.reason(), problem.message());
    }
  }
}
