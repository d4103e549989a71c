package io.soundbite.operator.promotion;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all gates say, in their order.
 *
 * @param rulings one for each gate
 */
public record Verdict(List<Ruling> rulings) {
  /** Copies the list. */
  public Verdict {
    rulings = List.copyOf(rulings);
  }

  /** Whether every gate is open. */
  public boolean isOpen() {
    return rulings.stream().allMatch(Ruling.Open.class::isInstance);
  }

  /** The gate that the release waits at; empty when none is shut. */
  public Optional<Ruling.Shut> firstShut() {
    return shut().findFirst();
  }

  /** When time alone may change what the gates say. */
  public Optional<Instant> opens() {
    return shut().flatMap(it -> it.opens().stream()).min(Instant::compareTo);
  }

  private Stream<Ruling.Shut> shut() {
    return rulings.stream().filter(Ruling.Shut.class::isInstance).map(Ruling.Shut.class::cast);
  }
}
