package io.soundbite.operator.aws;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What the members of one structure of an answer mean for drift. Each is compared by a component of
 * the record, left out for a reason, or additional: where nothing is wanted any value but the
 * standard one is a difference, also that of a member which has no line here. Members of members
 * are written {@code Expiration.Days}, those of the items of a list as if there were one; a member
 * that is named stands for all below it.
 *
 * @param model the structure, empty; none for a map of attributes
 * @param compared members that a component of the record has
 * @param leftOut members that are not compared, by reason
 * @param additional members that are wanted not to be set, with the values that count as not set
 */
record Structure(
    String name,
    Optional<SdkPojo> model,
    Set<String> compared,
    Map<LeftOut, Set<String>> leftOut,
    Map<String, List<String>> additional) {

  Structure {
    compared = Set.copyOf(compared);
    leftOut = Map.copyOf(leftOut);
    additional = Map.copyOf(additional);
  }

  /** Returns a structure of the SDK's model, of whose members nothing is said yet. */
  static Structure of(String name, SdkPojo model) {
    return new Structure(name, Optional.of(model), Set.of(), Map.of(), Map.of());
  }

  /** Returns a map of attributes, of which nothing is said yet. */
  static Structure attributes(String name) {
    return new Structure(name, Optional.empty(), Set.of(), Map.of(), Map.of());
  }

  /** Returns the same, of which components of the record have {@code members}. */
  Structure compares(String... members) {
    return new Structure(name, model, Set.of(members), leftOut, additional);
  }

  /** Returns the same, of which {@code members} are not compared. */
  Structure leavesOut(LeftOut reason, String... members) {
    var all = new EnumMap<LeftOut, Set<String>>(LeftOut.class);
    all.putAll(leftOut);
    all.put(reason, Set.of(members));
    return new Structure(name, model, compared, all, additional);
  }

  /** Returns the same, of which nothing is wanted in {@code members}. */
  Structure finds(String... members) {
    var all = new TreeMap<>(additional);
    Stream.of(members).forEach(member -> all.put(member, List.of()));
    return new Structure(name, model, compared, leftOut, all);
  }

  /**
   * Returns the same, of which nothing is wanted in {@code member}.
   *
   * @param values what counts as not set; the first is written where somebody has set another
   */
  Structure findsUnless(String member, String... values) {
    var all = new TreeMap<>(additional);
    all.put(member, List.of(values));
    return new Structure(name, model, compared, leftOut, all);
  }

  /** What a member that is not wanted is set back to; empty text where there is no standard. */
  String standard(String member) {
    return standards(member).stream().findFirst().orElse("");
  }

  /** Returns what {@code answer} has set beside what the record has, by member. */
  Map<String, String> additional(SdkPojo answer) {
    var found = new TreeMap<String, String>();
    walk("", answer, found);
    return found;
  }

  /** Returns what {@code attributes} has set beside what the record has. */
  Map<String, String> additional(Map<String, String> attributes) {
    var found = new TreeMap<String, String>();
    attributes.forEach((name, value) -> walk(name, value, found));
    return found;
  }

  private void walk(String path, Object value, Map<String, String> found) {
    if (isKnown(path)) {
      return;
    }
    switch (value) {
      // Its presence is all that it says.
      case SdkPojo pojo when pojo.sdkFields().isEmpty() -> found.put(path, "set");
      case SdkPojo pojo ->
          pojo.sdkFields().stream()
              .filter(field -> field.getValueOrDefault(pojo) != null)
              .forEach(
                  field ->
                      walk(
                          path.isEmpty() ? field.memberName() : path + "." + field.memberName(),
                          field.getValueOrDefault(pojo),
                          found));
      case Collection<?> items -> items.forEach(item -> walk(path, item, found));
      case Map<?, ?> map -> map.forEach((key, item) -> walk(path + "." + key, item, found));
      default -> {
        var text = value.toString();
        if (!text.isEmpty() && !standards(path).contains(text)) {
          found.merge(path, text, (one, other) -> one + ", " + other);
        }
      }
    }
  }

  private List<String> standards(String member) {
    return additional.getOrDefault(member, List.of());
  }

  /** Returns whether a component of the record has the member, or it is left out. */
  boolean isKnown(String path) {
    return Stream.concat(compared.stream(), leftOut.values().stream().flatMap(Set::stream))
        .anyMatch(member -> isAtOrBelow(path, member));
  }

  /** Returns whether something is said of the member. */
  boolean isNamed(String path) {
    return isKnown(path)
        || additional.keySet().stream().anyMatch(member -> isAtOrBelow(path, member));
  }

  private static boolean isAtOrBelow(String path, String member) {
    return path.equals(member) || path.startsWith(member + ".");
  }

  /** Its row of the table of docs/drift.md, in Markdown. */
  String row() {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            name,
            list(compared.stream()),
            leftOut.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(it -> list(it.getValue().stream()) + ": " + it.getKey().words())
                .collect(Collectors.joining("; ")),
            new TreeMap<>(additional)
                .entrySet().stream()
                    .map(it -> "`" + it.getKey() + "`" + unless(it.getValue()))
                    .collect(Collectors.joining(", ")));
  }

  private static String unless(List<String> values) {
    return values.isEmpty()
        ? ""
        : values.stream()
            .map(value -> value.isEmpty() ? "none" : "`" + value + "`")
            .collect(Collectors.joining(" or ", " (unless ", ")"));
  }

  private static String list(Stream<String> members) {
    return members.sorted().map(member -> "`" + member + "`").collect(Collectors.joining(", "));
  }
}
