package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.kube.OwnJobs;
import io.soundbite.operator.rollout.Recorded;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers the newest verification Job that was made for each environment until its uid is in
 * status: the write of a status may fail. What is forgotten by a restart in between is made again.
 */
final class MadeJobs {
  private record Made(String name, String uid) {}

  private final ConcurrentMap<Owner, Made> newest = new ConcurrentHashMap<>();

  /** Returns the Jobs of {@code owner}: the one that is remembered, and the one recorded. */
  OwnJobs of(Owner owner, Recorded recorded) {
    var rollout = recorded.rollout();
    return new OwnJobs() {
      @Override
      public boolean includes(String uid) {
        var made = newest.get(owner);
        return (made != null && made.uid().equals(uid))
            || (rollout != null && uid.equals(rollout.job()));
      }

      @Override
      public void made(String name, String uid) {
        newest.put(owner, new Made(name, uid));
      }
    };
  }

  /** Returns the uid of the Job called {@code name}, if that is the one remembered. */
  Optional<String> uid(Owner owner, String name) {
    return Optional.ofNullable(newest.get(owner))
        .filter(it -> it.name().equals(name))
        .map(Made::uid);
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    newest.remove(owner);
  }
}
