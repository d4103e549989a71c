package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs a plan's writes along their dependencies, bounded, on virtual threads. A step that fails
 * holds back only what depends on it.
 */
public final class Executor {
  private final ProviderSet providers;
  private final Semaphore places;

  /**
   * @param parallelism how many writes may be under way at once
   */
  public Executor(ProviderSet providers, int parallelism) {
    this.providers = providers;
    this.places = new Semaphore(parallelism);
  }

  /** Told of each write's end, on the thread that did it. */
  public interface Listener {
    /** {@code step} ended with {@code progress}. */
    void ended(Step step, Progress progress);
  }

  /**
   * Runs the steps that write, and waits for all.
   *
   * @param proceed asked before each write; when it says no, what has not begun is skipped
   */
  public Map<Key, Progress> run(
      List<Step> plan, Owner owner, BooleanSupplier proceed, Listener listener) {
    var ends = new HashMap<String, CompletableFuture<Progress>>();
    plan.stream().filter(Executor::matters).forEach(step -> ends.put(id(step), begun(step)));
    var order = Order.of(plan);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      plan.stream()
          .filter(Step::writes)
          .forEach(
              step -> {
                var before = order.before(step).stream().map(ends::get).toList();
                var circular = order.circular(step);
                threads.execute(
                    () ->
                        end(ends, step)
                            .complete(
                                caught(
                                    step,
                                    () ->
                                        circular
                                            ? circular(step, listener)
                                            : after(before, step, owner, proceed, listener))));
              });
    }
    var results = new HashMap<Key, Progress>();
    plan.stream()
        .filter(Step::writes)
        .forEach(step -> results.put(step.key(), end(ends, step).join()));
    return results;
  }

  private static CompletableFuture<Progress> end(
      Map<String, CompletableFuture<Progress>> ends, Step step) {
    return Objects.requireNonNull(ends.get(id(step)));
  }

  private Progress after(
      List<CompletableFuture<Progress>> before,
      Step step,
      Owner owner,
      BooleanSupplier proceed,
      Listener listener) {
    for (var dependency : before) {
      if (!(dependency.join() instanceof Progress.Done)) {
        return new Progress.Skipped("waits for what it depends on");
      }
    }
    places.acquireUninterruptibly();
    try {
      if (!proceed.getAsBoolean()) {
        return new Progress.Skipped("superseded");
      }
      var progress = tried(caught(step, () -> write(step, owner)));
      listener.ended(step, progress);
      return progress;
    } finally {
      places.release();
    }
  }

  /** What a replica that does not lead has left to another is no failure. */
  private static Progress tried(Progress progress) {
    return progress instanceof Progress.Failed(var failure)
            && failure.kind() == Failure.Kind.NOT_LEADING
        ? new Progress.Skipped(failure.message())
        : progress;
  }

  /** Waiting for it would never end. */
  private static Progress circular(Step step, Listener listener) {
    var progress =
        new Progress.Failed(
            new Failure(
                Failure.Kind.INVALID,
                "operator",
                step.key().name(),
                "depends on itself by way of " + String.join(", ", new TreeSet<>(step.after()))));
    listener.ended(step, progress);
    return progress;
  }

  /** A bug fails its own step, and holds up no other. */
  private static Progress caught(Step step, Supplier<Progress> work) {
    try {
      return Objects.requireNonNull(work.get(), "no progress");
    } catch (RuntimeException | Error e) {
      return new Progress.Failed(Failure.thrown(step.key(), e));
    }
  }

  private Progress write(Step step, Owner owner) {
    return switch (step) {
      case Step.Create(var want) -> providers.of(want).create(want);
      case Step.Update(var change) -> update(change);
      case Step.Delete(var have, var withData) -> providers.of(have).delete(have, withData);
      case Step.Release(var have) -> providers.of(have).release(have, owner);
      case Step.Keep keep -> new Progress.Done();
      case Step.Blocked blocked -> new Progress.Skipped(blocked.message());
    };
  }

  private <D extends Desired> Progress update(Change<D> change) {
    return providers.of(change.want()).update(change);
  }

  /**
   * A blocked step counts as not done, so that nothing is built upon it; but for a resource that is
   * there, with a field that is left as others set it.
   */
  private static CompletableFuture<Progress> begun(Step step) {
    return step instanceof Step.Blocked blocked
        ? CompletableFuture.completedFuture(
            blocked.isOfFields() ? new Progress.Done() : new Progress.Skipped(blocked.message()))
        : new CompletableFuture<>();
  }

  private static boolean matters(Step step) {
    return !(step instanceof Step.Keep);
  }

  private static String id(Step step) {
    return step.key().id();
  }
}
