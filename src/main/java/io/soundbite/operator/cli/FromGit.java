package io.soundbite.operator.cli;

import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A tool that applies from git, where it declares what is to be changed: it would put back whatever
 * is written past it.
 *
 * @param manager as the API server knows it
 * @param application that it applies, as far as the custom resource's labels tell
 * @param fields of the patch that it declares
 * @param patch of all that is to be changed
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">
 *     field management</a>
 */
record FromGit(String manager, Optional<String> application, List<String> fields, Tree.Obj patch) {
  private static final Map<String, String> TOOLS =
      Map.of(
          "argocd-controller", "Argo CD",
          "argocd-application-controller", "Argo CD",
          "kustomize-controller", "Flux",
          "helm-controller", "Flux");

  /** The first that declares a field of {@code patch} in {@code resource}. */
  static Optional<FromGit> of(Tree.Obj resource, Tree.Obj patch) {
    var metadata = resource.object("metadata");
    return metadata
        .items("managedFields")
        .filter(it -> TOOLS.containsKey(it.text("manager")))
        .filter(it -> it.text("subresource").isEmpty())
        .map(
            it ->
                new FromGit(
                    it.text("manager"),
                    application(metadata),
                    paths("", patch, it.object("fieldsV1")).toList(),
                    patch))
        .filter(it -> !it.fields().isEmpty())
        .findFirst();
  }

  /** Why not, and what to do instead. */
  String words(Cluster cluster) {
    var removed = removed("", patch).toList();
    return "%s (%s%s) declares %s, and would put back what is set past it. Change it in git instead:\n\n%s%s"
        .formatted(
            TOOLS.get(manager),
            manager,
            application.map(", application "::concat).orElse(""),
            String.join(", ", fields),
            cluster.api().yaml(set(patch)).indent(2),
            removed.isEmpty() ? "" : "\nand remove " + String.join(", ", removed))
        .stripTrailing();
  }

  /** Fields of {@code patch} that are owned; a list, or what is owned as a whole, as a whole. */
  private static Stream<String> paths(String path, Tree patch, Tree.Obj owned) {
    if (!(patch instanceof Tree.Obj(var fields))) {
      return Stream.of(path);
    }
    return fields.entrySet().stream()
        .flatMap(
            field -> {
              var below = FieldPath.below(path, field.getKey());
              return switch (owned.get("f:" + field.getKey())) {
                case Tree.Obj(var parts) when parts.isEmpty() -> Stream.of(below);
                case Tree.Obj parts -> paths(below, field.getValue(), parts);
                case null, default -> Stream.of();
              };
            });
  }

  /** Annotations and labels are hints only: anybody may write them. */
  private static Optional<String> application(Tree.Obj metadata) {
    var annotations = metadata.object("annotations");
    var labels = metadata.object("labels");
    return Stream.of(
            annotations.text("argocd.argoproj.io/tracking-id").replaceFirst(":.*", ""),
            labels.text("kustomize.toolkit.fluxcd.io/name"),
            labels.text("helm.toolkit.fluxcd.io/name"),
            labels.text("argocd.argoproj.io/instance"),
            labels.text("app.kubernetes.io/instance"))
        .filter(it -> !it.isEmpty())
        .findFirst();
  }

  private static Tree.Obj set(Tree.Obj patch) {
    var kept = new TreeMap<String, Tree>();
    patch
        .fields()
        .forEach(
            (name, value) -> {
              var rest = value instanceof Tree.Obj object ? set(object) : value;
              if (!(rest instanceof Tree.Null)
                  && !(rest instanceof Tree.Obj(var parts) && parts.isEmpty())) {
                kept.put(name, rest);
              }
            });
    return new Tree.Obj(kept);
  }

  private static Stream<String> removed(String path, Tree patch) {
    return switch (patch) {
      case Tree.Null nothing -> Stream.of(path);
      case Tree.Obj(var fields) ->
          fields.entrySet().stream()
              .flatMap(it -> removed(FieldPath.below(path, it.getKey()), it.getValue()));
      default -> Stream.of();
    };
  }
}
