package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.soundbite.operator.api.v1alpha1.PromotionSpec.Approval;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the gates before a release ask for. */
public record GateRules(
    @JsonPropertyDescription(
            "The environment that goes before this one, namespace/name; absent when none does.")
        @Nullable String from,
    @JsonPropertyDescription("For how long that one must have held an image, verified.")
        String soak,
    @JsonPropertyDescription("Whether a release waits for an approval: Automatic or Manual.")
        Approval approval,
    @JsonPropertyDescription(
            "Times in which no new release goes live: duration, time zone and schedule of each, in"
                + " one text.")
        List<String> freeze,
    @JsonPropertyDescription("Whether a Job must have verified a release.") Boolean verification) {

  /** Applies the schema's defaults. */
  public GateRules {
    soak = Objects.requireNonNullElse(soak, "0s");
    approval = Objects.requireNonNullElse(approval, Approval.AUTOMATIC);
    freeze = freeze == null ? List.of() : List.copyOf(freeze);
    verification = Objects.requireNonNullElse(verification, false);
  }

  /** Returns what {@code resource} declares. */
  public static GateRules of(SoundBiteEnvironment resource) {
    var spec = resource.getSpec();
    var gates = spec.gates();
    return new GateRules(
        spec.source().map(it -> it.qualified(resource.getMetadata().getNamespace())).orElse(null),
        gates.soak(),
        gates.approval(),
        gates.freeze().stream().map(GateRules::text).toList(),
        spec.rollout().trial().isPresent());
  }

  /** Returns what asks for nothing. */
  public static GateRules none() {
    return new GateRules(null, "0s", Approval.AUTOMATIC, List.of(), false);
  }

  /** Returns {@code from}; empty when no environment goes before this one. */
  public Optional<String> source() {
    return Optional.ofNullable(from);
  }

  /** Returns {@code freeze} as a spec declares it. */
  public List<FreezeSpec> freezes() {
    return freeze.stream().map(GateRules::freeze).toList();
  }

  /** Returns {@code freeze} in one text. */
  public static String text(FreezeSpec freeze) {
    return "%s %s %s".formatted(freeze.duration(), freeze.timeZone(), freeze.schedule());
  }

  private static FreezeSpec freeze(String text) {
    var parts = text.split(" ", 3);
    return parts.length == 3
        ? new FreezeSpec(parts[2], parts[0], parts[1])
        : new FreezeSpec(text, "", "");
  }

  /** Returns {@code soak} as a duration. */
  public Duration soaking() {
    return Durations.parse(soak);
  }
}
