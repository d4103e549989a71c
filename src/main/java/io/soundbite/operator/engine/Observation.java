package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was found where a resource should be. */
public sealed interface Observation<D extends Desired> {

  /** When it was read. */
  Instant asOf();

  /** Certainly not there. */
  record Absent<D extends Desired>(Instant asOf) implements Observation<D> {}

  /**
   * There.
   *
   * @param notices what is to be told of it beside how it is
   */
  record Present<D extends Desired>(D have, Ownership ownership, Instant asOf, List<Notice> notices)
      implements Observation<D> {
    public Present {
      notices = List.copyOf(notices);
    }

    /** With nothing to be told. */
    public Present(D have, Ownership ownership, Instant asOf) {
      this(have, ownership, asOf, List.of());
    }
  }

  /** There, or not: it could not be read. Never leads to a create or a delete. */
  record Unknown<D extends Desired>(Failure failure, Instant asOf) implements Observation<D> {}

  /** What is there once {@code step} has been done; empty when it did nothing. */
  static Optional<Observation<?>> after(Step step, Instant now) {
    return switch (step) {
      case Step.Create(var want) -> Optional.of(new Present<>(want, new Ownership.Written(), now));
      case Step.Update(var change) ->
          Optional.of(new Present<>(change.want(), new Ownership.Written(), now));
      case Step.Delete delete -> Optional.of(new Absent<>(now));
      case Step.Release(var have) -> Optional.of(new Present<>(have, new Ownership.Unowned(), now));
      case Step.Keep keep -> Optional.empty();
      case Step.Blocked blocked -> Optional.empty();
    };
  }

  /** Returns the same, with what was found in the instance among {@code kept} that equals it. */
  default Observation<?> sharing(Stream<Desired> kept) {
    return this instanceof Present<D>(var have, var ownership, var when, var notices)
        ? kept.filter(have::equals)
            .findFirst()
            .<Observation<?>>map(it -> new Present<>(it, ownership, when, notices))
            .orElse(this)
        : this;
  }

  /** Returns the same, with what was to be told {@code before}: a write does not change that. */
  default Observation<?> telling(Optional<Observation<?>> before) {
    return this instanceof Present<D>(var have, var ownership, var when, var notices)
            && before.orElse(null) instanceof Present<?> former
        ? new Present<>(have, ownership, when, former.notices())
        : this;
  }

  /** Whether {@code later} tells nothing new but the time. */
  default boolean means(Observation<?> later) {
    return switch (this) {
      case Absent<D> absent -> later instanceof Absent;
      case Unknown<D>(var failure, var when) ->
          later instanceof Unknown<?> other && failure.equals(other.failure());
      case Present<D>(var have, var ownership, var when, var notices) ->
          later instanceof Present<?> other
              && have.equals(other.have())
              && notices.equals(other.notices())
              && (ownership instanceof Ownership.Written || ownership.equals(other.ownership()));
    };
  }
}
