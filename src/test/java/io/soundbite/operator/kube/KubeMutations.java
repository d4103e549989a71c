package io.soundbite.operator.kube;

import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Mutation;
import io.soundbite.operator.engine.Mutations;
import io.soundbite.operator.engine.Others;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a stranger may do to an environment's Kubernetes objects: something else in every field of
 * each, by walking what the blueprint renders, so that a new field has its case by being there. The
 * lists below are by patterns of a mutation's words.
 */
public final class KubeMutations {
  private static final String REFERENCE = " /metadata/ownerReferences/[^/]+/";

  /** What must not show, and why. */
  static final Map<String, String> TOLERATED =
      Map.of(
          "/metadata/(annotations|labels)/strangers ADDED",
          "these are anybody's: kubectl rollout restart sets one");

  /** Components of the record that are not read. */
  static final Map<String, String> UNOBSERVABLE =
      Map.of("KubeObject.after", "what the blueprint has to be there before it");

  /** What the API server takes from nobody, and why. */
  static final Map<String, String> REFUSED =
      Map.of(
          " /(apiVersion|kind|metadata/name|metadata/namespace) CHANGED",
          "says which object it is",
          "^Deployment/.* /spec/selector/matchLabels/.*",
          "immutable",
          "/spec/template/metadata/labels/(?!strangers|.*managed-by).*",
          "the selector selects by it",
          "/spec/strategy/type CHANGED",
          "rollingUpdate goes with one type only",
          "/spec/template/spec/containers GONE",
          "a pod has at least one",
          "^Service/.* /spec/ports GONE",
          "a Service has at least one",
          "/spec/template/spec/volumes( GONE|/tmp/name CHANGED)",
          "it is mounted",
          "/volumeMounts/~1tmp/name CHANGED",
          "there is no such volume");

  /** Whereupon the object says that it is somebody else's, or nobody's. */
  static final Map<String, String> DISOWNED =
      Map.of(
          " /metadata/ownerReferences GONE",
          "nobody's",
          REFERENCE + "controller CHANGED",
          "nobody's",
          REFERENCE + "(kind|name) CHANGED",
          "somebody else's");

  /** Whereupon the garbage collector takes the object away. */
  static final Map<String, String> COLLECTED =
      Map.of(REFERENCE + "uid CHANGED", "no such owner is there");

  private final Others others = others();

  /** All to {@code want} but those of components that are not read. */
  public List<Mutation> of(KubeObject want) {
    return new Mutations(others)
        .of(want).stream().filter(it -> !UNOBSERVABLE.containsKey(it.place())).toList();
  }

  /** Of the table of other values, what is not needed. */
  Set<String> unused() {
    return others.unused();
  }

  /** Whether {@code list} has {@code mutation}. */
  static boolean isIn(Map<String, String> list, Mutation mutation) {
    return list.keySet().stream().anyMatch(words -> matches(words, mutation));
  }

  static boolean matches(String words, Mutation mutation) {
    return Pattern.compile(words + "$").matcher(mutation.toString()).find();
  }

  /** Whether it shows as a difference that is put right. */
  public static boolean isHealed(Mutation mutation) {
    return Stream.of(TOLERATED, REFUSED, DISOWNED, COLLECTED)
        .noneMatch(list -> isIn(list, mutation));
  }

  private static Others others() {
    var ports = Tree.obj("7-TCP", Tree.obj("port", 7, "protocol", "TCP"));
    return new Others()
        .at("KubeObject.after", "strangers")
        .at("*/imagePullPolicy", text("Always"))
        .at("*limits/cpu", text("3"))
        .at("*limits/memory", text("3Gi"))
        .at("*requests/cpu", text("150m"))
        .at("*requests/memory", text("300Mi"))
        .added("*/limits", "ephemeral-storage", text("2Gi"))
        .added("*/requests", "ephemeral-storage", text("1Gi"))
        .added("*/env", "STRANGERS", Tree.obj("name", "STRANGERS", "value", "1"))
        .at("*/sizeLimit", text("512Mi"))
        .at("*/scheme", text("HTTPS"))
        .at("*/maxSurge", text("50%"))
        .at("*seccompProfile/type", text("Unconfined"))
        .at("*capabilities/drop", Tree.arr("NET_RAW"))
        .at("*/envFrom", Tree.arr(Tree.obj("configMapRef", Tree.obj("name", "strangers"))))
        .at("*body/spec/type", text("NodePort"))
        .at("*/unhealthyPodEvictionPolicy", text("IfHealthyBudget"))
        .at("*/policyTypes", Tree.arr("Egress"))
        .at("*body/spec/ingress", Tree.arr(Tree.obj("ports", new Tree.Keyed(ports.fields()))))
        .at("*body/spec/metrics", Tree.arr(Tree.obj("type", "Resource", "resource", memory())))
        .at("*body/spec/rules", Tree.arr(Tree.obj("host", "elsewhere.example")))
        .at("*body/spec/tls", Tree.arr(Tree.obj("secretName", "strangers")))
        .at("*/protocol", text("UDP"))
        .at("*/whenUnsatisfiable", text("DoNotSchedule"))
        .at("*strategy/type", text("Recreate"));
  }

  private static Tree memory() {
    return Tree.obj(
        "name", "memory", "target", Tree.obj("type", "Utilization", "averageUtilization", 5));
  }

  private static Tree text(String value) {
    return new Tree.Str(value);
  }
}
