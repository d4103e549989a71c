package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a kind, from the schema that the API server publishes.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3">OpenAPI
 *     V3</a>
 */
final class SchemaFields {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final Set<String> NOT_OURS = Set.of("apiVersion", "kind", "metadata", "status");

  /** Is written only through a subresource of pods. */
  private static final String EPHEMERAL = "ephemeralContainers";

  private static final String ELEMENT = SchemaField.ELEMENT;

  private final Tree.Obj schemas;
  private final SchemaValues values;
  private final List<SchemaField> found = new ArrayList<>();

  private SchemaFields(Tree.Obj schemas) {
    this.schemas = schemas;
    this.values = new SchemaValues(this::resolved);
  }

  /** Returns the fields of the kind of {@code want} that it does not set, without metadata. */
  static List<SchemaField> unset(KubernetesClient client, Tree.Obj want) {
    var group = want.text("apiVersion");
    var path = "/openapi/v3/" + (group.contains("/") ? "apis/" : "api/") + group;
    var schemas = ((Tree.Obj) Json.read(client.raw(path))).object("components").object("schemas");
    var fields = new SchemaFields(schemas);
    var top = fields.named(want.text("kind"));
    for (var name : top.object("properties").fields().keySet()) {
      if (!NOT_OURS.contains(name)) {
        fields.property(top, name, List.of(), List.of(Tree.obj()), want);
      }
    }
    return List.copyOf(fields.found);
  }

  private Tree.Obj named(String kind) {
    return schemas.fields().entrySet().stream()
        .filter(it -> it.getKey().endsWith("." + kind))
        .map(it -> (Tree.Obj) it.getValue())
        .filter(it -> it.items("x-kubernetes-group-version-kind").findAny().isPresent())
        .findFirst()
        .orElseThrow();
  }

  private void property(
      Tree.Obj schema, String name, List<String> steps, List<Tree> made, @Nullable Tree want) {
    if (name.equals(EPHEMERAL)) {
      return;
    }
    var below = want instanceof Tree.Obj it ? it.get(name) : null;
    walk(name, resolved(schema.object("properties").object(name)), with(steps, name), made, below);
  }

  private void walk(
      String name, Tree.Obj schema, List<String> steps, List<Tree> made, @Nullable Tree want) {
    var items = schema.text("type").equals("array") ? resolved(schema.object("items")) : null;
    if (items != null && isObject(items)) {
      object(name, items, with(steps, ELEMENT), with(made, new Tree.Arr(List.of())), first(want));
    } else if (isObject(schema)) {
      object(name, schema, steps, made, want);
    } else if (want == null) {
      values
          .of(steps, name, schema)
          .forEach(value -> found.add(new SchemaField(steps, value, made)));
    }
  }

  private void object(
      String name, Tree.Obj schema, List<String> steps, List<Tree> made, @Nullable Tree want) {
    var required = values.required(steps, schema);
    schema
        .object("properties")
        .fields()
        .keySet()
        .forEach(below -> property(schema, below, steps, with(made, required), want));
  }

  private static @Nullable Tree first(@Nullable Tree list) {
    return switch (list) {
      case Tree.Arr(var items) when !items.isEmpty() -> items.getFirst();
      case Tree.Keyed(var items) when !items.isEmpty() -> items.values().iterator().next();
      case null, default -> null;
    };
  }

  private static boolean isObject(Tree.Obj schema) {
    return !schema.object("properties").fields().isEmpty();
  }

  /** What {@code schema} refers to, if it does. */
  private Tree.Obj resolved(Tree.Obj schema) {
    var reference =
        Stream.concat(Stream.of(schema), schema.items("allOf"))
            .map(it -> it.text("$ref"))
            .filter(it -> !it.isEmpty())
            .findFirst();
    return reference
        .map(it -> schemas.object(it.substring(SCHEMAS.length())))
        .map(it -> new Tree.Obj(new TreeMap<>(it.fields())))
        .orElse(schema);
  }

  private static <T> List<T> with(List<? extends T> list, T last) {
    var longer = new ArrayList<T>(list);
    longer.add(last);
    return List.copyOf(longer);
  }
}
