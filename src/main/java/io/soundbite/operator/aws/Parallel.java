package io.soundbite.operator.aws;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Calls about one resource that do not wait for each other. Closing waits for those still under
 * way, so that none outlives the read or write that made it.
 */
final class Parallel implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Starts {@code read}; the answer's {@code get} waits for it, or throws what it threw. */
  <T> Supplier<T> start(Supplier<T> read) {
    var pending = threads.submit(read::get);
    return () -> Futures.join(pending);
  }

  @Override
  public void close() {
    threads.close();
  }
}
