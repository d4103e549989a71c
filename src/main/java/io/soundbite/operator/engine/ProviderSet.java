package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The providers of one place, by kind. */
public final class ProviderSet {
  private final Map<Class<?>, ResourceProvider<?>> providers;
  private final Consumer<List<? extends Desired>> beforeReading;
  private final Memory memory;

  /** What providers remember of resources from one reading to the next. */
  public interface Memory {
    /** Has everything of {@code keys} read the next time, also what hardly ever changes. */
    void renew(Set<Key> keys);

    /** Drops all of {@code keys}, which are read no more. */
    void drop(Set<Key> keys);

    /** Nothing is remembered. */
    static Memory none() {
      return new Memory() {
        @Override
        public void renew(Set<Key> keys) {}

        @Override
        public void drop(Set<Key> keys) {}
      };
    }
  }

  public ProviderSet(List<? extends ResourceProvider<?>> providers) {
    this(providers, wants -> {});
  }

  /**
   * @param beforeReading told what is about to be read, for what the providers share in it
   */
  public ProviderSet(
      List<? extends ResourceProvider<?>> providers,
      Consumer<List<? extends Desired>> beforeReading) {
    this(providers, beforeReading, Memory.none());
  }

  /**
   * @param beforeReading told what is about to be read, for what the providers share in it
   * @param memory of the providers
   */
  public ProviderSet(
      List<? extends ResourceProvider<?>> providers,
      Consumer<List<? extends Desired>> beforeReading,
      Memory memory) {
    this.beforeReading = beforeReading;
    this.memory = memory;
    this.providers =
        providers.stream().collect(Collectors.toUnmodifiableMap(ResourceProvider::kind, it -> it));
  }

  /**
   * The provider for {@code want}'s kind.
   *
   * @throws IllegalStateException when there is none, which is a mistake in the operator's wiring
   */
  @SuppressWarnings("unchecked") // the map's key is the provider's own kind
  public <D extends Desired> ResourceProvider<D> of(D want) {
    var provider = (ResourceProvider<D>) providers.get(want.getClass());
    if (provider == null) {
      throw new IllegalStateException("no provider for " + want.getClass().getSimpleName());
    }
    return provider;
  }

  /** Has everything of {@code keys} read the next time, also what hardly ever changes. */
  public void forget(Set<Key> keys) {
    memory.renew(keys);
  }

  /** Drops what is remembered of {@code keys}, which are read no more. */
  public void drop(Set<Key> keys) {
    memory.drop(keys);
  }

  /** How far readings may lag behind {@code step}, as the provider whose step it is says. */
  Lag lag(Step step) {
    return switch (step) {
      case Step.Create(var want) -> created(want, step);
      case Step.Update(var change) -> Lag.of(of(change.want()).settles(step));
      case Step.Delete(var have, var withData) -> Lag.of(of(have).settles(step));
      case Step.Release(var have) -> Lag.of(of(have).settles(step));
      case Step.Keep keep -> Lag.none();
      case Step.Blocked blocked -> Lag.none();
    };
  }

  private <D extends Desired> Lag created(D want, Step step) {
    var provider = of(want);
    return new Lag(provider.settles(step), Optional.of(provider.made(want)));
  }

  /** Reads all of {@code wants}, the kinds side by side; every key gets an answer. */
  public Map<Key, Observation<?>> observe(List<? extends Desired> wants) {
    var seen = new ConcurrentHashMap<Key, Observation<?>>();
    observe(wants, seen::put);
    return seen;
  }

  /**
   * The same. Returns when all is read.
   *
   * @param told each answer as soon as it is known, on the thread that read it
   */
  public void observe(List<? extends Desired> wants, BiConsumer<Key, Observation<?>> told) {
    beforeReading.accept(wants);
    var byKind = wants.stream().collect(Collectors.<Desired, Class<?>>groupingBy(Object::getClass));
    var reads =
        byKind.values().stream().map(group -> Executors.callable(() -> read(group, told))).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var read : threads.invokeAll(reads)) {
        read.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a provider threw", e.getCause());
    }
  }

  /** What a provider throws for, or has no answer for, is unknown; the rest is none the worse. */
  private void read(List<Desired> group, BiConsumer<Key, Observation<?>> told) {
    var open = ConcurrentHashMap.<Key>newKeySet();
    group.forEach(want -> open.add(want.key()));
    var bug = new IllegalStateException("no answer for it");
    try {
      of(group.getFirst())
          .observe(
              group,
              (key, observation) -> {
                if (observation != null && open.remove(key)) {
                  told.accept(key, observation);
                }
              });
      open.forEach(key -> told.accept(key, unknown(key, bug)));
    } catch (RuntimeException e) {
      open.forEach(key -> told.accept(key, unknown(key, e)));
    }
  }

  private static Observation<?> unknown(Key key, RuntimeException thrown) {
    return new Observation.Unknown<>(Failure.thrown(key, thrown), Instant.now());
  }
}
