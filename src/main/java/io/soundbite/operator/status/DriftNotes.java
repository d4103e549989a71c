package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Drift in words: Events, one for each resource, and the condition's message. */
final class DriftNotes {
  private static final int SHOWN = 3;

  private DriftNotes() {}

  /** What was found, and what is as declared again, from {@code before} to {@code after}. */
  static Stream<Note> between(EnvironmentStatus before, EnvironmentStatus after) {
    var was = entries(before);
    var is = entries(after);
    var found = without(is, was).entrySet().stream().map(DriftNotes::found);
    return isCut(after)
        ? found
        : Stream.concat(found, without(was, is).keySet().stream().map(DriftNotes::gone));
  }

  /** The first few in one line. */
  static String summary(List<DriftEntry> entries, int count) {
    var shown =
        entries.stream().limit(SHOWN).map(DriftNotes::text).collect(Collectors.joining("; "));
    return count > SHOWN ? "%s; and %d more".formatted(shown, count - SHOWN) : shown;
  }

  private static Note found(Map.Entry<String, List<DriftEntry>> resource) {
    var entries = resource.getValue();
    return new Note(true, "DriftFound", summary(entries, entries.size()));
  }

  private static Note gone(String resource) {
    return new Note(false, "DriftHealed", resource + " is as declared again.");
  }

  private static String text(DriftEntry entry) {
    if (entry.field().equals("/")) {
      return entry.resource() + " is gone";
    }
    return "%s %s: want %s, have %s"
        .formatted(
            entry.resource(),
            entry.field(),
            entry.want() == null ? "nothing" : entry.want(),
            entry.have() == null ? "nothing" : entry.have());
  }

  private static Map<String, List<DriftEntry>> without(
      List<DriftEntry> entries, List<DriftEntry> others) {
    var known = others.stream().map(DriftNotes::place).collect(Collectors.toSet());
    return entries.stream()
        .filter(entry -> !known.contains(place(entry)))
        .collect(Collectors.groupingBy(DriftEntry::resource, TreeMap::new, Collectors.toList()));
  }

  private static String place(DriftEntry entry) {
    return entry.resource() + entry.field();
  }

  /** Whether there is more than is listed: what left the list may still be drift. */
  private static boolean isCut(EnvironmentStatus status) {
    return status.drift() != null && status.drift().count() > status.drift().resources().size();
  }

  private static List<DriftEntry> entries(EnvironmentStatus status) {
    return status.drift() == null ? List.of() : status.drift().resources();
  }
}
