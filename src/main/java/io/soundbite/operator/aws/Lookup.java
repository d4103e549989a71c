package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** What a question to AWS came to: an answer, or why there is none. */
public sealed interface Lookup<T> {

  /** The answer. */
  record Known<T>(T value) implements Lookup<T> {}

  /** It could not be asked. */
  record Failed<T>(Failure failure) implements Lookup<T> {}

  /**
   * Asks.
   *
   * @param subject what it is about, for the failure
   */
  static <T> Lookup<T> of(String subject, Supplier<T> question) {
    try {
      return new Known<>(question.get());
    } catch (SdkException e) {
      return new Failed<>(AwsErrors.failure(e, subject));
    }
  }
}
