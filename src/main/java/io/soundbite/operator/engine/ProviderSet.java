package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** The providers of one place, by kind. */
public final class ProviderSet {
  private final Map<Class<?>, ResourceProvider<?>> providers;
  private final Runnable beforeReading;

  public ProviderSet(List<? extends ResourceProvider<?>> providers) {
    this(providers, () -> {});
  }

  /**
   * @param beforeReading run at the start of each reading, for what the providers share in it
   */
  public ProviderSet(List<? extends ResourceProvider<?>> providers, Runnable beforeReading) {
    this.beforeReading = beforeReading;
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

  /** Reads all of {@code wants}, the kinds side by side; every key gets an answer. */
  public Map<Key, Observation<?>> observe(List<? extends Desired> wants) {
    beforeReading.run();
    var byKind = wants.stream().collect(Collectors.<Desired, Class<?>>groupingBy(Object::getClass));
    var reads =
        byKind.values().stream()
            .<Callable<Map<Key, Observation<?>>>>map(group -> () -> observeKind(group))
            .toList();
    var seen = new HashMap<Key, Observation<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var read : threads.invokeAll(reads)) {
        seen.putAll(read.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a provider threw", e.getCause());
    }
    return seen;
  }

  /** A kind whose provider throws, or has no answer, is unknown; the others are none the worse. */
  private Map<Key, Observation<?>> observeKind(List<Desired> group) {
    var seen = new HashMap<Key, Observation<?>>();
    try {
      seen.putAll(of(group.getFirst()).observe(group));
      group.stream()
          .map(Desired::key)
          .filter(key -> seen.get(key) == null)
          .forEach(
              key -> seen.put(key, unknown(key, new IllegalStateException("no answer for it"))));
    } catch (RuntimeException e) {
      group.forEach(want -> seen.put(want.key(), unknown(want.key(), e)));
    }
    return seen;
  }

  private static Observation<?> unknown(Key key, RuntimeException thrown) {
    return new Observation.Unknown<>(
        Failure.thrown(Failure.Kind.UNAVAILABLE, key, thrown), Instant.now());
  }
}
