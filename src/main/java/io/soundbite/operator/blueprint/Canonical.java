package io.soundbite.operator.blueprint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which Kubernetes objects are compared: the lists that the API server merges by
 * key are keyed, quantities are written one way, and what the server does not store (empty lists,
 * empty variables) or stores twice is left out.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">
 *     merge strategy</a>
 */
public final class Canonical {

  /** The key fields of associative lists, sorted by name as the API server writes them. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "containers", List.of("name"),
          "initContainers", List.of("name"),
          "env", List.of("name"),
          "volumes", List.of("name"),
          "volumeMounts", List.of("mountPath"),
          "imagePullSecrets", List.of("name"),
          "ownerReferences", List.of("uid"),
          "topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable"));

  private static final String PORTS = "ports";

  /** The old name of serviceAccountName, which the API server keeps the same. */
  private static final String ALIAS = "serviceAccount";

  /** Maps whose keys are anybody's choice, and so no field names. */
  private static final Set<String> FREE =
      Set.of("annotations", "binaryData", "data", "labels", "matchLabels", "nodeSelector");

  private static final Set<String> QUANTITY_MAPS = Set.of("limits", "requests");
  private static final Set<String> QUANTITIES = Set.of("averageValue", "sizeLimit");

  private Canonical() {}

  /** The canonical form of {@code object}, which may be canonical already. */
  public static Tree.Obj of(Tree.Obj object) {
    return fields(object);
  }

  /**
   * The key of {@code element} in the associative list {@code field}; empty when the list has none,
   * or the element lacks it. {@code 3000-TCP} for a port, else mostly a name.
   */
  public static Optional<String> key(String field, Tree element) {
    if (!(element instanceof Tree.Obj object)) {
      return Optional.empty();
    }
    if (field.equals(PORTS)) {
      var number =
          object.get("containerPort") == null ? object.get("port") : object.get("containerPort");
      var protocol = object.get("protocol");
      return number instanceof Tree.Num
          ? Optional.of(text(number) + "-" + (protocol == null ? "TCP" : text(protocol)))
          : Optional.empty();
    }
    var names = KEYS.get(field);
    if (names == null || names.stream().anyMatch(name -> object.get(name) == null)) {
      return Optional.empty();
    }
    return Optional.of(
        String.join("-", names.stream().map(name -> text(object.fields().get(name))).toList()));
  }

  /** Returns whether the list {@code field} is merged by key, so that a path names elements. */
  public static boolean isKeyed(String field) {
    return field.equals(PORTS) || KEYS.containsKey(field);
  }

  private static Tree value(String field, Tree value) {
    return switch (value) {
      case Tree.Obj object when FREE.contains(field) -> object;
      case Tree.Obj object when QUANTITY_MAPS.contains(field) ->
          object.map(CanonicalQuantity::byAmount);
      case Tree.Obj object when field.equals("fieldRef") -> object.without("apiVersion");
      case Tree.Obj object -> fields(object);
      case Tree.Arr array -> list(field, array);
      case Tree.Keyed keyed -> keyed.map(item -> value("", item));
      case Tree leaf when QUANTITIES.contains(field) -> CanonicalQuantity.byAmount(leaf);
      case Tree leaf -> leaf;
    };
  }

  private static Tree.Obj fields(Tree.Obj object) {
    var kept = new TreeMap<String, Tree>();
    object
        .fields()
        .forEach(
            (name, field) -> {
              var value = value(name, field);
              if (!nothing(name, value)) {
                kept.put(name, value);
              }
            });
    return new Tree.Obj(kept);
  }

  /** Whether the API server stores nothing of its own for it. */
  private static boolean nothing(String field, Tree value) {
    return switch (value) {
      case Tree.Null() -> true;
      case Tree.Arr(var items) -> items.isEmpty();
      case Tree.Str(var text) -> (field.equals("value") && text.isEmpty()) || field.equals(ALIAS);
      case Tree.Obj(var fields) ->
          fields.isEmpty()
              && (FREE.contains(field)
                  || QUANTITY_MAPS.contains(field)
                  || field.equals("resources"));
      default -> false;
    };
  }

  /** Keyed when every element has a key of its own; lists by accident keep their order. */
  private static Tree list(String field, Tree.Arr array) {
    var keyed = new LinkedHashMap<String, Tree>();
    for (var item : array.items()) {
      key(field, item).ifPresent(key -> keyed.put(key, value("", item)));
    }
    return keyed.isEmpty() || keyed.size() < array.items().size()
        ? array.map(item -> value("", item))
        : new Tree.Keyed(keyed);
  }

  private static String text(@Nullable Tree leaf) {
    return leaf == null ? "" : String.valueOf(leaf.plain());
  }
}
