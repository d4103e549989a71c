package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the sweeper keeps of one environment: what it wants, what was seen, what is due. Every
 * method is short and synchronized; nothing here waits for the network.
 */
final class Desk {
  private static final Duration UNANSWERED = Duration.ofSeconds(5);

  private final Clock clock;
  private final RandomGenerator random;
  private final Function<Desired, Schedule> schedules;
  private Duration interval = Duration.ZERO;
  private Map<Key, Desired> wants = Map.of();
  private final Map<Key, Observation<?>> seen = new HashMap<>();
  private final Map<Key, PendingWrites> pending = new HashMap<>();
  private final Map<Key, Backoff> failures = new HashMap<>();
  private final Map<Key, String> waits = new HashMap<>();

  /** Whose last reading failed, while what was seen before still stands. */
  private final Set<Key> missed = new HashSet<>();

  private final Set<Key> gone = new HashSet<>();
  private final Agenda agenda = new Agenda();
  private boolean busy;
  private boolean wrote;

  /** Whether somebody saw that writes were under way, and left theirs for later. */
  private boolean awaited;

  private long turn;

  /** Reads everything by one schedule. */
  Desk(Clock clock, RandomGenerator random, Schedule schedule) {
    this(clock, random, any -> schedule);
  }

  /**
   * @param schedules by which each resource is read
   */
  Desk(Clock clock, RandomGenerator random, Function<Desired, Schedule> schedules) {
    this.clock = clock;
    this.random = random;
    this.schedules = schedules;
  }

  /**
   * Takes over what is wanted now; what is new is due at once.
   *
   * @param every the longest between two readings of a resource; another one counts at once
   */
  synchronized void want(List<? extends Desired> desired, Duration every) {
    want(desired);
    if (!every.equals(interval)) {
      interval = every;
      seen.forEach(
          (key, found) -> {
            if (unhurried(key)) {
              agenda.at(key, next(key, found.asOf()));
            }
          });
    }
  }

  private void want(List<? extends Desired> desired) {
    var next = new HashMap<Key, Desired>();
    desired.forEach(want -> next.put(want.key(), want));
    if (next.equals(wants)) {
      return;
    }
    turn++;
    next.forEach(
        (key, want) -> {
          var failed = !want.equals(wants.get(key)) && failures.remove(key) != null;
          if (failed || !seen.containsKey(key)) {
            agenda.by(key, clock.instant());
          }
        });
    gone.addAll(wants.keySet());
    gone.removeAll(next.keySet());
    wants = next;
    seen.keySet().retainAll(next.keySet());
    pending.keySet().retainAll(next.keySet());
    failures.keySet().retainAll(next.keySet());
    waits.keySet().retainAll(next.keySet());
    missed.retainAll(next.keySet());
    agenda.keep(next.keySet());
  }

  /** What is known; whoever sees that writes are under way is told when they have ended. */
  synchronized Snapshot snapshot() {
    awaited |= busy;
    return new Snapshot(seen, failures, waits, busy);
  }

  /** Reads {@code keys} as soon as possible; whoever asked is told when it is done. */
  synchronized void refresh(Set<Key> keys) {
    var now = clock.instant();
    keys.stream().filter(wants::containsKey).forEach(key -> agenda.ask(key, now));
  }

  /** Returns what is wanted no more since it was last asked; nothing while writes are under way. */
  synchronized Set<Key> takeGone() {
    if (busy || gone.isEmpty()) {
      return Set.of();
    }
    var taken = Set.copyOf(gone);
    gone.clear();
    return taken;
  }

  /** Notes what has just been read, in case that it is wanted no more. */
  synchronized void wasRead(Collection<Desired> read) {
    read.stream().map(Desired::key).filter(key -> !wants.containsKey(key)).forEach(gone::add);
  }

  /** Wants nothing any more. */
  synchronized void leave() {
    want(List.of());
  }

  /** What is wanted now. */
  synchronized Set<Key> keys() {
    return Set.copyOf(wants.keySet());
  }

  /** Forgets failures, so that everything is tried again at once. */
  synchronized void forgive() {
    failures.clear();
    refresh(wants.keySet());
  }

  /** When what is wanted, and was read or written at {@code last}, is read again. */
  private Instant next(Key key, Instant last) {
    return schedules.apply(Objects.requireNonNull(wants.get(key))).next(last, interval);
  }

  /** What is due at {@code now}, marked as being read. */
  synchronized List<Desired> takeDue(Instant now) {
    return wants.values().stream().filter(want -> agenda.begin(want.key(), now)).toList();
  }

  private boolean unhurried(Key key) {
    return !failures.containsKey(key) && !waits.containsKey(key);
  }

  /** When the next reading can begin; far away when none is due, or all that are have begun. */
  synchronized Instant nextDue() {
    return agenda.next();
  }

  /**
   * Takes over what was read of what was taken.
   *
   * @return whether the environment should be told
   */
  synchronized boolean publish(Collection<Desired> read, Map<Key, Observation<?>> found) {
    var tell = false;
    for (var want : read) {
      tell |= publish(want.key(), found.get(want.key()));
    }
    return tell;
  }

