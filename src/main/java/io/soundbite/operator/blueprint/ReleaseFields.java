package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.EnvironmentSpec;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of a spec that decide its release, so that whoever goes back to a release gets its
 * configuration back too. What names or places the environment for good is not among them.
 *
 * @param spec of the spec only these fields, without those that say nothing
 */
public record ReleaseFields(Tree.Obj spec) {
  /** Where they stand beside a stored release. */
  private static final String KEY = "spec";

  private static final List<String> WHOLE =
      List.of("logLevel", "features", "domain", "env", "resources", "nodeSelector", "tolerations");

  /** Of these objects some fields only. */
  private static final List<Part> PARTS =
      List.of(
          new Part("image", List.of("tag", "repository", "pullSecrets")),
          new Part("ingress", List.of("tlsSecret")),
          new Part("processor", List.of("command")),
          new Part("aws", List.of("endpoint", "podEndpoint")));

  private record Part(String object, List<String> fields) {}

  /** Those of {@code spec}. */
  public static ReleaseFields of(EnvironmentSpec spec) {
    var all = (Tree.Obj) said(Json.of(spec));
    var picked = pick(all, WHOLE);
    for (var part : PARTS) {
      // Also when it is empty: a patch must never take away the rest of the object.
      picked = picked.with(part.object(), pick(all.object(part.object()), part.fields()));
    }
    return new ReleaseFields(picked);
  }

  /** Those stored in {@code data} beside a release; empty when an operator without them did it. */
  public static Optional<ReleaseFields> in(Tree.Obj data) {
    return data.get(KEY) instanceof Tree.Obj spec
        ? Optional.of(new ReleaseFields(spec))
        : Optional.empty();
  }

  /** The release alone, of which {@code data} may hold the fields too. */
  public static Tree.Obj without(Tree.Obj data) {
    return data.without(KEY);
  }

  /** The form in which {@code release} is stored with them. */
  public Tree.Obj beside(Release release) {
    return release.tree().with(KEY, spec);
  }

  /** A JSON merge patch of a spec that has {@code others} now; empty when they are the same. */
  public Tree.Obj patch(ReleaseFields others) {
    return MergePatch.between(others.spec, spec);
  }

  private static Tree.Obj pick(Tree.Obj from, List<String> fields) {
    var picked = new TreeMap<>(from.fields());
    picked.keySet().retainAll(fields);
    return new Tree.Obj(picked);
  }

  /** Without what is null or empty; items of lists all stay. */
  private static Tree said(Tree tree) {
    if (!(tree instanceof Tree.Obj(var fields))) {
      return tree.map(ReleaseFields::said);
    }
    var kept = new TreeMap<String, Tree>();
    fields.forEach(
        (name, value) -> {
          var rest = said(value);
          if (!isNothing(rest)) {
            kept.put(name, rest);
          }
        });
    return new Tree.Obj(kept);
  }

  private static boolean isNothing(Tree tree) {
    return switch (tree) {
      case Tree.Null nothing -> true;
      case Tree.Obj(var fields) -> fields.isEmpty();
      case Tree.Arr(var items) -> items.isEmpty();
      default -> false;
    };
  }
}
