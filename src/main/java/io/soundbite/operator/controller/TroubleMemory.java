package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.rollout.TroubleOnsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Remembers since when the containers of each environment's pods are in trouble. Neither pods nor
 * status say it: an operator that has just started sees every trouble for the first time, which
 * gives a release some seconds more and never fewer. An environment whose pods are well has no
 * entry.
 */
final class TroubleMemory {
  private final ConcurrentMap<Owner, TroubleOnsets> onsets = new ConcurrentHashMap<>();

  /** Takes note of what the pods of {@code owner} show, and returns what is remembered of them. */
  TroubleOnsets observe(Owner owner, List<Tree.Obj> pods, Instant now) {
    var seen =
        onsets.compute(
            owner,
            (any, before) -> {
              var next = (before == null ? TroubleOnsets.none() : before).observe(pods, now);
              return next.isEmpty() ? null : next;
            });
    return seen == null ? TroubleOnsets.none() : seen;
  }

  /** Forgets an environment that is gone. */
  void forget(Owner owner) {
    onsets.remove(owner);
  }

  /** Returns how many environments are remembered. */
  int size() {
    return onsets.size();
  }
}
