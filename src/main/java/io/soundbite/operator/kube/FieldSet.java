package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Canonical;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.blueprint.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fields that somebody owns, from {@code metadata.managedFields}; the whole value where nothing is
 * below.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">
 *     field management</a>
 */
record FieldSet(Map<String, FieldSet> below) {
  /** The one field manager of the operator. */
  static final String MANAGER = Labels.OPERATOR;

  /** That a map or an element is there, whatever is below. */
  private static final String ITSELF = ".";

  FieldSet {
    below = Map.copyOf(below);
  }

  /** What the operator's apply owns of {@code live}; empty when it never applied it. */
  static Optional<FieldSet> ours(Tree.Obj live) {
    return entries(live).filter(FieldSet::isApplied).findFirst().map(FieldSet::of);
  }

  /**
   * What others have set in {@code live}, if anything. What nobody owns is the API server's
   * default. What is written under the operator's own name but not applied counts as well:
   * admission has set it, or someone who uses that name.
   */
  static Optional<FieldSet> others(Tree.Obj live) {
    return entries(live)
        .filter(entry -> !isApplied(entry))
        .map(FieldSet::of)
        .filter(set -> !set.isWhole())
        .reduce(FieldSet::and);
  }

  /**
   * Returns who owns the field of {@code live} that {@code steps} lead to: field managers other
   * than the operator, through whatever subresource; or admission, which writes under the
   * operator's own name. Of a field that is gone nobody is recorded but who wrote last.
   */
  static Optional<String> owner(Tree.Obj live, List<String> steps) {
    var owners = all(live).filter(entry -> !isApplied(entry) && owns(entry, steps)).toList();
    var others = owners.stream().filter(entry -> !isNamedLikeUs(entry)).toList();
    if (!others.isEmpty()) {
      return Optional.of(
          others.stream().map(FieldSet::name).distinct().collect(Collectors.joining(" and ")));
    }
    return owners.isEmpty() ? last(live) : Optional.of("admission");
  }

  /** An entry without fields owns nothing; below the top it would stand for the whole. */
  private static boolean owns(Tree.Obj entry, List<String> steps) {
    var set = of(entry);
    return !set.isWhole() && set.covers(steps);
  }

  private static Optional<String> last(Tree.Obj live) {
    return entries(live)
        .filter(entry -> !isNamedLikeUs(entry))
        .max(Comparator.comparing(entry -> entry.text("time")))
        .map(entry -> "somebody (" + name(entry) + " changed the object last)");
  }

  private static String name(Tree.Obj entry) {
    var subresource = entry.text("subresource");
    return entry.text("manager") + (subresource.isEmpty() ? "" : " through /" + subresource);
  }

  private static boolean isNamedLikeUs(Tree.Obj entry) {
    return entry.text("manager").equals(MANAGER);
  }

  private static boolean isApplied(Tree.Obj entry) {
    return isNamedLikeUs(entry) && entry.text("operation").equals("Apply");
  }

  private static Stream<Tree.Obj> entries(Tree.Obj live) {
    return all(live).filter(entry -> entry.get("subresource") == null);
  }

  private static Stream<Tree.Obj> all(Tree.Obj live) {
    return live.object("metadata").items("managedFields");
  }

  private static FieldSet of(Tree.Obj entry) {
    return parse("", entry.object("fieldsV1"));
  }

  private FieldSet and(FieldSet other) {
    var union = new TreeMap<>(below);
    other.below.forEach((name, set) -> union.merge(name, set, FieldSet::and));
    return new FieldSet(union);
  }

  /** Whether it owns {@code name}, or something below it. */
  boolean has(String name) {
    return below.containsKey(name);
  }

  /** Whether it owns the value as a whole, with all that is below. */
  boolean isWhole() {
    return below.isEmpty();
  }

  /**
   * What it owns below {@code name}: a part, all of it when it owns the whole, null for nothing.
   */
  @Nullable FieldSet at(String name) {
    return isWhole() ? this : below.get(name);
  }

  /** Whether it owns the field that {@code steps} lead to. */
  boolean covers(List<String> steps) {
    @Nullable FieldSet set = this;
    for (var step : steps) {
      set = set == null ? null : set.at(step);
    }
    return set != null;
  }

  private static FieldSet parse(String field, Tree.Obj fields) {
    var below = new TreeMap<String, FieldSet>();
    fields
        .fields()
        .forEach(
            (name, child) -> {
              if (name.startsWith("f:")) {
                below.put(name.substring(2), parse(name.substring(2), (Tree.Obj) child));
              } else if (name.startsWith("k:")) {
                Canonical.key(field, Json.read(name.substring(2)))
                    .ifPresent(key -> below.put(key, parse("", (Tree.Obj) child)));
              } else if (name.equals(ITSELF)) {
                below.put(ITSELF, new FieldSet(Map.of()));
              }
            });
    return new FieldSet(below);
  }
}
