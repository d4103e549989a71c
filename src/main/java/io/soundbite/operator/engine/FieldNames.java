package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which fields a resource has, whatever their values: what a path may name. */
public final class FieldNames {
  /** Where anybody may put keys of their own into a Kubernetes object. */
  private static final Set<String> OPEN =
      Set.of(
          "annotations",
          "data",
          "env",
          "labels",
          "limits",
          "matchLabels",
          "nodeSelector",
          "requests",
          "selector");

  private FieldNames() {}

  /** Whether {@code path} names a field of {@code resource}. */
  public static boolean has(Desired resource, String path) {
    var steps = FieldPath.steps(path);
    return has(resource.getClass(), resource, steps)
        || (resource instanceof KubeObject object
            && !steps.isEmpty()
            && ManifestFields.has(object.body().text("kind"), steps));
  }

  /** The names of its fields, for whoever has mistaken one. */
  public static List<String> of(Desired resource) {
    return Arrays.stream(resource.getClass().getRecordComponents())
        .filter(component -> !component.getType().equals(Key.class))
        .flatMap(
            component ->
                Components.path("", component).isEmpty()
                        && Components.value(component, (Record) resource)
                            instanceof Tree.Obj(var fields)
                    ? fields.keySet().stream()
                    : List.of(component.getName()).stream())
        .map(name -> "/" + name)
        .toList();
  }

  private static boolean has(Type type, @Nullable Object value, List<String> steps) {
    if (steps.isEmpty()) {
      return true;
    }
    if (value instanceof Tree tree) {
      return has(tree, steps);
    }
    if (type instanceof ParameterizedType generic) {
      return has(generic, value, steps);
    }
    if (type instanceof Class<?> kind && Tree.class.isAssignableFrom(kind)) {
      return true; // nothing is known of it
    }
    return type instanceof Class<?> kind
        && kind.isRecord()
        && Arrays.stream(kind.getRecordComponents())
            .anyMatch(component -> has(component, value, steps));
  }

  private static boolean has(
      RecordComponent component, @Nullable Object record, List<String> steps) {
    if (component.getType().equals(Key.class)) {
      return false;
    }
    var value = record == null ? null : Components.value(component, (Record) record);
    if (Components.path("", component).isEmpty()) {
      return has(component.getGenericType(), value, steps);
    }
    return component.getName().equals(steps.getFirst())
        && has(component.getGenericType(), value, rest(steps));
  }

  private static boolean has(ParameterizedType type, @Nullable Object value, List<String> steps) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType().equals(Optional.class)) {
      var inner = value instanceof Optional<?> optional ? optional.orElse(null) : null;
      return has(arguments[0], inner, steps);
    }
    if (type.getRawType().equals(Map.class)) {
      var inner = value instanceof Map<?, ?> map ? map.get(steps.getFirst()) : null;
      return has(arguments[1], inner, rest(steps));
    }
    return false;
  }

  private static boolean has(Tree tree, List<String> steps) {
    var fields =
        switch (tree) {
          case Tree.Obj(var named) -> named;
          case Tree.Keyed(var items) -> items;
          default -> Map.<String, Tree>of();
        };
    var below = fields.get(steps.getFirst());
    if (below == null) {
      return isCompared(steps.getFirst(), fields) && steps.size() <= 2;
    }
    return steps.size() == 1
        || (OPEN.contains(steps.getFirst()) && steps.size() == 2)
        || has(below, rest(steps));
  }

  /**
   * Returns whether a field of a Kubernetes object is compared also where it is not wanted, since
   * others may set it.
   *
   * @param beside the fields that are there beside it
   */
  private static boolean isCompared(String field, Map<String, Tree> beside) {
    return switch (field) {
      case "nodeSelector" -> beside.containsKey("containers");
      case "args", "command", "env", "envFrom" -> beside.containsKey("image");
      case "egress", "ingress" -> beside.containsKey("policyTypes");
      case "binaryData", "data" -> new Tree.Str("ConfigMap").equals(beside.get("kind"));
      default -> false;
    };
  }

  private static List<String> rest(List<String> steps) {
    return steps.subList(1, steps.size());
  }
}
