package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * JSON with one field changed: each value, and in maps each entry gone and one added. Places are
 * paths.
 */
record TreeParts(Others others) {

  /** Objects whose fields are anybody's choice. */
  private static final Set<String> MAPS =
      Set.of(
          "annotations",
          "data",
          "labels",
          "limits",
          "matchLabels",
          "nodeSelector",
          "requests",
          "selector");

  Stream<Part> of(String place, String path, Tree tree) {
    return switch (tree) {
      case Tree.Obj object when isMap(place, object) ->
          Stream.concat(
              object.fields().entrySet().stream()
                  .map(it -> gone(place, path, object, it.getKey(), it.getValue())),
              Stream.concat(fields(place, path, object), Stream.of(added(place, path, object))));
      case Tree.Obj object -> fields(place, path, object);
      case Tree.Keyed list ->
          Stream.of(
                  list.items().keySet().stream().map(it -> gone(place, path, list, it)),
                  items(place, path, list.items()),
                  others.more(place).map(it -> added(place, path, list, it)).stream())
              .flatMap(it -> it);
      default -> others.than(place, tree).stream().map(it -> Part.changed(place, path, tree, it));
    };
  }

  private static boolean isMap(String place, Tree.Obj object) {
    return MAPS.contains(place.substring(place.lastIndexOf('/') + 1))
        && object.get("matchLabels") == null;
  }

  private Stream<Part> fields(String place, String path, Tree.Obj object) {
    return object.fields().entrySet().stream()
        .flatMap(
            it ->
                of(place + "/" + it.getKey(), Part.step(path, it.getKey()), it.getValue())
                    .map(part -> part.in(left -> object.with(it.getKey(), (Tree) left))));
  }

  private Stream<Part> items(String place, String path, Map<String, Tree> items) {
    return items.entrySet().stream()
        .flatMap(
            it ->
                of(place + "/" + it.getKey(), Part.step(path, it.getKey()), it.getValue())
                    .map(part -> part.in(left -> with(items, it.getKey(), (Tree) left))));
  }

  /** The last takes the list with it. */
  private static Part gone(String place, String path, Tree.Keyed list, String key) {
    var left = new LinkedHashMap<>(list.items());
    var item = left.remove(key);
    return left.isEmpty()
        ? Part.gone(place, path, new Tree.Arr(List.of()), list)
        : Part.gone(place + "/" + key, Part.step(path, key), new Tree.Keyed(left), item);
  }

  private static Part added(String place, String path, Tree.Keyed list, Map.Entry<String, ?> item) {
    var value = (Tree) item.getValue();
    return Part.added(
        place, Part.step(path, item.getKey()), with(list.items(), item.getKey(), value), value);
  }

  private static Tree.Keyed with(Map<String, Tree> items, String key, Tree item) {
    var copy = new LinkedHashMap<>(items);
    copy.put(key, item);
    return new Tree.Keyed(copy);
  }

  /** The last takes the map with it. */
  private static Part gone(String place, String path, Tree.Obj map, String key, Tree value) {
    var left = map.without(key);
    return left.fields().isEmpty()
        ? Part.gone(place, path, left, map)
        : Part.gone(place + "/" + key, Part.step(path, key), left, value);
  }

  private Part added(String place, String path, Tree.Obj map) {
    var entry = others.entry(place, map.fields());
    var value = (Tree) entry.getValue();
    return Part.added(
        place, Part.step(path, entry.getKey()), map.with(entry.getKey(), value), value);
  }
}
