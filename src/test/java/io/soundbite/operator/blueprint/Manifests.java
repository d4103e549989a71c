package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Kubernetes objects of a blueprint as plain maps and lists, to ask them questions. */
record Manifests(List<Desired> resources) {

  Map<?, ?> object(String id) {
    return stream()
        .filter(object -> object.key().id().equals(id))
        .map(object -> (Map<?, ?>) object.body().plain())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + id));
  }

  /** All objects. */
  List<Map<?, ?>> objects() {
    return stream().<Map<?, ?>>map(object -> (Map<?, ?>) object.body().plain()).toList();
  }

  List<Map<?, ?>> deployments() {
    return objects().stream().filter(object -> "Deployment".equals(object.get("kind"))).toList();
  }

  List<Object> names(String kind) {
    return objects().stream()
        .filter(object -> kind.equals(object.get("kind")))
        .map(Manifests::name)
        .toList();
  }

  /** Names of the Deployments whose pods have all of {@code labels}. */
  List<Object> selectedBy(Object labels) {
    return deployments().stream()
        .filter(
            deployment ->
                ((Map<?, ?>) at(deployment, "spec/template/metadata/labels"))
                    .entrySet()
                    .containsAll(((Map<?, ?>) labels).entrySet()))
        .map(Manifests::name)
        .toList();
  }

  Object at(String id, String path) {
    return at(object(id), path);
  }

  static Object name(Map<?, ?> object) {
    return at(object, "metadata/name");
  }

  /**
   * The value at {@code path}, steps of which are fields or places in a list, as in a JSON pointer;
   * null when absent.
   */
  static Object at(Object object, String path) {
    var value = object;
    for (var step : path.split("/")) {
      value =
          switch (value) {
            case Map<?, ?> map -> map.get(step.replace("~1", "/"));
            case List<?> list -> list.get(Integer.parseInt(step));
            case null, default -> null;
          };
    }
    return value;
  }

  private Stream<KubeObject> stream() {
    return resources.stream().filter(KubeObject.class::isInstance).map(KubeObject.class::cast);
  }
}
