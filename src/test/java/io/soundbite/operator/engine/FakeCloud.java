package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Owner;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A place that keeps what it is given, and can be told to misbehave. */
final class FakeCloud implements ResourceProvider<KubeObject> {
  final Map<String, KubeObject> there = new ConcurrentHashMap<>();
  final Map<String, Failure> unreadable = new ConcurrentHashMap<>();
  final Map<String, Progress> answers = new ConcurrentHashMap<>();
  final Map<String, RuntimeException> bugs = new ConcurrentHashMap<>();

  /** What readings show instead of what is there: empty for nothing. */
  final Map<String, Optional<KubeObject>> stale = new ConcurrentHashMap<>();

  volatile Duration settles = Duration.ZERO;
  final Map<String, Latch> heldReads = new ConcurrentHashMap<>();
  final Map<String, Latch> held = new ConcurrentHashMap<>();
  final List<String> writes = new CopyOnWriteArrayList<>();
  final List<List<String>> reads = new CopyOnWriteArrayList<>();
  final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final Clock clock;
  volatile @Nullable Latch holdReads;
  volatile @Nullable RuntimeException readingBug;

  /** What is remembered no more. */
  final Queue<String> dropped = new ConcurrentLinkedQueue<>();

  /** A place where a call stops until it is let go. */
  record Latch(CountDownLatch reached, CountDownLatch open) {
    Latch() {
      this(new CountDownLatch(1), new CountDownLatch(1));
    }

    void pass() {
      reached.countDown();
      await(open);
    }

    void awaitReached() {
      await(reached);
    }

    void letGo() {
      open.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(10, java.util.concurrent.TimeUnit.SECONDS)) {
          throw new AssertionError("nobody came");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  FakeCloud(Clock clock) {
    this.clock = clock;
  }

  /** Its providers, which note what they were told to drop. */
  ProviderSet set() {
    return new ProviderSet(
        List.of(this),
        wants -> {},
        new ProviderSet.Memory() {
          @Override
          public void renew(Set<Key> keys) {}

          @Override
          public void drop(Set<Key> keys) {
            keys.forEach(key -> dropped.add(key.id()));
          }
        });
  }

  Latch hold(String id) {
    var latch = new Latch();
    held.put(id, latch);
    return latch;
  }

  @Override
  public Class<KubeObject> kind() {
    return KubeObject.class;
  }

  @Override
  public Map<Key, Observation<KubeObject>> observe(List<KubeObject> wants) {
    var found = new HashMap<Key, Observation<KubeObject>>();
    wants.forEach(want -> found.put(want.key(), look(want)));
    var latch = holdReads;
    if (latch != null) {
      latch.pass();
    }
    var bug = readingBug;
    if (bug != null) {
      throw bug;
    }
    reads.add(wants.stream().map(want -> want.key().id()).sorted().toList());
    return found;
  }

  /** Tells all but what is held, then that. */
  @Override
  public void observe(List<KubeObject> wants, BiConsumer<Key, Observation<KubeObject>> told) {
    var found = observe(wants);
    var slow = Set.copyOf(heldReads.keySet());
    found.forEach(
        (key, observation) -> {
          if (!slow.contains(key.id())) {
            told.accept(key, observation);
          }
        });
    found.forEach(
        (key, observation) -> {
          var latch = heldReads.get(key.id());
          if (slow.contains(key.id()) && latch != null) {
            latch.pass();
            told.accept(key, observation);
          }
        });
  }

  private Observation<KubeObject> look(KubeObject want) {
    var id = want.key().id();
    var failure = unreadable.get(id);
    if (failure != null) {
      return new Observation.Unknown<>(failure, clock.instant());
    }
    var have = stale.getOrDefault(id, Optional.ofNullable(there.get(id))).orElse(null);
    return have == null
        ? new Observation.Absent<>(clock.instant())
        : new Observation.Present<>(have, new Ownership.OwnedBy(Samples.US), clock.instant());
  }

  @Override
  public Duration settles(Step step) {
    return settles;
  }

  @Override
  public Progress create(KubeObject want) {
    return write("create", want.key(), () -> there.put(want.key().id(), want));
  }

  @Override
  public Progress update(Change<KubeObject> change) {
    var want = change.want();
    return write("update", want.key(), () -> there.put(want.key().id(), want));
  }

  @Override
  public Progress delete(KubeObject have, boolean withData) {
    return write(
        withData ? "empty and delete" : "delete", have.key(), () -> there.remove(have.key().id()));
  }

  @Override
  public Progress release(KubeObject have, Owner owner) {
    return write("release", have.key(), () -> {});
  }

  private Progress write(String verb, Key key, Runnable effect) {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      writes.add(verb + " " + key.id());
      var latch = held.get(key.id());
      if (latch != null) {
        latch.pass();
      }
      var bug = bugs.get(key.id());
      if (bug != null) {
        throw bug;
      }
      var answer = answers.get(key.id());
      if (answer != null) {
        return answer;
      }
      effect.run();
      return new Progress.Done();
    } finally {
      running.decrementAndGet();
    }
  }
}
