package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Kubernetes object in the making: what every object of an environment has in common is added by
 * {@link #in}. Nothing is copied from the custom resource's own labels and annotations.
 *
 * @param suffix names the object after the prefix; mostly the workload's
 * @param annotations the object's own
 * @param content everything but apiVersion, kind and metadata
 * @param after ids of what must be there first
 */
record Manifest(
    String apiVersion,
    String kind,
    Workload workload,
    String suffix,
    Map<String, String> annotations,
    Tree.Obj content,
    Set<String> after) {

  /** An object named like its workload. */
  static Manifest of(String apiVersion, String kind, Workload workload, Tree.Obj content) {
    return new Manifest(apiVersion, kind, workload, workload.suffix(), Map.of(), content, Set.of());
  }

  Manifest named(String other) {
    return new Manifest(apiVersion, kind, workload, other, annotations, content, after);
  }

  Manifest annotated(Map<String, String> others) {
    return new Manifest(apiVersion, kind, workload, suffix, others, content, after);
  }

  Manifest after(String... ids) {
    return new Manifest(apiVersion, kind, workload, suffix, annotations, content, Set.of(ids));
  }

  /** The object as {@code environment} has it. */
  KubeObject in(Environment environment) {
    var name = environment.names().kube(suffix);
    var body = new TreeMap<>(content.fields());
    body.put("apiVersion", Tree.of(apiVersion));
    body.put("kind", Tree.of(kind));
    body.put("metadata", metadata(environment, name));
    return new KubeObject(
        new Key(workload.stack(), kind + "/" + suffix, name), new Tree.Obj(body), after);
  }

  private Tree metadata(Environment environment, String name) {
    var metadata =
        Tree.obj(
            "name", name,
            "namespace", environment.owner().namespace(),
            "labels", workload.labels(environment),
            "ownerReferences", Tree.arr(environment.reference()));
    return annotations.isEmpty() ? metadata : metadata.with("annotations", Tree.of(annotations));
  }
}
