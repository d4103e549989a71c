package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the sweeper keeps of one environment: what it wants, what was seen, what is due. Every
 * method is short and synchronized; nothing here waits for the network.
 */
final class Desk {
  /** One in so many parts of the interval. */
  private static final int JITTER = 10;

  private static final Duration UNANSWERED = Duration.ofSeconds(5);

  private final Clock clock;
  private final RandomGenerator random;
  private final Duration interval;
  private Map<Key, Desired> wants = Map.of();
  private final Map<Key, Observation<?>> seen = new HashMap<>();
  private final Map<Key, Backoff> failures = new HashMap<>();
  private final Map<Key, String> waits = new HashMap<>();
  private final Map<Key, Instant> due = new HashMap<>();
  private final Set<Key> beingRead = new HashSet<>();

  /** Of those being read, the ones that were written meanwhile: what is read of them is old. */
  private final Set<Key> overtaken = new HashSet<>();

  /** Somebody asked for a reading of these that begins from now on. */
  private final Set<Key> asked = new HashSet<>();

  /** Of those being read, the ones somebody had asked for before the reading began. */
  private final Set<Key> answering = new HashSet<>();

  private boolean busy;
  private boolean wrote;

  /** Whether somebody saw that writes were under way, and left theirs for later. */
  private boolean awaited;

  private long turn;

  Desk(Clock clock, RandomGenerator random, Duration interval) {
    this.clock = clock;
    this.random = random;
    this.interval = interval;
  }

