package io.soundbite.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.soundbite.operator.api.v1alpha1.ApiServer;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Releases;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.ProviderSet;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A real API server, a fresh namespace, and in it a custom resource as examples/ declares it; no
 * operator. The namespace goes when it is closed.
 */
public final class Cluster implements AutoCloseable {
  public static final String ID = "test-cluster";

  private final ApiServer server;

  private Cluster(ApiServer server) {
    this.server = server;
  }

  /**
   * Connects as SOUNDBITE_E2E_KUBECONFIG says.
   *
   * @throws AssertionError when it says nothing; the message tells what to run
   */
  public static Cluster connect() {
    return new Cluster(ApiServer.connect());
  }

  /** A client of an API server that isn't there; it doesn't insist. For the caller to close. */
  static KubernetesClient absent() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder()
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  public KubernetesClient client() {
    return server.client;
  }

  public String namespace() {
    return server.namespace;
  }

  /** Creates {@code examples/<example>.yaml} in the namespace, after {@code change}. */
  public Environment create(String example, UnaryOperator<Tree.Obj> change) {
    var declared = ExampleFile.read(example, it -> change.apply(it).with("status", Tree.obj()));
    declared.getMetadata().setNamespace(namespace());
    return environment(client().resource(declared).create());
  }

  /** A spec's settings that the examples leave out. */
  static Tree.Obj everySetting() {
    return Tree.obj(
        "nodeSelector", Tree.obj("disk", "ssd"),
        "resources",
            Tree.obj(
                "requests", Tree.obj("cpu", "0.25", "memory", "1073741824"),
                "limits", Tree.obj("cpu", 1.5, "memory", "1.5Gi")),
        "tolerations",
            Tree.arr(
                Tree.obj("key", "spot", "operator", "Exists"),
                Tree.obj("key", "a", "value", "b", "effect", "NoSchedule")),
        "ingress",
            Tree.obj(
                "className", "nginx",
                "tlsSecret", "api-tls",
                "annotations", Tree.obj("example.com/a", "b")),
        "image", Tree.obj("tag", "1.4.1", "pullSecrets", Tree.arr("registry")),
        "processor", Tree.obj("command", Tree.arr("node", "processor.js"), "replicas", 0),
        "env",
            Tree.arr(
                Tree.obj("name", "EMPTY", "value", ""),
                Tree.obj(
                    "name",
                    "KEY",
                    "valueFrom",
                    Tree.obj("secretKeyRef", Tree.obj("name", "s", "key", "k")))));
  }

  /** {@code resource} on made-up facts. */
  static Environment environment(SoundBiteEnvironment resource) {
    return Environment.of(
        resource,
        new Facts(
            "123456789012",
            "aws",
            "amazonaws.com",
            "us-east-1",
            null,
            null,
            "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
            Installation.of(ID)));
  }

  /** The release of {@code environment} as it stands; the digest is {@code digit} 64 times. */
  public static Release release(Environment environment, String digit) {
    return Releases.of(
        environment,
        new ImageStatus(environment.names().repository(), "1.4.2", "sha256:" + digit.repeat(64)));
  }

  /** The environment's Kubernetes objects, with a release in each slot. */
  static List<KubeObject> objects(Environment environment) {
    return objects(environment, 2);
  }

  /** The same with {@code size} pods in the live slot. */
  static List<KubeObject> objects(Environment environment, int size) {
    var live = release(environment, "a");
    var slots =
        SlotTarget.resting(
            Slot.BLUE,
            Map.of(Slot.BLUE, live, Slot.GREEN, release(environment, "b")),
            Map.of(Slot.BLUE, size, Slot.GREEN, 0),
            Optional.of(live));
    return Blueprint.of(environment, slots).stream()
        .filter(KubeObject.class::isInstance)
        .map(KubeObject.class::cast)
        .toList();
  }

  /** Observes and heals {@code wants}, reading them live. */
  Loop loop(Environment environment, List<KubeObject> wants, KubeWriter writer) {
    var provider =
        new KubeObjects(
            new KubeApi(client(), writer),
            KubeCache.none(),
            Mandate.standing(),
            ID,
            Clock.systemUTC());
    return new Loop(wants, new ProviderSet(List.of(provider)), environment.owner());
  }

  /** The live object behind {@code object}. */
  public GenericKubernetesResource live(KubeObject object) {
    return new KubeStranger(client()).live(object);
  }

  @Override
  public void close() {
    server.close();
  }
}
