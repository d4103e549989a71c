package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.Durations;
import io.soundbite.operator.promotion.Ruling.Open;
import io.soundbite.operator.promotion.Ruling.Shut;
import io.soundbite.operator.promotion.Ruling.Unjudged;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The environment before has held the release for long enough, in one go. Only time in which it did
 * counts, not what went by since.
 */
record Soak() implements Gate {
  @Override
  public String name() {
    return Gates.SOAK;
  }

  @Override
  public Ruling judge(Promotion promotion, Candidate candidate) {
    var soak = promotion.rules().soaking();
    if (soak.isZero()) {
      return new Open(name(), "No soak is asked for.");
    }
    return switch (promotion.source()) {
      case Source.Known source when !source.held(candidate).isEmpty() ->
          judge(source.name(), source.held(candidate), soak, promotion.now(), candidate);
      case Source.Known source -> new Unjudged(name());
      case Source.Missing missing -> new Unjudged(name());
      case Source.None none ->
          promotion.rules().from() == null
              ? new Open(name(), "No environment goes before this one.")
              : new Unjudged(name());
    };
  }

  private Ruling judge(
      String source, List<Span> held, Duration soak, Instant now, Candidate candidate) {
    var longest = held.stream().map(it -> it.length(now)).max(Comparator.naturalOrder());
    var longEnough = longest.filter(it -> it.compareTo(soak) >= 0);
    if (longEnough.isPresent()) {
      return new Open(
          name(),
          "%s held %s for %s, and %s is asked for."
              .formatted(source, candidate, text(longEnough.get()), text(soak)));
    }
    return held.stream()
        .filter(Span::isOpen)
        .map(it -> it.since().plus(soak))
        .min(Comparator.naturalOrder())
        .map(opens -> soaking(source, candidate, soak, opens))
        .orElseGet(() -> tooShort(source, candidate, soak, longest.orElse(Duration.ZERO)));
  }

  private Ruling soaking(String source, Candidate candidate, Duration soak, Instant opens) {
    return new Shut(
        name(),
        "Soaking",
        "%s must hold %s for %s before it goes live here. This opens at %s, if it still does."
            .formatted(source, candidate, text(soak), opens.truncatedTo(ChronoUnit.SECONDS)),
        Optional.of(opens));
  }

  private Ruling tooShort(String source, Candidate candidate, Duration soak, Duration longest) {
    return new Shut(
        name(),
        "NotSoaked",
        "%s held %s for %s only, and runs something else now; %s is asked for. This opens when it"
                .formatted(source, candidate, text(longest), text(soak))
            + " has run it again for that long.",
        Optional.empty());
  }

  private static String text(Duration duration) {
    return Durations.text(duration);
  }
}
