package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Tagged;
import io.soundbite.operator.blueprint.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A write that readings may not show yet. A reading that shows the former value of a field that was
 * written counts as what was written; any other value, and any other field, is as it was read.
 *
 * @param written what is there, once it shows
 * @param former what was there before; for a created resource, what the creating call alone makes
 * @param replaced the fields that were written, and what they were
 * @param ownership whose the resource was before
 * @param created whether there was none before
 * @param until when readings show the write at the latest
 */
record Settling(
    Observation<?> written,
    Desired former,
    List<FieldDiff> replaced,
    Ownership ownership,
    boolean created,
    Instant until) {

  /**
   * What {@code step} leaves behind; empty when it wrote nothing, or readings show it at once.
   *
   * @param written what is there once it shows
   * @param before what was known before
   */
  static Optional<Settling> of(
      Step step, Observation<?> written, Optional<Observation<?>> before, Lag lag) {
    var until = written.asOf().plus(lag.time());
    var ownership =
        before
            .filter(Observation.Present.class::isInstance)
            .map(it -> owner((Observation.Present<?>) it))
            .orElseGet(Ownership.Unowned::new);
    if (!lag.time().isPositive()) {
      return Optional.empty();
    }
    return switch (step) {
      case Step.Create(var want) -> {
        var made = lag.made().orElse(want);
        yield Optional.of(
            new Settling(written, made, Difference.between(want, made), ownership, true, until));
      }
      case Step.Update(var change) ->
          Optional.of(
              new Settling(written, change.have(), change.diffs(), ownership, false, until));
      case Step.Delete(var have, var withData) ->
          Optional.of(new Settling(written, have, List.of(), ownership, false, until));
      case Step.Release(var have) ->
          Optional.of(new Settling(written, have, List.of(), ownership, false, until));
      case Step.Keep keep -> Optional.empty();
      case Step.Blocked blocked -> Optional.empty();
    };
  }

  /** Of what was written and not read since, the tags that were written tell. */
  private static Ownership owner(Observation.Present<?> known) {
    return known.ownership() instanceof Ownership.Written && known.have() instanceof Tagged tagged
        ? Ownership.of(tagged.tags())
        : known.ownership();
  }

  /** Whether a reading that shows {@code diff} shows a written field as it was before. */
  boolean explains(FieldDiff diff) {
    return replaced.stream()
            .anyMatch(it -> it.path().equals(diff.path()) && Objects.equals(it.have(), diff.have()))
        || (created && diff.have() == null && isTag(diff));
  }

  /** Tags come with the creating call, but listings of tags are later than others. */
  private static boolean isTag(FieldDiff diff) {
    return FieldPath.isWithin(diff.path(), Tags.PATH);
  }

  /** Whether a reading that shows {@code found} may be from before the write. */
  boolean isFormer(Ownership found) {
    return ownership instanceof Ownership.Written || ownership.equals(found);
  }
}
