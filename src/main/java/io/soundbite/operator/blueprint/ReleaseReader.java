package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.EnvEntry;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the form that {@link Release#tree()} writes. */
final class ReleaseReader {
  private ReleaseReader() {}

  static Release read(Tree tree) {
    var root = object(tree, "release");
    var pod = object(field(root, "pod"), "pod");
    return new Release(
        text(field(root, "tag"), "tag"),
        text(field(root, "image"), "image"),
        texts(root, "config"),
        map(root, "secrets", ReleaseReader::secret),
        new Release.Pod(
            number(field(pod, "version"), "version"),
            texts(pod, "requests"),
            texts(pod, "limits"),
            texts(pod, "nodeSelector"),
            field(pod, "tolerations"),
            list(pod, "pullSecrets"),
            list(pod, "processorCommand")));
  }

  private static EnvEntry.SecretKey secret(Tree tree) {
    var reference = object(tree, "secret");
    return new EnvEntry.SecretKey(
        text(field(reference, "name"), "name"), text(field(reference, "key"), "key"));
  }

  private static SortedMap<String, String> texts(Tree.Obj parent, String name) {
    return map(parent, name, value -> text(value, name));
  }

  private static <T> SortedMap<String, T> map(
      Tree.Obj parent, String name, Function<Tree, T> read) {
    var entries = new TreeMap<String, T>();
    object(field(parent, name), name)
        .fields()
        .forEach((key, value) -> entries.put(key, read.apply(value)));
    return entries;
  }

  private static List<String> list(Tree.Obj parent, String name) {
    if (field(parent, name) instanceof Tree.Arr(var items)) {
      return items.stream().map(item -> text(item, name)).toList();
    }
    throw unexpected(name, "a list");
  }

  private static Tree field(Tree.Obj parent, String name) {
    var value = parent.get(name);
    if (value == null) {
      throw new IllegalArgumentException("a stored release has no field " + name);
    }
    return value;
  }

  private static Tree.Obj object(Tree tree, String name) {
    if (tree instanceof Tree.Obj object) {
      return object;
    }
    throw unexpected(name, "an object");
  }

  private static String text(Tree tree, String name) {
    if (tree instanceof Tree.Str(var value)) {
      return value;
    }
    throw unexpected(name, "a string");
  }

  private static int number(Tree tree, String name) {
    if (tree instanceof Tree.Num(var value)) {
      return value.intValueExact();
    }
    throw unexpected(name, "a number");
  }

  private static IllegalArgumentException unexpected(String name, String wanted) {
    return new IllegalArgumentException("in a stored release, " + name + " is not " + wanted);
  }
}
