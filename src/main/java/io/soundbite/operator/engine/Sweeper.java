package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());

  /** How long an environment waits for what is slow, to be told of its readings at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final Function<S, ProviderSet> providers;
  private final Consumer<Owner> wake;
  private final Settings settings;
  private final ConcurrentMap<Owner, Seat<S>> seats = new ConcurrentHashMap<>();
  private final Sharing<S> sharing;
  private final ConcurrentMap<Object, Schedule> rounds = new ConcurrentHashMap<>();
  private final Unobservable unobservable = new Unobservable(line -> LOG.log(Level.INFO, line));
  private final Set<Thread> writing = ConcurrentHashMap.newKeySet();
  private final Thread loop;
  private volatile boolean closed;

  /**
   * How the sweeper works.
   *
   * @param parallelism how many writes of one environment may be under way at once
   * @param random spreads readings and retries; used by many threads
   * @param journal told of each write's end
   */
  public record Settings(int parallelism, Clock clock, RandomGenerator random, Journal journal) {

    /** With no journal. */
    public Settings(int parallelism, Clock clock, RandomGenerator random) {
      this(parallelism, clock, random, (owner, step, progress) -> {});
    }
  }

  /** Is told of each write's end. */
  @FunctionalInterface
  public interface Journal {
    /** {@code step} of {@code owner} ended with {@code progress}. */
    void ended(Owner owner, Step step, Progress progress);
  }

  /** One stay of an environment in one scope; another scope, or a return, is another stay. */
  private record Seat<S>(Owner owner, S scope, Desk desk) {}

  /**
   * @param providers of a scope; asked for often, so it should remember
   * @param wake told whose snapshot changed
   */
  public Sweeper(Function<S, ProviderSet> providers, Consumer<Owner> wake, Settings settings) {
    this(providers, wake, settings, Sharing.none());
  }

  /**
   * @param providers of a scope; asked for often, so it should remember
   * @param wake told whose snapshot changed
   * @param sharing which scopes are read together
   */
  public Sweeper(
      Function<S, ProviderSet> providers,
      Consumer<Owner> wake,
      Settings settings,
      Sharing<S> sharing) {
    this.providers = providers;
    this.wake = wake;
    this.sharing = sharing;
    this.settings = settings;
    this.loop = Thread.ofVirtual().name("sweeper").start(this::sweep);
  }

  /**
   * Says what {@code owner} wants and where; what is new is read at once.
   *
   * @param interval the longest between two readings of a resource that nobody touches; takes
   *     effect at once
   */
  public Snapshot enlist(Owner owner, S scope, List<? extends Desired> wants, Duration interval) {
    var former = seats.get(owner);
    var seat =
        seats.compute(
            owner,
            (any, before) ->
                before != null && before.scope().equals(scope) ? before : seat(owner, scope));
    if (former != null && !former.equals(seat)) {
      drop(former);
    }
    seat.desk().want(wants, interval);
    drop(seat);
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
      providers.apply(seat.scope()).forget(seat.desk().keys());
      seat.desk().forgive();
      LockSupport.unpark(loop);
    }
  }

  /**
   * Starts the writes of {@code plan}, unless some of {@code owner} are still under way; wakes it
   * when they have ended, if any was made. Steps for what is no longer wanted so are skipped.
   */
  public void execute(Owner owner, List<Step> plan) {
    var seat = seats.get(owner);
    if (seat != null && seat.desk().begin()) {
      var turn = seat.desk().turn();
      var thread =
          Thread.ofVirtual().name("writes of " + owner).unstarted(() -> write(seat, turn, plan));
      writing.add(thread);
      thread.start();
    }
  }

  /** Forgets {@code owner}: what it has not begun to write is not written any more. */
  public void retire(Owner owner) {
    var seat = seats.remove(owner);
    if (seat != null) {
      drop(seat);
    }
  }

  /** Begins no more steps, and waits for those under way, for {@code patience} at most. */
  public void drain(Duration patience) {
    close();
    var deadline = System.nanoTime() + patience.toNanos();
    try {
      for (var thread : writing) {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(loop);
  }

  private Seat<S> seat(Owner owner, S scope) {
    var alone = rounds(scope);
    var together = rounds(sharing.group(scope));
    return new Seat<>(
        owner,
        scope,
        new Desk(
            settings.clock(), settings.random(), want -> sharing.shares(want) ? together : alone));
  }

  private Schedule rounds(Object of) {
    return rounds.computeIfAbsent(of, any -> Rounds.any(settings.random()));
  }

  /**
   * Drops what is remembered of what is read no more: with its last write or reading under way, and
   * unless a successor of its name in its scope goes on with it.
   */
  private void drop(Seat<S> seat) {
    var now = seats.get(seat.owner());
    var scope = seat.scope();
    var over = !seat.equals(now);
    if (closed || (over && now != null && now.scope().equals(scope))) {
      return;
    }
    if (over) {
      seat.desk().leave();
    }
    var gone = seat.desk().takeGone();
    if (!gone.isEmpty()) {
      drop(scope, gone);
    }
    if (over && seats.values().stream().noneMatch(it -> it.scope().equals(scope))) {
      rounds.remove(scope);
      unobservable.forget(scope);
      var group = sharing.group(scope);
      if (seats.values().stream().noneMatch(it -> sharing.group(it.scope()).equals(group))) {
        rounds.remove(group);
      }
    }
  }

  /** Where nothing can be opened nothing is remembered. */
  private void drop(S scope, Set<Key> keys) {
    try {
      providers.apply(scope).drop(keys);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, () -> "no providers of " + scope, e);
    }
  }

  private boolean current(Seat<S> seat) {
    return !closed && seat.equals(seats.get(seat.owner()));
  }

  private void write(Seat<S> seat, long turn, List<Step> plan) {
    var desk = seat.desk();
    try {
      var place = providers.apply(seat.scope());
      new Executor(place, settings.parallelism())
          .run(
              plan,
              seat.owner(),
              () -> current(seat) && desk.turn() == turn,
              (step, progress) -> {
                var done = progress instanceof Progress.Done;
                desk.ended(step, progress, done ? place.lag(step) : Lag.none());
                settings.journal().ended(seat.owner(), step, progress);
              });
    } catch (RuntimeException | Error e) {
      plan.stream()
          .filter(Step::writes)
          .forEach(step -> desk.ended(step, failed(step, e), Lag.none()));
    } finally {
      writing.remove(Thread.currentThread());
      if (desk.end()) {
        tell(seat);
      }
      drop(seat);
    }
  }

  private static Progress failed(Step step, Throwable thrown) {
    return new Progress.Failed(Failure.thrown(step.key(), thrown));
  }

  /** One that can't be told keeps no other from being told. */
  private void tell(Seat<S> seat) {
    if (!current(seat)) {
      return;
    }
    try {
      wake.accept(seat.owner());
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "can't wake " + seat.owner(), e);
    }
  }

  private void sweep() {
    while (!closed) {
      var batches = new HashMap<S, Map<Seat<S>, List<Desired>>>();
      var now = settings.clock().instant(); // one for all, or what is due together is read apart
      for (var seat : seats.values()) {
        var due = seat.desk().takeDue(now);
        if (!due.isEmpty()) {
          batches.computeIfAbsent(seat.scope(), any -> new HashMap<>()).put(seat, due);
        }
      }
      var together = new HashMap<S, List<Desired>>();
      batches.forEach(
          (scope, due) ->
              together.put(scope, due.values().stream().flatMap(List::stream).toList()));
      sharing.reading(together);
      batches.forEach(
          (scope, due) -> Thread.ofVirtual().name("sweep").start(() -> read(scope, due)));
      LockSupport.parkNanos(this, pause().toNanos());
    }
  }

  private void read(S scope, Map<Seat<S>, List<Desired>> due) {
    var delivery = new Delivery<>(due, this::publish);
    var reading =
        Thread.ofVirtual()
            .name("reading")
            .start(
                () -> {
                  read(scope, delivery.unanswered(), delivery);
                  due.forEach(
                      (seat, read) -> {
                        seat.desk().wasRead(read);
                        drop(seat);
                      });
                });
    try {
      if (!reading.join(PATIENCE)) {
        delivery.hurry();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is unknown when nothing could even be asked. */
  private void read(S scope, List<Desired> wants, Delivery<Seat<S>> delivery) {
    try {
      providers.apply(scope).observe(wants, delivery::take);
    } catch (RuntimeException | Error e) {
      for (var want : delivery.unanswered()) {
        var failure = Failure.thrown(want.key(), e);
        delivery.take(want.key(), new Observation.Unknown<>(failure, settings.clock().instant()));
      }
    }
  }

  private void publish(Seat<S> seat, Collection<Desired> read, Map<Key, Observation<?>> found) {
    if (current(seat)) {
      read.forEach(
          want ->
              Optional.ofNullable(found.get(want.key()))
                  .ifPresent(it -> unobservable.note(seat.scope(), want, it)));
    }
    var news = seat.desk().publish(read, found);
    LockSupport.unpark(loop);
    if (news) {
      tell(seat);
    }
  }

  private Duration pause() {
    var now = settings.clock().instant();
    return seats.values().stream()
        .map(seat -> seat.desk().nextDue())
        .min(Instant::compareTo)
        .filter(next -> next.isBefore(now.plus(LONGEST_PAUSE)))
        .map(next -> Duration.between(now, next))
        .orElse(LONGEST_PAUSE);
  }
}
