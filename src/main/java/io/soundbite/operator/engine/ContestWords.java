package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Attempts.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says of the contested fields of one resource who changes them, and what to do. */
record ContestWords(Key key, Map<String, Attempts> fields, Evidence evidence) {
  private static final int SHOWN = 3;
  private static final String ALTERED =
      "%s: admission (a mutating policy or webhook) changes the operator's own write: %s. Change"
          + " that policy or the spec, or ignore the field: spec.drift.ignore {resource: %s,"
          + " fields: [%s]}.";
  private static final String CHANGED_BACK =
      "%s was restored %d times and changed back by %s: %s. Have it stop, change the spec, or"
          + " ignore the field: spec.drift.ignore {resource: %s, fields: [%s]}.";

  String of(List<FieldDiff> contested) {
    var altered = contested.stream().filter(this::isAltered).toList();
    var changed = contested.stream().filter(diff -> !isAltered(diff)).toList();
    return Stream.of(altered(altered), changed(changed))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
  }

  /** Says of the resource, known as {@code whole}, that it is deleted each time it was created. */
  String gone(String whole) {
    var attempts = Objects.requireNonNull(fields.get(whole));
    return "%s was created %d times and is deleted each time. Find what deletes it; it is created again at %s."
        .formatted(key.name(), attempts.count(), attempts.until());
  }

  private boolean isAltered(FieldDiff diff) {
    var attempts = fields.get(diff.path());
    return attempts != null && attempts.outcome() == Outcome.ALTERED;
  }

  private Optional<String> altered(List<FieldDiff> diffs) {
    return diffs.isEmpty()
        ? Optional.empty()
        : Optional.of(ALTERED.formatted(key.name(), text(diffs), key.path(), paths(diffs)));
  }

  private Optional<String> changed(List<FieldDiff> diffs) {
    return diffs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            CHANGED_BACK.formatted(
                key.name(), times(diffs), owners(diffs), text(diffs), key.path(), paths(diffs)));
  }

  private int times(List<FieldDiff> diffs) {
    return diffs.stream()
        .flatMap(diff -> Stream.ofNullable(fields.get(diff.path())))
        .mapToInt(Attempts::count)
        .max()
        .orElse(0);
  }

  private String owners(List<FieldDiff> diffs) {
    return diffs.stream()
        .map(diff -> evidence.owner(key, diff).orElse("somebody"))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private static String text(List<FieldDiff> diffs) {
    var more = diffs.size() - SHOWN;
    return diffs.stream().limit(SHOWN).map(FieldDiff::toString).collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static String paths(List<FieldDiff> diffs) {
    return diffs.stream().map(FieldDiff::path).collect(Collectors.joining(", "));
  }
}
