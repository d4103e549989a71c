package io.soundbite.operator.controller;

import io.soundbite.operator.status.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a question: the answer, or what stands in its way.
 *
 * @param value empty while it is not known
 * @param problem why, or what is wrong with the value
 * @param until when to ask again
 */
record Finding<T>(Optional<T> value, Optional<Problem> problem, Optional<Instant> until) {

  static <T> Finding<T> known(T value) {
    return new Finding<>(Optional.of(value), Optional.empty(), Optional.empty());
  }

  /**
   * Known for now.
   *
   * @param until when to ask again
   */
  static <T> Finding<T> known(T value, Optional<Instant> until) {
    return new Finding<>(Optional.of(value), Optional.empty(), until);
  }

  static <T> Finding<T> missing(Problem problem, Optional<Instant> until) {
    return new Finding<>(Optional.empty(), Optional.of(problem), until);
  }

  /** Known, and not usable; only a person can change that. */
  static <T> Finding<T> wrong(Problem problem) {
    return new Finding<>(Optional.empty(), Optional.of(problem), Optional.empty());
  }

  /** Being asked; whoever asked is woken. */
  static <T> Finding<T> pending(String what) {
    return new Finding<>(
        Optional.empty(), Optional.of(new Problem(Problem.READING, what, false)), Optional.empty());
  }

  /** The same, with what is wrong with {@code other}, unless there is worse here. */
  Finding<T> and(Finding<?> other) {
    return new Finding<>(
        value,
        problem.filter(Problem::lasting).or(other::problem).or(this::problem),
        Stream.of(until, other.until).flatMap(Optional::stream).min(Instant::compareTo));
  }
}
