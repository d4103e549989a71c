package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Values that the API server may accept in a field.
 *
 * @param resolved what a schema refers to
 */
record SchemaValues(UnaryOperator<Tree.Obj> resolved) {
  private static final Tree NAME = new Tree.Str("x-name");

  /** By the end of the path, for strings and numbers of a form. */
  private static final Map<String, Tree> BY_NAME =
      Map.ofEntries(
          Map.entry("activeDeadlineSeconds", Tree.of(77)),
          Map.entry("clusterIP", new Tree.Str("None")),
          Map.entry("data", Tree.obj("key", "MQ==")),
          Map.entry("binaryData", Tree.obj("key", "MQ==")),
          Map.entry("endPort", Tree.of(3001)),
          Map.entry("cidr", new Tree.Str("10.0.0.0/8")),
          Map.entry("except", Tree.arr("10.1.0.0/16")),
          Map.entry("externalIPs", Tree.arr("1.2.3.4")),
          Map.entry("externalName", new Tree.Str("x.example")),
          Map.entry("hostIP", new Tree.Str("1.2.3.4")),
          Map.entry("ip", new Tree.Str("1.2.3.4")),
          Map.entry("ipFamilies", Tree.arr("IPv4")),
          Map.entry("loadBalancerIP", new Tree.Str("1.2.3.4")),
          Map.entry("loadBalancerSourceRanges", Tree.arr("1.2.3.0/24")),
          Map.entry("loadBalancerClass", new Tree.Str("x.example/x")),
          Map.entry("appProtocol", new Tree.Str("http")),
          Map.entry("mountPath", new Tree.Str("/x")),
          Map.entry("devicePath", new Tree.Str("/dev/x")),
          Map.entry("nameservers", Tree.arr("1.2.3.4")),
          Map.entry("operator", new Tree.Str("Exists")),
          Map.entry("path", new Tree.Str("/x")),
          Map.entry("port", Tree.of(81)),
          Map.entry("containerPort", Tree.of(81)),
          Map.entry("restartPolicyRules", Tree.arr()),
          Map.entry("terminationMessagePath", new Tree.Str("/dev/x")),
          Map.entry("topologyKey", new Tree.Str("x.example/x")),
          Map.entry("weight", Tree.of(7)),
          Map.entry("minReadySeconds", Tree.of(7)),
          Map.entry("nodePort", Tree.of(31234)),
          Map.entry("periodSeconds", Tree.of(17)),
          Map.entry("limits", Tree.obj("cpu", "7")),
          Map.entry("requests", Tree.obj("cpu", "7")),
          Map.entry("recursiveReadOnly", new Tree.Str("Disabled")),
          Map.entry("resourceName", new Tree.Str("cpu")),
          Map.entry("seLinuxChangePolicy", new Tree.Str("Recursive")),
          Map.entry("restartPolicy", new Tree.Str("Always")),
          Map.entry("selectPolicy", new Tree.Str("Disabled")),
          Map.entry("topologyKeys", Tree.arr("x.example/x")),
          Map.entry("tolerationSeconds", Tree.of(7)),
          Map.entry("trafficDistribution", new Tree.Str("PreferClose")),
          Map.entry("volumeName", new Tree.Str("x-name")),
          Map.entry("workingDir", new Tree.Str("/x")));

  /** Returns values for the field called {@code name}, to be tried in turn. */
  List<Tree> of(List<String> steps, String name, Tree.Obj schema) {
    if (name.equals("restartPolicy") && steps.contains("resizePolicy")) {
      return List.of(new Tree.Str("RestartContainer"));
    }
    if (name.equals("name") && steps.getLast().equals("name") && steps.contains("os")) {
      return List.of(new Tree.Str("linux"));
    }
    if (name.equals("type") && steps.contains("policies")) {
      return List.of(new Tree.Str("Percent"));
    }
    if (name.equals("type") && steps.contains("metrics")) {
      return List.of(
          new Tree.Str("AverageValue"), new Tree.Str("Value"), new Tree.Str("Utilization"));
    }
    var choices = schema.get("enum");
    if (choices instanceof Tree.Arr(var items)) {
      return items;
    }
    return List.of(BY_NAME.containsKey(name) ? BY_NAME.get(name) : byType(steps, name, schema));
  }

  private Tree byType(List<String> steps, String name, Tree.Obj schema) {
    return switch (schema.text("type")) {
      case "boolean" -> new Tree.Bool(true);
      case "integer", "number" -> Tree.of(7);
      case "array" -> Tree.arr(of(steps, name, resolved.apply(schema.object("items"))).getFirst());
      case "object" ->
          Tree.obj(
              "x.example/x",
              schema.get("additionalProperties") instanceof Tree.Obj below
                  ? of(steps, "", resolved.apply(below)).getFirst()
                  : "1");
      case "string" -> schema.text("format").equals("int-or-string") ? Tree.of(7) : NAME;
      default -> new Tree.Str("7"); // a quantity, or a port by number or name
    };
  }

  /** Returns an object of {@code schema} with nothing but what it must have. */
  Tree.Obj required(List<String> steps, Tree.Obj schema) {
    var fields = new TreeMap<String, Tree>();
    required(schema)
        .forEach(
            name -> {
              var below = resolved.apply(schema.object("properties").object(name));
              fields.put(
                  name,
                  below.object("properties").fields().isEmpty()
                      ? filled(steps, name, below)
                      : required(steps, below));
            });
    // Probes and hooks are for those that stay.
    if (steps.contains("initContainers") && fields.containsKey("image")) {
      fields.put("restartPolicy", new Tree.Str("Always"));
    }
    return new Tree.Obj(fields);
  }

  private Tree filled(List<String> steps, String name, Tree.Obj schema) {
    var items = resolved.apply(schema.object("items"));
    return schema.text("type").equals("array") && !items.object("properties").fields().isEmpty()
        ? Tree.arr(required(steps, items))
        : of(steps, name, schema).getFirst();
  }

  private static Stream<String> required(Tree.Obj schema) {
    var named =
        schema.get("required") instanceof Tree.Arr(var items)
            ? items.stream().map(it -> (String) it.plain())
            : Stream.<String>of();
    // Containers may go without an image in the schema only.
    return schema.object("properties").fields().containsKey("imagePullPolicy")
        ? Stream.concat(named, Stream.of("image")).distinct()
        : named;
  }
}
