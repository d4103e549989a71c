package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.View;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Optional;

/** The slots of one environment as informers show them. */
record LiveSlots(Environment environment, Children children, KubeApi api) {

  View view() {
    var slots = new EnumMap<Slot, SlotView>(Slot.class);
    for (var slot : Slot.values()) {
      live("apps/v1", "Deployment", "api-" + slot.text())
          .ifPresent(deployment -> slots.put(slot, SlotView.of(deployment)));
    }
    return new View(slots, live("v1", "Service", "api").flatMap(LiveSlots::selected));
  }

  private Optional<Tree.Obj> live(String apiVersion, String kind, String suffix) {
    return children
        .get(apiVersion, kind, environment.owner().namespace(), environment.names().kube(suffix))
        .map(api::tree);
  }

  private static Optional<Slot> selected(Tree.Obj service) {
    var slot = service.object("spec").object("selector").text("soundbite.io/slot");
    return Arrays.stream(Slot.values()).filter(it -> it.text().equals(slot)).findFirst();
  }
}
