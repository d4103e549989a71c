package io.soundbite.operator.aws;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls about one resource that do not wait for each other. */
final class Parallel {
  private Parallel() {}

  /** Makes all {@code calls} at once and waits for every one; throws what the first failed with. */
  static void run(List<Runnable> calls) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pending = calls.stream().<Future<?>>map(threads::submit).toList();
      pending.forEach(Futures::join);
    }
  }
}
