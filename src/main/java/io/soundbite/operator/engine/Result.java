package io.soundbite.operator.engine;

import java.util.function.Function;

/**
 * What a call came to: its answer, or why there is none. Failures of calls are values; whoever asks
 * decides what they mean.
 */
public sealed interface Result<T> {

  /** The answer. */
  record Ok<T>(T value) implements Result<T> {}

  /** There is none. */
  record Failed<T>(Failure failure) implements Result<T> {}

  /** The answer as {@code change} makes it; a failure stays what it is. */
  default <U> Result<U> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Ok<T>(var value) -> new Ok<>(change.apply(value));
      case Failed<T>(var failure) -> new Failed<>(failure);
    };
  }
}