  private boolean publish(Key key, @Nullable Observation<?> found) {
    var reading = agenda.end(key).orElse(null);
    if (reading == null || !wants.containsKey(key)) {
      return false;
    }
    if (found == null) {
      return again(key, reading, clock.instant().plus(UNANSWERED));
    }
    if (reading.overtaken()) {
      agenda.orElse(key, clock.instant());
      return reading.answers();
    }
    if (found instanceof Observation.Unknown<?>(var failure, var asOf) && isMiss(key, failure)) {
      return again(key, reading, Backoff.first(failure, clock.instant(), random).notBefore());
    }
    return learn(key, settled(key, found, reading.began())) || reading.answers();
  }

  /** Reads again at {@code at}: the reading told nothing, and did not answer those who asked. */
  private boolean again(Key key, Agenda.Reading reading, Instant at) {
    if (reading.answers()) {
      agenda.askAgain(key);
    }
    agenda.by(key, at);
    return false;
  }

  /**
   * Whether a reading that failed may work the next time, and is the first that failed: then what
   * was seen before stands.
   */
  private boolean isMiss(Key key, Failure failure) {
    var before = seen.get(key);
    return failure.kind().passing()
        && before != null
        && !(before instanceof Observation.Unknown<?>)
        && missed.add(key);
  }

  /** What was read, with what was written where it may not show yet; it is read again then. */
  private Observation<?> settled(Key key, Observation<?> found, Instant began) {
    var open = pending.getOrDefault(key, PendingWrites.none()).at(began);
    if (open.isEmpty()) {
      pending.remove(key);
      return found;
    }
    pending.put(key, open);
    var shown = open.over(found);
    if (shown != found) {
      agenda.by(key, open.until());
    }
    return shown;
  }

  /** Whether {@code found} is news, or time to go on. */
  private boolean learn(Key key, Observation<?> read) {
    var found = read.sharing(kept(key));
    var before = seen.put(key, found);
    var news = before == null || !before.means(found);
    var waited = waits.remove(key) != null;
    if (found instanceof Observation.Unknown<?>(var failure, var asOf)) {
      return fail(key, failure) || news;
    }
    missed.remove(key);
    var now = clock.instant();
    agenda.by(key, next(key, now));
    if (news) {
      failures.remove(key); // it was about what is no longer so
    }
    var failed = failures.get(key);
    if (failed == null) {
      return news || waited;
    }
    if (failed.notBefore().isAfter(now)) {
      agenda.by(key, failed.notBefore());
      return false;
    }
    return true;
  }

  /** What is kept of {@code key} already, and may be equal to what is read. */
  private Stream<Desired> kept(Key key) {
    return Stream.concat(
        Stream.ofNullable(wants.get(key)),
        seen.get(key) instanceof Observation.Present<?> before
            ? Stream.of(before.have())
            : Stream.empty());
  }

  /** Begins a turn of writes; empty-handed when one is under way. */
  synchronized boolean begin() {
    awaited |= busy;
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  /**
   * Ends a turn of writes.
   *
   * @return whether the environment should be told: something was written, or is waiting to be. A
   *     turn in which everything had to be skipped would only be begun again, at once and for ever
   */
  synchronized boolean end() {
    var tell = wrote || awaited;
    busy = false;
    wrote = false;
    awaited = false;
    return tell;
  }

  /** Which state of {@code wants} it is: a turn begun for another is stale. */
  synchronized long turn() {
    return turn;
  }

  /**
   * Takes over how a write ended.
   *
   * @param lag how long readings may not show it
   */
  synchronized void ended(Step step, Progress progress, Lag lag) {
    var key = step.key();
    if (progress instanceof Progress.Skipped) {
      return;
    }
    wrote = true;
    agenda.overtake(key);
    if (!wants.containsKey(key)) {
      return;
    }
    waits.remove(key);
    switch (progress) {
      case Progress.Done done -> done(step, lag);
      case Progress.Wait(var retryAfter, var why) -> {
        failures.remove(key);
        waits.put(key, why);
        agenda.by(key, clock.instant().plus(retryAfter));
      }
      case Progress.Failed(var failure) -> fail(key, failure);
      case Progress.Skipped skipped -> {}
    }
  }

  /** What was written successfully is as written, until a reading says otherwise. */
  private void done(Step step, Lag lag) {
    var key = step.key();
    var now = clock.instant();
    failures.remove(key);
    Observation.after(step, now)
        .ifPresent(
            written -> {
              var before = Optional.<Observation<?>>ofNullable(seen.get(key));
              seen.put(key, written.telling(before));
              Settling.of(step, written, before, lag)
                  .ifPresent(
                      it ->
                          pending.put(
                              key, pending.getOrDefault(key, PendingWrites.none()).and(it)));
            });
    agenda.at(key, next(key, now));
  }

  /** Returns whether it lasts by now, and did not before. */
  private boolean fail(Key key, Failure failure) {
    var before = failures.get(key);
    var now = clock.instant();
    var next =
        before == null ? Backoff.first(failure, now, random) : before.again(failure, now, random);
    failures.put(key, next);
    agenda.by(key, next.notBefore());
    return next.isLasting() && (before == null || !before.isLasting());
  }
}
