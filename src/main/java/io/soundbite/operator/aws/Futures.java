package io.soundbite.operator.aws;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.AbortedException;

/** Waiting for results, with the exceptions as they were thrown. */
final class Futures {
  private Futures() {}

  /** The result; rethrows what the task threw. */
  static <T> T join(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted", e);
    }
  }
}
