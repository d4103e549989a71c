package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A field of a kind that the operator does not set, with a value to write there.
 *
 * @param steps that lead to it; {@link #ELEMENT} for an element of a list
 * @param value what is written; objects and elements on the way are made with their required fields
 * @param made what each step is made with where it is missing
 */
record SchemaField(List<String> steps, Tree value, List<Tree> made) {
  static final String ELEMENT = "[]";
  private static final String NAME = "name";

  SchemaField {
    steps = List.copyOf(steps);
    made = List.copyOf(made);
  }

  /**
   * Returns {@code object} with it.
   *
   * @param added whether it goes into a new element of each list, else into the first
   */
  Tree.Obj in(Tree.Obj object, boolean added) {
    return (Tree.Obj) put(object, 0, added);
  }

  private Tree put(@Nullable Tree at, int depth, boolean added) {
    if (depth == steps.size()) {
      return value;
    }
    var step = steps.get(depth);
    if (!step.equals(ELEMENT)) {
      var object = at instanceof Tree.Obj it ? it : (Tree.Obj) made.get(depth);
      return object.with(step, put(object.get(step), depth + 1, added));
    }
    var items = new ArrayList<>(at instanceof Tree.Arr(var there) ? there : List.<Tree>of());
    int index = index(items, depth, added);
    if (index < items.size()) {
      items.set(index, put(items.get(index), depth + 1, added));
    } else {
      items.add(put(named(depth), depth + 1, added));
    }
    return new Tree.Arr(items);
  }

  /**
   * Returns {@code object} without it; the same when it is not there.
   *
   * @param added whether it was put into new elements
   */
  Tree.Obj removedFrom(Tree.Obj object, boolean added) {
    return (Tree.Obj) remove(object, 0, added);
  }

  private Tree remove(Tree at, int depth, boolean added) {
    var step = steps.get(depth);
    if (at instanceof Tree.Obj object && object.get(step) != null) {
      var below = object.fields().get(step);
      return depth == steps.size() - 1
          ? object.without(step)
          : object.with(step, remove(below, depth + 1, added));
    }
    if (at instanceof Tree.Arr(var there) && step.equals(ELEMENT) && !there.isEmpty()) {
      var items = new ArrayList<>(there);
      int index = Math.min(index(items, depth, added), items.size() - 1);
      items.set(index, remove(items.get(index), depth + 1, added));
      return new Tree.Arr(items);
    }
    return at;
  }

  /** Returns the path down to the first step that {@code want} lacks. */
  String branch(Tree.Obj want) {
    @Nullable Tree at = want;
    var path = new StringBuilder();
    for (var step : steps) {
      if (at == null) {
        break;
      }
      path.append('/').append(step);
      at =
          switch (at) {
            case Tree.Obj object -> object.get(step);
            case Tree.Arr(var items) -> items.isEmpty() ? null : items.getFirst();
            case Tree.Keyed(var items) -> items.isEmpty() ? null : items.values().iterator().next();
            default -> null;
          };
    }
    return path.toString();
  }

  /** Returns whether one of {@code others} is the same field, with whichever value. */
  boolean isAmong(List<SchemaField> others) {
    return others.stream().anyMatch(it -> it.steps().equals(steps));
  }

  /** Returns the steps to the object that has it. */
  List<String> parent() {
    return steps.subList(0, steps.size() - 1);
  }

  private int index(List<Tree> items, int depth, boolean added) {
    if (!added) {
      return 0;
    }
    var name = name(depth);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Tree.Obj it && it.text(NAME).equals(name)) {
        return i;
      }
    }
    return items.size();
  }

  /** Fields of one part of an element, such as a volume's source, belong into one element. */
  private String name(int depth) {
    return "x-" + (depth + 1 < steps.size() ? steps.get(depth + 1).toLowerCase(Locale.ROOT) : "x");
  }

  private @Nullable Tree named(int depth) {
    return depth + 1 < steps.size() && made.get(depth + 1) instanceof Tree.Obj(var fields)
        ? named(new Tree.Obj(fields), depth)
        : null;
  }

  /** What an element is called, and of which type it is, goes by the part that is written. */
  private Tree named(Tree.Obj element, int depth) {
    var part = steps.get(depth + 1);
    var typed =
        element.get("type") != null && steps.get(depth - 1).equals("metrics")
            ? element.with(
                "type",
                new Tree.Str(part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1)))
            : element;
    return typed.get(NAME) == null ? typed : typed.with(NAME, new Tree.Str(name(depth)));
  }

  /** Returns whether {@code path}, of a table of fields, is this field or leads to it. */
  boolean isWithin(String path) {
    var pattern = path.substring(1).split("/");
    if (pattern.length > steps.size()) {
      return false;
    }
    for (int i = 0; i < pattern.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(steps.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "/" + String.join("/", steps);
  }
}
