package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.blueprint.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A namespace in which somebody does all that an ordinary user may do to be a burden: endpoints
 * that never end, environments that can't be made, freezes, an environment that is changed all the
 * time, and large objects with the operator's labels.
 */
final class HostileNamespace implements AutoCloseable {
  /** Of each kind of environment. */
  private static final int MANY = 20;

  private static final int LARGE = 400;
  private static final int LARGE_AND_CONTROLLED = 50;
  private static final int LARGE_BYTES = 900 << 10;

  private final KubernetesClient client;
  private final String name;
  private final Kubectl kubectl;
  private final EndlessEndpoint endpoint = new EndlessEndpoint();
  private final List<Noise> noise = new ArrayList<>();

  HostileNamespace(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
    this.kubectl = new Kubectl(client, name);
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** As a value of the chart: everything is granted, and the endpoint by its name. */
  String grants() {
    return """
    grants=[{"namespace": "*", "environments": ["*"], "roleArns": ["*"], "regions": ["*"],
      "endpoints": ["*", "%s"], "repositories": ["*"], "sources": ["*"]}]
    """
        .formatted(endpoint.uri());
  }

  /** Does all of it. */
  void begin() {
    IntStream.range(0, MANY).forEach(this::environments);
    noise.add(new Noise(kubectl, "frozen-0"));
    var controller = controller();
    IntStream.range(0, LARGE).forEach(it -> large("large-" + it, new ConfigMapBuilder()));
    IntStream.range(0, LARGE_AND_CONTROLLED).forEach(it -> large("own-" + it, controller));
    Awaitility.await("the endpoint is asked")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> endpoint.asked() > 0);
  }

  private void environments(int number) {
    apply(
        "endless",
        number,
        Map.of(
            "features",
            List.of("basic", "localstack"),
            "aws",
            Map.of("endpoint", endpoint.uri().toString(), "podEndpoint", "http://pods.test")));
    apply("no-role", number, Map.of("aws", Map.of("roleArn", "arn:aws:iam::123456789012:role/no")));
    apply("no-image", number, Map.of("image", Map.of("tag", "0.0.0")));
    kubectl.apply("conflict-" + number, "conflict", Map.of());
    apply(
        "frozen",
        number,
        Map.of(
            "promotion",
            Map.of(
                "from",
                Map.of("name", "no-image-0"),
                "freeze",
                IntStream.range(0, MANY).mapToObj(HostileNamespace::freeze).toList())));
  }

  private void apply(String kind, int number, Map<String, Object> spec) {
    kubectl.apply(kind + "-" + number, kind + "-" + number, spec);
  }

  private static Map<String, Object> freeze(int hour) {
    return Map.of(
        "schedule",
        "*/7 %d 29 2 *".formatted(hour),
        "duration",
        "8784h",
        "timeZone",
        "America/New_York");
  }

  private ConfigMapBuilder controller() {
    var environment = kubectl.environment("no-image-0").require();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(environment.getApiVersion())
                .withKind(Environment.KIND)
                .withName(environment.getMetadata().getName())
                .withUid(environment.getMetadata().getUid())
                .withController(true)
                .build())
        .endMetadata();
  }

  private void large(String object, ConfigMapBuilder of) {
    client
        .resource(
            of.editOrNewMetadata()
                .withName(object)
                .withNamespace(name)
                .withLabels(Labels.of(new Owner("sandbox", name, "no-image-0")))
                .endMetadata()
                .withData(Map.of("x", "x".repeat(LARGE_BYTES)))
                .build())
        .create();
  }

  @Override
  public void close() {
    noise.forEach(Noise::close);
    endpoint.close();
    client
        .resources(SoundBiteEnvironment.class)
        .inNamespace(name)
        .list()
        .getItems()
        .forEach(it -> kubectl.releaseFinalizer(it.getMetadata().getName()));
    client.namespaces().withName(name).delete();
  }
}
