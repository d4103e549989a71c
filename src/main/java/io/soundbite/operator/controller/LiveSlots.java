package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.kube.KubeCache;
import io.soundbite.operator.rollout.PodTroubles;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.View;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The slots of one environment as informers show them.
 *
 * @param cache what Deployments and Services are read from
 * @param diagnosis of the environment's pods
 */
record LiveSlots(
    Environment environment,
    Children children,
    KubeCache cache,
    KubeApi api,
    LiveTrials trials,
    Function<List<Tree.Obj>, PodTroubles> diagnosis) {
  View view() {
    var pods = children.own(PodWatch.KIND).map(api::tree).toList();
    var troubles = diagnosis.apply(pods);
    var slots = new EnumMap<Slot, SlotView>(Slot.class);
    for (var slot : Slot.values()) {
      seen(
              troubles,
              "api-" + slot.text(),
              Map.of(Labels.COMPONENT, "api", Labels.SLOT, slot.text()))
          .ifPresent(it -> slots.put(slot, it));
    }
    return new View(
        slots,
        live("v1", "Service", "api")
            .map(LiveSlots::service)
            .orElseGet(() -> new View.ServiceView(Set.of(), "")),
        seen(troubles, "processor", Map.of(Labels.COMPONENT, "processor")),
        trials.views(troubles));
  }

  /** The Deployment of that name, whose pods have {@code labels}. */
  private Optional<SlotView> seen(PodTroubles troubles, String suffix, Map<String, String> labels) {
    return live("apps/v1", "Deployment", suffix)
        .map(it -> SlotView.of(it, release -> troubles.of(it, labels, release)));
  }

  private Optional<Tree.Obj> live(String apiVersion, String kind, String suffix) {
    return cache
        .get(apiVersion, kind, environment.owner().namespace(), environment.names().kube(suffix))
        .map(api::tree);
  }

  private static View.ServiceView service(Tree.Obj service) {
    var slot = service.object("spec").object("selector").text(Labels.SLOT);
    return new View.ServiceView(
        Arrays.stream(Slot.values())
            .filter(it -> slot.isEmpty() || it.text().equals(slot))
            .collect(Collectors.toSet()),
        service.object("metadata").object("annotations").text(SlotTarget.ROLLOUT));
  }
}
