package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.View;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The slots of one environment as informers show them. */
record LiveSlots(Environment environment, Children children, KubeApi api) {

  View view() {
    var slots = new EnumMap<Slot, SlotView>(Slot.class);
    for (var slot : Slot.values()) {
      live("apps/v1", "Deployment", "api-" + slot.text())
          .ifPresent(
              deployment -> slots.put(slot, SlotView.of(deployment, any -> Optional.empty())));
    }
    return new View(
        slots,
        live("v1", "Service", "api")
            .map(LiveSlots::service)
            .orElseGet(() -> new View.ServiceView(Set.of(), "")),
        live("apps/v1", "Deployment", "processor")
            .map(it -> SlotView.of(it, any -> Optional.empty())),
        Map.of());
  }

  private Optional<Tree.Obj> live(String apiVersion, String kind, String suffix) {
    return children
        .get(apiVersion, kind, environment.owner().namespace(), environment.names().kube(suffix))
        .map(api::tree);
  }

  private static View.ServiceView service(Tree.Obj service) {
    var slot = service.object("spec").object("selector").text("soundbite.io/slot");
    return new View.ServiceView(
        Arrays.stream(Slot.values())
            .filter(it -> slot.isEmpty() || it.text().equals(slot))
            .collect(Collectors.toSet()),
        service.object("metadata").object("annotations").text("soundbite.io/rollout"));
  }
}
