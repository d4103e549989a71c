package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

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
    var order = dependencies(plan, ends.keySet());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var step : plan) {
        var end = ends.get(id(step));
        if (end == null || end.isDone()) {
          continue;
        }
        var before = order.getOrDefault(id(step), Set.of()).stream().map(ends::get).toList();
        threads.execute(() -> end.complete(after(before, step, owner, proceed, listener)));
      }
    }
    var results = new HashMap<Key, Progress>();
    plan.forEach(
        step -> {
          var end = ends.get(id(step));
          if (end != null && !(step instanceof Step.Blocked)) {
            results.put(step.key(), end.join());
          }
        });
    return results;
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
      var progress = caught(step, owner);
      listener.ended(step, progress);
      return progress;
    } finally {
      places.release();
    }
  }

  /** A provider's bug fails its own step, and holds up no other. */
  private Progress caught(Step step, Owner owner) {
    try {
      return write(step, owner);
    } catch (RuntimeException e) {
      return new Progress.Failed(
          new Failure(Failure.Kind.INVALID, "operator", step.key().name(), e.toString()));
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

  /** A blocked step counts as not done, so that nothing is built upon it. */
  private static CompletableFuture<Progress> begun(Step step) {
    return step instanceof Step.Blocked blocked
        ? CompletableFuture.completedFuture(new Progress.Skipped(blocked.message()))
        : new CompletableFuture<>();
  }

  private static boolean matters(Step step) {
    return !(step instanceof Step.Keep);
  }

  /** By id, the ids of the steps that must end first: backwards for what is taken down. */
  private static Map<String, Set<String>> dependencies(List<Step> plan, Set<String> known) {
    var order = new HashMap<String, Set<String>>();
    for (var step : plan) {
      switch (step) {
        case Step.Create(var want) -> forward(order, want, known);
        case Step.Update(var change) -> forward(order, change.want(), known);
        case Step.Delete(var have, var withData) -> backward(order, have, known);
        case Step.Release(var have) -> backward(order, have, known);
        case Step.Keep keep -> {}
        case Step.Blocked blocked -> {}
      }
    }
    return order;
  }

  private static void forward(Map<String, Set<String>> order, Desired want, Set<String> known) {
    want.after().stream()
        .filter(known::contains)
        .forEach(id -> order.computeIfAbsent(want.key().id(), any -> new HashSet<>()).add(id));
  }

  private static void backward(Map<String, Set<String>> order, Desired have, Set<String> known) {
    have.after().stream()
        .filter(known::contains)
        .forEach(id -> order.computeIfAbsent(id, any -> new HashSet<>()).add(have.key().id()));
  }

  private static String id(Step step) {
    return step.key().id();
  }
}
