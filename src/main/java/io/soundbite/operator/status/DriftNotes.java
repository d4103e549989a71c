package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.engine.Drift;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Drift in words: Events, one for each resource, and the condition's message. */
public final class DriftNotes {
  private static final int SHOWN = 3;

  private DriftNotes() {}

  /** What was found, and what was put right. */
  public static List<Note> of(List<Drift> found, List<Drift> healed) {
    return Stream.concat(
            texts(found).stream().map(text -> new Note(true, "DriftFound", text)),
            texts(healed).stream()
                .map(text -> new Note(false, "DriftHealed", "Put right: " + text)))
        .toList();
  }

  /** The first few of {@code count} in one line. */
  static String summary(List<DriftEntry> entries, int count) {
    return summary(
        entries.stream().map(it -> text(it.resource(), it.field(), it.want(), it.have())), count);
  }

  private static List<String> texts(List<Drift> drift) {
    return drift.stream()
        .collect(Collectors.groupingBy(it -> it.key().path(), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(of -> summary(of.stream().map(DriftNotes::text), of.size()))
        .toList();
  }

  private static String summary(Stream<String> texts, int count) {
    var shown = texts.limit(SHOWN).collect(Collectors.joining("; "));
    return count > SHOWN ? "%s; and %d more".formatted(shown, count - SHOWN) : shown;
  }

  private static String text(Drift drift) {
    return text(drift.key().path(), drift.field(), drift.want(), drift.have());
  }

  private static String text(
      String resource, String field, @Nullable String want, @Nullable String have) {
    return field.equals("/")
        ? resource + " is gone"
        : "%s %s: want %s, have %s"
            .formatted(
                resource, field, want == null ? "nothing" : want, have == null ? "nothing" : have);
  }
}
