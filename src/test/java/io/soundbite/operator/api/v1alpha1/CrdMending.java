package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What annotations cannot say, or the generator writes otherwise than it should. */
final class CrdMending {
  /**
   * Lists whose items are told apart by value. Features are not among them: a server-side apply
   * would add to the default instead of replacing it.
   */
  private static final List<String> SETS = List.of("spec/alarms/notify", "spec/image/pullSecrets");

  /** Lists whose items are told apart by one field. */
  private static final Map<String, String> MAPS =
      Map.of(
          "spec/env", "name",
          "spec/rollout/verification/job/env", "name",
          "status/stacks", "name",
          "status/conditions", "type");

  private CrdMending() {}

  static void mend(ObjectNode crd) {
    ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
    ObjectNode root = (ObjectNode) version.at("/schema/openAPIV3Schema");
    root.put(
        "description",
        "One environment of SoundBite, such as staging or production: everything it needs in AWS"
            + " and in Kubernetes, and the release that runs there.");
    root.putArray("required").add("spec");
    object(root, "spec")
        .put(
            "description",
            "What the environment should be. Only prefix and image.tag are required.");
    object(root, "status")
        .put("description", "What the environment is, as the operator last saw it.");
    SETS.forEach(path -> object(root, path).put("x-kubernetes-list-type", "set"));
    MAPS.forEach(
        (path, key) ->
            object(root, path)
                .put("x-kubernetes-list-type", "map")
                .putArray("x-kubernetes-list-map-keys")
                .add(key));
    // The generator looks for annotations of items at a component of the property's name.
    ((ObjectNode) object(root, "spec/alarms/notify").get("items")).put("maxLength", 254);
    borrowedTypes(root);
    orderColumns((ArrayNode) version.get("additionalPrinterColumns"));
    tidy(crd);
  }

  /** Types of fabric8 carry neither descriptions nor what is required. */
  private static void borrowedTypes(ObjectNode root) {
    describe(
        (ObjectNode) object(root, "spec/tolerations").get("items"),
        Map.of(
            "key", "Key of the taint; empty with operator Exists for every taint.",
            "operator", "Exists, or Equal to compare value too. Default: Equal.",
            "value", "Value of the taint, with operator Equal.",
            "effect", "NoSchedule, PreferNoSchedule or NoExecute. Default: every effect.",
            "tolerationSeconds",
                "Seconds that a NoExecute taint is tolerated. Default: for ever."));
    ObjectNode condition = (ObjectNode) object(root, "status/conditions").get("items");
    describe(
        condition,
        Map.of(
            "type", "Name of the condition, such as Ready.",
            "status", "True, False or Unknown.",
            "reason", "Why, in one CamelCase word.",
            "message", "Why, in a sentence, and what to do next.",
            "observedGeneration", "The metadata.generation that this condition speaks of.",
            "lastTransitionTime", "When status last changed, RFC 3339."));
    condition.putArray("required").add("type").add("status");
  }

  private static void describe(ObjectNode schema, Map<String, String> descriptions) {
    descriptions.forEach((name, text) -> object(schema, name).put("description", text));
  }

  /** The generator sorts columns by path; people read them in the order of the annotations. */
  private static void orderColumns(ArrayNode columns) {
    List<String> order =
        Arrays.stream(
                SoundBiteEnvironment.class.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    List<JsonNode> sorted = new ArrayList<>();
    columns.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(column -> order.indexOf(column.get("name").asText())));
    sorted.forEach(column -> dropDefaultPriority((ObjectNode) column));
    columns.removeAll();
    columns.addAll(sorted);
  }

  /** The API server stores no priority of 0, and what it drops is out of sync for ever. */
  private static void dropDefaultPriority(ObjectNode column) {
    if (column.path("priority").asInt() == 0) {
      column.remove("priority");
    }
  }

  /**
   * Whole numbers without a fraction; defaults only where they belong; each rule once (a record
   * shows it as field and as accessor).
   */
  private static void tidy(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String limit : List.of("minimum", "maximum")) {
        if (object.path(limit).isDouble() && object.get(limit).asDouble() % 1 == 0) {
          object.set(limit, LongNode.valueOf(object.get(limit).asLong()));
        }
      }
      if (object.has("properties") && object.has("default")) {
        object.putObject("default"); // the properties have their own
      }
      if (object.get("x-kubernetes-validations") instanceof ArrayNode rules) {
        var unique = new LinkedHashSet<JsonNode>();
        rules.forEach(unique::add);
        rules.removeAll();
        rules.addAll(unique);
      }
    }
    node.forEach(CrdMending::tidy);
  }

  private static ObjectNode object(ObjectNode schema, String path) {
    JsonNode found = schema;
    for (String name : path.split("/")) {
      found = found.path("properties").path(name);
    }
    if (found instanceof ObjectNode property) {
      return property;
    }
    throw new IllegalArgumentException("The generated schema has no property " + path);
  }
}
