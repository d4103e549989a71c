package io.soundbite.operator.kube;

import io.soundbite.operator.engine.Failure;

/** What a call to the API server came to. */
public sealed interface Reply<T> {

  /** Its answer. */
  record Ok<T>(T value) implements Reply<T> {}

  /** It failed. */
  record Failed<T>(Failure failure) implements Reply<T> {}
}