  /** Takes over what is wanted now; what is new is due at once. */
  synchronized void want(List<? extends Desired> desired) {
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
            readAt(key, clock.instant());
          }
        });
    wants = next;
    seen.keySet().retainAll(next.keySet());
    failures.keySet().retainAll(next.keySet());
    waits.keySet().retainAll(next.keySet());
    due.keySet().retainAll(next.keySet());
    asked.retainAll(next.keySet());
    answering.retainAll(next.keySet());
  }

  /** What is known; whoever sees that writes are under way is told when they have ended. */
  synchronized Snapshot snapshot() {
    awaited |= busy;
    return new Snapshot(seen, failures, waits, busy);
  }

  /** Reads {@code keys} as soon as possible; whoever asked is told when it is done. */
  synchronized void refresh(Set<Key> keys) {
    keys.stream()
        .filter(wants::containsKey)
        .forEach(
            key -> {
              due.put(key, clock.instant());
              asked.add(key);
            });
  }

  /** Forgets failures, so that everything is tried again at once. */
  synchronized void forgive() {
    failures.clear();
    refresh(wants.keySet());
  }

  /**
   * What is due at {@code now}, marked as being read. What nobody waits for and is nearly due comes
   * along, so that an environment's readings stay together in one batch.
   */
  synchronized List<Desired> takeDue(Instant now) {
    if (due.values().stream().noneMatch(at -> !at.isAfter(now))) {
      return List.of();
    }
    var soon = now.plus(interval.dividedBy(JITTER));
    var taken = new ArrayList<Desired>();
    wants.forEach(
        (key, want) -> {
          var at = due.get(key);
          if (at != null && !at.isAfter(unhurried(key) ? soon : now) && beingRead.add(key)) {
            due.remove(key);
            if (asked.remove(key)) {
              answering.add(key);
            }
            taken.add(want);
          }
        });
    return taken;
  }

  private boolean unhurried(Key key) {
    return !failures.containsKey(key) && !waits.containsKey(key);
  }

  /** When the next reading can begin; far away when none is due, or all that are have begun. */
  synchronized Instant nextDue() {
    return due.entrySet().stream()
        .filter(entry -> !beingRead.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /**
   * Takes over what was read of what was taken.
   *
   * @return whether the environment should be told
   */
  synchronized boolean publish(List<Desired> read, Map<Key, Observation<?>> found) {
    var tell = false;
    for (var want : read) {
      tell |= publish(want.key(), found.get(want.key()));
    }
    return tell;
  }

  private boolean publish(Key key, @Nullable Observation<?> found) {
    beingRead.remove(key);
    var old = overtaken.remove(key);
    var answers = answering.remove(key);
    if (!wants.containsKey(key)) {
      return false;
    }
    if (found == null) {
      if (answers) {
        asked.add(key);
      }
      readAt(key, clock.instant().plus(UNANSWERED));
      return false;
    }
    if (old) {
      due.putIfAbsent(key, clock.instant());
      return answers;
    }
    return learn(key, found) || answers;
  }

  /** Whether {@code found} is news, or time to go on. */
  private boolean learn(Key key, Observation<?> found) {
    var before = seen.put(key, found);
    var news = before == null || !sameMeaning(before, found);
    var waited = waits.remove(key) != null;
    if (found instanceof Observation.Unknown<?>(var failure, var asOf)) {
      fail(key, failure);
      return news;
    }
    var now = clock.instant();
    readAt(key, now.plus(spread(interval)));
    if (news) {
      failures.remove(key); // it was about what is no longer so
    }
    var failed = failures.get(key);
    if (failed == null) {
      return news || waited;
    }
    if (failed.notBefore().isAfter(now)) {
      readAt(key, failed.notBefore());
      return false;
    }
    return true;
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

  /** Takes over how a write ended. */
  synchronized void ended(Step step, Progress progress) {
    var key = step.key();
    if (progress instanceof Progress.Skipped) {
      return;
    }
    wrote = true;
    if (beingRead.contains(key)) {
      overtaken.add(key);
    }
    if (!wants.containsKey(key)) {
      return;
    }
    waits.remove(key);
    switch (progress) {
      case Progress.Done done -> settle(step);
      case Progress.Wait(var retryAfter, var why) -> {
        failures.remove(key);
        waits.put(key, why);
        readAt(key, clock.instant().plus(retryAfter));
      }
      case Progress.Failed(var failure) -> fail(key, failure);
      case Progress.Skipped skipped -> {}
    }
  }

  /**
   * What was written successfully is as written, until the next reading says otherwise; which is a
   * whole interval away, since services take a while to answer with what was written.
   */
  private void settle(Step step) {
    var key = step.key();
    var now = clock.instant();
    failures.remove(key);
    switch (step) {
      case Step.Create(var want) -> seen.put(key, present(want, new Ownership.Written(), now));
      case Step.Update(var change) ->
          seen.put(key, present(change.want(), new Ownership.Written(), now));
      case Step.Delete delete -> seen.put(key, new Observation.Absent<>(now));
      case Step.Release(var have) -> seen.put(key, present(have, new Ownership.Unowned(), now));
      case Step.Keep keep -> {}
      case Step.Blocked blocked -> {}
    }
    if (!asked.contains(key)) {
      due.put(key, now.plus(spread(interval)));
    }
  }

  private static Observation<?> present(Desired have, Ownership ownership, Instant now) {
    return new Observation.Present<>(have, ownership, now);
  }

  private void fail(Key key, Failure failure) {
    var before = failures.get(key);
    var now = clock.instant();
    var next =
        before == null ? Backoff.first(failure, now, random) : before.again(failure, now, random);
    failures.put(key, next);
    readAt(key, next.notBefore());
  }

  /** At {@code at}, unless it is to be read sooner anyway. */
  private void readAt(Key key, Instant at) {
    due.merge(key, at, (one, other) -> one.isBefore(other) ? one : other);
  }

  /** Up to a tenth earlier, so that environments do not all come at once. */
  private Duration spread(Duration pause) {
    return pause.minusMillis((long) (pause.toMillis() * random.nextDouble() / JITTER));
  }

  private static boolean sameMeaning(Observation<?> a, Observation<?> b) {
    return switch (a) {
      case Observation.Absent<?> absent -> b instanceof Observation.Absent;
      case Observation.Unknown<?> unknown ->
          b instanceof Observation.Unknown<?> other && unknown.failure().equals(other.failure());
      case Observation.Present<?> present ->
          b instanceof Observation.Present<?> other
              && present.have().equals(other.have())
              && (present.ownership() instanceof Ownership.Written
                  || present.ownership().equals(other.ownership()));
    };
  }
}
