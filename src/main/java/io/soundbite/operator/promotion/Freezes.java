package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.FreezeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The freezes that a spec declares. One that can't be read keeps every release back. */
public record Freezes(List<FreezeSpec> declared) {

  /** Returns why the first one that can't be read is none; empty when all can be read. */
  public Optional<String> problem() {
    for (var i = 0; i < declared.size(); i++) {
      var freeze = declared.get(i);
      try {
        Window.of(freeze);
      } catch (IllegalArgumentException e) {
        return Optional.of(
            "spec.promotion.freeze[%d] (\"%s\", %s, for %s) cannot be read, and no release goes live"
                    .formatted(i, freeze.schedule(), freeze.timeZone(), freeze.duration())
                + " until it is put right: %s.".formatted(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** Returns the times in which releases wait, in the order of the spec. */
  List<Window> windows() {
    var windows = new ArrayList<Window>();
    declared.forEach(freeze -> windows.add(Window.of(freeze)));
    return windows;
  }
}
