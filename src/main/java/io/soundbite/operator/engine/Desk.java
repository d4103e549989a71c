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

/**
 * What the sweeper keeps of one environment: what it wants, what was seen, what is due. Every
 * method is short and synchronized; nothing here waits for the network.
 */
final class Desk {
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
  private boolean asked;
  private boolean busy;
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
          if (!want.equals(wants.get(key))) {
            failures.remove(key);
          }
          if (!seen.containsKey(key)) {
            due.putIfAbsent(key, clock.instant());
          }
        });
    wants = next;
    seen.keySet().retainAll(next.keySet());
    failures.keySet().retainAll(next.keySet());
    waits.keySet().retainAll(next.keySet());
    due.keySet().retainAll(next.keySet());
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(seen, failures, waits, busy);
  }

  /** Reads {@code keys} as soon as possible; whoever asked is told when it is done. */
  synchronized void refresh(Set<Key> keys) {
    keys.stream().filter(wants::containsKey).forEach(key -> due.put(key, clock.instant()));
    asked = true;
  }

  /** Forgets failures, so that everything is tried again at once. */
  synchronized void forgive() {
    failures.clear();
    refresh(wants.keySet());
  }

  /** What is due, marked as being read. */
  synchronized List<Desired> takeDue() {
    var now = clock.instant();
    var taken = new ArrayList<Desired>();
    due.forEach(
        (key, at) -> {
          if (!at.isAfter(now) && !beingRead.contains(key)) {
            taken.add(wants.get(key));
          }
        });
    taken.forEach(
        want -> {
          beingRead.add(want.key());
          due.remove(want.key());
        });
    return taken;
  }

  /** When the next reading is due; far away when nothing is. */
  synchronized Instant nextDue() {
    return due.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
  }

  /**
   * Takes over what was read.
   *
   * @param since when the reading began: what was written later is newer
   * @return whether the environment should be told
   */
  synchronized boolean publish(List<Desired> read, Map<Key, Observation<?>> found, Instant since) {
    var changed = asked;
    for (var want : read) {
      var key = want.key();
      beingRead.remove(key);
      var observation = found.get(key);
      if (!wants.containsKey(key)) {
        continue;
      }
      due.putIfAbsent(
          key, clock.instant().plus(observation == null ? UNANSWERED : spread(interval)));
      if (observation == null) {
        continue;
      }
      var before = seen.get(key);
      if (before != null && before.asOf().isAfter(since)) {
        continue;
      }
      waits.remove(key);
      seen.put(key, observation);
      changed |= before == null || !sameMeaning(before, observation) || failures.containsKey(key);
      if (observation instanceof Observation.Unknown<?>(var failure, var asOf)) {
        fail(key, failure);
      } else if (before instanceof Observation.Unknown) {
        failures.remove(key);
      }
    }
    asked = asked && !beingRead.isEmpty();
    return changed;
  }

  /** Begins a turn of writes; empty-handed when one is under way. */
  synchronized boolean begin() {
    if (busy) {
      return false;
    }
    busy = true;
    return true;
  }

  synchronized void end() {
    busy = false;
  }

  /** Which state of {@code wants} it is: a turn begun for another is stale. */
  synchronized long turn() {
    return turn;
  }

  /** Takes over how a write ended. */
  synchronized void ended(Step step, Progress progress) {
    var key = step.key();
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

  /** What was written successfully is as written, until the next reading says otherwise. */
  private void settle(Step step) {
    var key = step.key();
    var now = clock.instant();
    failures.remove(key);
    waits.remove(key);
    switch (step) {
      case Step.Create(var want) -> seen.put(key, written(want, now));
      case Step.Update(var change) -> seen.put(key, written(change.want(), now));
      case Step.Delete delete -> seen.put(key, new Observation.Absent<>(now));
      case Step.Release release -> readAt(key, now);
      case Step.Keep keep -> {}
      case Step.Blocked blocked -> {}
    }
    due.putIfAbsent(key, now.plus(spread(interval)));
  }

  private Observation<?> written(Desired want, Instant now) {
    return new Observation.Present<>(want, new Ownership.Written(), now);
  }

  private void fail(Key key, Failure failure) {
    var before = failures.get(key);
    var now = clock.instant();
    var next =
        before == null ? Backoff.first(failure, now, random) : before.again(failure, now, random);
    failures.put(key, next);
    readAt(key, next.notBefore());
  }

  private void readAt(Key key, Instant at) {
    due.put(key, at);
  }

  /** Up to a tenth earlier, so that environments do not all come at once. */
  private Duration spread(Duration pause) {
    return pause.minusMillis((long) (pause.toMillis() * 0.1 * random.nextDouble()));
  }

  private static boolean sameMeaning(Observation<?> a, Observation<?> b) {
    return switch (a) {
      case Observation.Absent<?> absent -> b instanceof Observation.Absent;
      case Observation.Unknown<?> unknown -> b instanceof Observation.Unknown;
      case Observation.Present<?> present ->
          b instanceof Observation.Present<?> other
              && present.have().equals(other.have())
              && (present.ownership() instanceof Ownership.Written
                  || present.ownership().equals(other.ownership()));
    };
  }
}
