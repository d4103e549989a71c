package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** When each resource is read, and who waits for it. Its desk sees to it that one thread does. */
final class Agenda {
  private final Map<Key, Instant> due = new HashMap<>();

  /** What is being read, and since when. */
  private final Map<Key, Instant> reading = new HashMap<>();

  /** Of those being read, the ones that were written meanwhile: what is read of them is old. */
  private final Set<Key> overtaken = new HashSet<>();

  /** Somebody asked for a reading of these that begins from now on. */
  private final Set<Key> asked = new HashSet<>();

  /** Of those being read, the ones somebody had asked for before the reading began. */
  private final Set<Key> answering = new HashSet<>();

  /**
   * A reading that has ended.
   *
   * @param began when
   * @param overtaken whether something was written meanwhile
   * @param answers whether somebody had asked for it
   */
  record Reading(Instant began, boolean overtaken, boolean answers) {}

  /** To be read at {@code at}, unless it is to be read sooner anyway. */
  void by(Key key, Instant at) {
    due.merge(key, at, (one, other) -> one.isBefore(other) ? one : other);
  }

  /** To be read at {@code at}, and not before; unless somebody waits for it. */
  void at(Key key, Instant at) {
    if (!asked.contains(key)) {
      due.put(key, at);
    }
  }

  /** To be read at {@code at}, unless it is to be read some time. */
  void orElse(Key key, Instant at) {
    due.putIfAbsent(key, at);
  }

  /** To be read at once, for somebody who waits for it. */
  void ask(Key key, Instant now) {
    due.put(key, now);
    asked.add(key);
  }

  /** Begins to read {@code key}, if that is due; it is not begun twice. */
  boolean begin(Key key, Instant now) {
    var at = due.get(key);
    if (at == null || at.isAfter(now) || reading.putIfAbsent(key, now) != null) {
      return false;
    }
    due.remove(key);
    if (asked.remove(key)) {
      answering.add(key);
    }
    return true;
  }

  /** Ends the reading of {@code key}; empty when none was begun. */
  Optional<Reading> end(Key key) {
    var old = overtaken.remove(key);
    var answers = answering.remove(key);
    return Optional.ofNullable(reading.remove(key)).map(began -> new Reading(began, old, answers));
  }

  /** The reading of {@code key} did not answer whoever asked: they wait for the next. */
  void askAgain(Key key) {
    asked.add(key);
  }

  /** Something was written: what is being read of it may be old. */
  void overtake(Key key) {
    if (reading.containsKey(key)) {
      overtaken.add(key);
    }
  }

  /** When the next reading can begin; far away when none is due, or all that are have begun. */
  Instant next() {
    return due.entrySet().stream()
        .filter(entry -> !reading.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /** Forgets all but {@code keys}; what is being read ends all the same. */
  void keep(Set<Key> keys) {
    due.keySet().retainAll(keys);
    asked.retainAll(keys);
    answering.retainAll(keys);
  }
}
