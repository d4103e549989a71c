package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Reads and writes the AWS side beside the reconcile thread: what is due is read in batches shared
 * by all environments of a scope, published as snapshots, and the environments concerned are woken.
 * An endpoint that hangs or is away delays nobody else.
 *
 * @param <S> the scope: everything that calls are made with
 */
public final class Sweeper<S> implements AutoCloseable {
  private static final Duration PULSE = Duration.ofMillis(200);

  private final Function<S, ProviderSet> providers;
  private final Consumer<Owner> wake;
  private final Settings settings;
  private final ConcurrentMap<Owner, Seat<S>> seats = new ConcurrentHashMap<>();
  private final Thread loop;
  private volatile boolean closed;

  /**
   * How the sweeper works.
   *
   * @param interval between two readings of a resource nobody touches
   * @param parallelism how many writes of one environment may be under way at once
   */
  public record Settings(Duration interval, int parallelism, Clock clock, RandomGenerator random) {}

  private record Seat<S>(S scope, Desk desk) {}

  /**
   * @param providers of a scope; asked for often, so it should remember
   * @param wake told whose snapshot changed
   */
  public Sweeper(Function<S, ProviderSet> providers, Consumer<Owner> wake, Settings settings) {
    this.providers = providers;
    this.wake = wake;
    this.settings = settings;
    this.loop = Thread.ofVirtual().name("sweeper").start(this::sweep);
  }

  /** Says what {@code owner} wants and where; what is new is read at once. */
  public Snapshot enlist(Owner owner, S scope, List<? extends Desired> wants) {
    var seat =
        seats.compute(
            owner,
            (any, before) -> before != null && before.scope().equals(scope) ? before : seat(scope));
    seat.desk().want(wants);
    LockSupport.unpark(loop);
    return seat.desk().snapshot();
  }

  /** Reads {@code keys} of {@code owner} again as soon as possible, then wakes it. */
  public void refresh(Owner owner, Set<Key> keys) {
    var seat = seats.get(owner);
    if (seat != null) {
      seat.desk().refresh(keys);
      LockSupport.unpark(loop);
    }
  }

  /** Reads everything of {@code owner} again, and tries again what failed. */
  public void forgive(Owner owner) {
    var seat = seats.get(owner);
    if (seat != null) {
      seat.desk().forgive();
      LockSupport.unpark(loop);
    }
  }

  /**
   * Starts the writes of {@code plan}, unless some of {@code owner} are still under way; wakes it
   * when they have ended. Steps for what is no longer wanted so are skipped.
   */
  public void execute(Owner owner, List<Step> plan) {
    var seat = seats.get(owner);
    if (seat == null || !seat.desk().begin()) {
      return;
    }
    var turn = seat.desk().turn();
    Thread.ofVirtual()
        .name("writes of " + owner)
        .start(
            () -> {
              try {
                new Executor(providers.apply(seat.scope()), settings.parallelism())
                    .run(
                        plan,
                        owner,
                        () -> !closed && seat.desk().turn() == turn,
                        seat.desk()::ended);
              } finally {
                seat.desk().end();
                wake.accept(owner);
              }
            });
  }

  /** Forgets {@code owner}. */
  public void retire(Owner owner) {
    seats.remove(owner);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(loop);
  }

  private Seat<S> seat(S scope) {
    return new Seat<>(scope, new Desk(settings.clock(), settings.random(), settings.interval()));
  }

  private void sweep() {
    while (!closed) {
      var batches = new HashMap<S, Map<Owner, List<Desired>>>();
      seats.forEach(
          (owner, seat) -> {
            var due = seat.desk().takeDue();
            if (!due.isEmpty()) {
              batches.computeIfAbsent(seat.scope(), any -> new HashMap<>()).put(owner, due);
            }
          });
      batches.forEach(
          (scope, due) -> Thread.ofVirtual().name("sweep").start(() -> read(scope, due)));
      LockSupport.parkNanos(this, pause().toNanos());
    }
  }

  private void read(S scope, Map<Owner, List<Desired>> due) {
    var since = settings.clock().instant();
    var wants = new ArrayList<Desired>();
    due.values().forEach(wants::addAll);
    Map<Key, Observation<?>> found = Map.of();
    try {
      found = providers.apply(scope).observe(wants);
    } finally {
      for (var entry : due.entrySet()) {
        var seat = seats.get(entry.getKey());
        if (seat != null && seat.desk().publish(entry.getValue(), found, since)) {
          wake.accept(entry.getKey());
        }
      }
      LockSupport.unpark(loop);
    }
  }

  private Duration pause() {
    var next =
        seats.values().stream()
            .map(seat -> seat.desk().nextDue())
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    var now = settings.clock().instant();
    if (!next.isAfter(now)) {
      return PULSE; // what is due is being read already
    }
    return next.isAfter(now.plusSeconds(60)) ? Duration.ofSeconds(60) : Duration.between(now, next);
  }
}
