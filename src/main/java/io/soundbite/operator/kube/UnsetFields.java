package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may be in fields that the operator does not set, at one place of a kind and below: the API
 * server's defaults, and the named exceptions.
 */
final class UnsetFields {
  private static final String ANY = "*";
  private static final UnsetFields UNKNOWN = new UnsetFields();

  /** By kind; made once, since every observation asks. */
  private static final Map<String, UnsetFields> KINDS = new ConcurrentHashMap<>();

  private final Map<String, UnsetFields> below = new HashMap<>();
  private final List<Tree> defaults = new ArrayList<>();
  private @Nullable FieldException exception;

  private UnsetFields() {}

  /** Returns those of objects of {@code kind}. */
  static UnsetFields of(String kind) {
    return KINDS.computeIfAbsent(kind, UnsetFields::made);
  }

  private static UnsetFields made(String kind) {
    var top = new UnsetFields();
    ServerDefaults.of(kind).forEach(row -> top.made(steps(row.path())).defaults.add(row.value()));
    FieldException.ALL.stream()
        .filter(it -> it.kinds().contains(kind))
        .forEach(it -> top.made(steps(it.path())).exception = it);
    return top;
  }

  private UnsetFields made(Stream<String> steps) {
    return steps.reduce(
        this,
        (at, step) -> at.below.computeIfAbsent(step, any -> new UnsetFields()),
        (one, other) -> other);
  }

  private static Stream<String> steps(String path) {
    return Stream.of(path.split("/")).skip(1);
  }

  /** Returns what may be below {@code name}. */
  UnsetFields at(String name) {
    var named = below.getOrDefault(name, below.get(ANY));
    return named == null ? UNKNOWN : named;
  }

  /** Returns whether the API server has a default for this field. */
  boolean hasDefault() {
    return !defaults.isEmpty();
  }

  /** Returns whether {@code value} is the API server's default for this field. */
  boolean isDefault(Tree value) {
    return defaults.contains(value);
  }

  /**
   * Returns whether {@code value} is left as it is by a named exception.
   *
   * @param byOthers whether a field manager other than the operator has set it
   */
  boolean isExcepted(Tree value, boolean byOthers) {
    return exception != null && exception.condition().holds(value, byOthers);
  }
}
