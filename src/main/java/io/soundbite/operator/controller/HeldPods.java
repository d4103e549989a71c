package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.Finalizers;
import io.soundbite.operator.kube.KubeApi;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names the pods whose finalizers hold a Deployment or Job that is being deleted: its own finalizer
 * says only that something below it is still there.
 */
record HeldPods(Children children, KubeApi api) {

  /** Returns {@code removal} with those pods named after whatever else waits. */
  KubeOutcome in(KubeOutcome removal) {
    if (removal.waits().isEmpty()) {
      return removal;
    }
    var held =
        children.own(PodWatch.KIND).map(api::tree).flatMap(HeldPods::sentence).sorted().toList();
    if (held.isEmpty()) {
      return removal;
    }
    var pods = held.stream().collect(Collectors.joining("; ", " (", ")"));
    var waits = new HashMap<Key, String>();
    removal.waits().forEach((key, why) -> waits.put(key, why + pods));
    return new KubeOutcome(
        removal.steps(),
        removal.failures(),
        Map.copyOf(waits),
        removal.wrote(),
        removal.problem(),
        removal.retryAt());
  }

  private static Stream<String> sentence(Tree.Obj pod) {
    return Finalizers.holding(pod).stream()
        .map(holder -> "Pod/" + pod.object("metadata").text("name") + ": " + holder);
  }
}
