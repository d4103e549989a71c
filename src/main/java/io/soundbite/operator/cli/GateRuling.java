package io.soundbite.operator.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soundbite.operator.promotion.Gates;
import io.soundbite.operator.promotion.Promotion;
import io.soundbite.operator.promotion.Ruling;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one gate says, as far as the plugin can tell.
 *
 * @param gate its name, CamelCase
 * @param reason CamelCase; null unless it is shut
 * @param opens when time alone may open it, RFC 3339; null when time does not
 */
record GateRuling(
    String gate, State state, @Nullable String reason, String message, @Nullable String opens) {
  private static final Set<String> REGISTRY = Set.of(Gates.IMAGE, Gates.DIGEST);

  /** How a gate stands. */
  enum State {
    /** Nothing stands in the way. */
    @JsonProperty("Open")
    OPEN,
    /** The release has to wait. */
    @JsonProperty("Shut")
    SHUT,
    /** What it depends on is not known. */
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** Of every gate, by the operator's own judgement. */
  static List<GateRuling> of(Promotion promotion) {
    return Gates.judge(promotion).rulings().stream().map(GateRuling::of).toList();
  }

  private static GateRuling of(Ruling ruling) {
    if (REGISTRY.contains(ruling.gate())) {
      return unknown(ruling, "The operator asks the registry.");
    }
    return switch (ruling) {
      case Ruling.Open(var gate, var message) ->
          new GateRuling(gate, State.OPEN, null, message, null);
      case Ruling.Shut(var gate, var reason, var message, var opens) ->
          new GateRuling(
              gate, State.SHUT, reason, message, opens.map(Object::toString).orElse(null));
      case Ruling.Unjudged unjudged -> unknown(unjudged, "It depends on a gate before it.");
    };
  }

  private static GateRuling unknown(Ruling ruling, String message) {
    return new GateRuling(ruling.gate(), State.UNKNOWN, null, message, null);
  }

  boolean isShut() {
    return state == State.SHUT;
  }

  /** Whether it will not open for this image unless something is put right first. */
  boolean isFinal() {
    return isShut()
        && opens == null
        && !gate.equals(Gates.APPROVAL)
        && !Gates.VERIFYING.equals(reason);
  }

  static void print(List<GateRuling> gates, Page page) {
    var table = Table.of("GATE", "STATE", "");
    gates.forEach(
        it -> table.row(it.gate(), it.state().name().toLowerCase(Locale.ROOT), it.message()));
    page.gap().table(2, table);
  }
}
