package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The writes of one resource that readings may not show yet.
 *
 * @param writes newest first
 */
record PendingWrites(List<Settling> writes) {
  PendingWrites {
    writes = List.copyOf(writes);
  }

  /** No write is pending. */
  static PendingWrites none() {
    return new PendingWrites(List.of());
  }

  /** The same after one more write. */
  PendingWrites and(Settling write) {
    var all = new ArrayList<Settling>();
    all.add(write);
    all.addAll(writes);
    return new PendingWrites(all);
  }

  /** Those that a reading that began at {@code began} may not show. */
  PendingWrites at(Instant began) {
    return new PendingWrites(writes.stream().filter(it -> began.isBefore(it.until())).toList());
  }

  boolean isEmpty() {
    return writes.isEmpty();
  }

  /** When the first of them shows at the latest. */
  Instant until() {
    return writes.stream().map(Settling::until).min(Instant::compareTo).orElse(Instant.MAX);
  }

  /** What a reading that found {@code found} says, with the writes that it may not show. */
  Observation<?> over(Observation<?> found) {
    return switch (found) {
      case Observation.Unknown<?> unknown -> unknown;
      case Observation.Absent<?> absent -> over(absent);
      case Observation.Present<?> present -> over(present);
    };
  }

  /** It is not listed yet. */
  private Observation<?> over(Observation.Absent<?> absent) {
    return writes.getFirst().written() instanceof Observation.Present<?> written
            && writes.stream().anyMatch(Settling::created)
        ? new Observation.Present<>(written.have(), written.ownership(), absent.asOf())
        : absent;
  }

  private Observation<?> over(Observation.Present<?> present) {
    var last = writes.getFirst();
    return switch (last.written()) {
      case Observation.Absent<?> deleted ->
          last.isFormer(present.ownership())
                  && Difference.between(last.former(), present.have()).isEmpty()
              ? new Observation.Absent<>(present.asOf())
              : present;
      case Observation.Present<?>(var want, var owner, var when, var notices)
          when owner instanceof Ownership.Unowned ->
          last.isFormer(present.ownership())
              ? new Observation.Present<>(present.have(), owner, present.asOf(), present.notices())
              : present;
      case Observation.Present<?>(var want, var owner, var when, var notices) ->
          over(want, owner, present);
      case Observation.Unknown<?> unknown -> present;
    };
  }

  private Observation<?> over(Desired written, Ownership owner, Observation.Present<?> present) {
    Desired observed = present.have();
    var hidden =
        Difference.between(written, observed).stream()
            .filter(diff -> writes.stream().anyMatch(it -> it.explains(diff)))
            .map(FieldDiff::path)
            .collect(Collectors.toSet());
    return hidden.isEmpty()
        ? present
        : new Observation.Present<>(
            new Overlay(hidden).of(observed, written),
            writes.stream().anyMatch(it -> it.isFormer(present.ownership()))
                ? owner
                : present.ownership(),
            present.asOf(),
            present.notices());
  }
}
