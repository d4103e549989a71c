package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What refers to something refers to what is there, in every valid environment. */
class ConsistencyTest {

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void dependenciesAreThereAndInOrder(@ForAll("inputs") Inputs inputs) {
    var pending = new java.util.ArrayList<>(inputs.blueprint());
    var made = new HashSet<String>();
    while (!pending.isEmpty()) {
      var ready = pending.stream().filter(resource -> made.containsAll(resource.after())).toList();
      assertThat(ready).as("what can be made while %s wait", pending).isNotEmpty();
      ready.forEach(resource -> made.add(resource.key().id()));
      pending.removeAll(ready);
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void selectorsChooseThePodsOfOneDeployment(@ForAll("inputs") Inputs inputs) {
    var manifests = new Manifests(inputs.blueprint());
    var live = inputs.slots().live().text();

    assertThat(manifests.deployments())
        .allSatisfy(
            deployment ->
                assertThat(
                        manifests.selectedBy(Manifests.at(deployment, "spec/selector/matchLabels")))
                    .containsExactly(Manifests.name(deployment)));
    assertThat(manifests.selectedBy(manifests.at("Service/api", "spec/selector")))
        .singleElement()
        .asString()
        .endsWith("-api-" + live);
    assertThat(manifests.selectedBy(manifests.at("Service/api-preview", "spec/selector")))
        .singleElement()
        .isNotEqualTo(manifests.at("HorizontalPodAutoscaler/api", "spec/scaleTargetRef/name"));
    for (var slot : List.of("api-blue", "api-green")) {
      assertThat(
              manifests.selectedBy(
                  manifests.at("PodDisruptionBudget/" + slot, "spec/selector/matchLabels")))
          .containsExactly(manifests.at("Deployment/" + slot, "metadata/name"));
    }
    assertThat(
            manifests.selectedBy(manifests.at("NetworkPolicy/api", "spec/podSelector/matchLabels")))
        .hasSize(2);
    assertThat(
            manifests.selectedBy(
                manifests.at("NetworkPolicy/processor", "spec/podSelector/matchLabels")))
        .hasSize(1);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void podsReferToWhatIsThere(@ForAll("inputs") Inputs inputs) {
    var manifests = new Manifests(inputs.blueprint());

    for (var deployment : manifests.deployments()) {
      var pod = "spec/template/spec/";
      assertThat(manifests.names("ServiceAccount"))
          .contains(Manifests.at(deployment, pod + "serviceAccountName"));
      assertThat(Manifests.at(deployment, pod + "containers/0/envFrom/0/configMapRef/name"))
          .isIn(manifests.names("ConfigMap"))
          .isEqualTo(Manifests.name(deployment));
    }
    assertThat(manifests.at("HorizontalPodAutoscaler/api", "spec/scaleTargetRef/name"))
        .isEqualTo(manifests.at("Deployment/api-" + inputs.slots().live().text(), "metadata/name"));
    var backend = "spec/rules/0/http/paths/0/backend/service/";
    assertThat(manifests.at("Ingress/api", backend + "name"))
        .isEqualTo(manifests.at("Service/api", "metadata/name"));
    assertThat(manifests.at("Ingress/api", backend + "port/name"))
        .isEqualTo(manifests.at("Service/api", "spec/ports/0/name"));
    assertThat(manifests.at("Service/api", "spec/ports/0/targetPort"))
        .isEqualTo(
            manifests.at(
                "Deployment/api-blue", "spec/template/spec/containers/0/ports/0/containerPort"));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void rolesAndServiceAccountsNameEachOther(@ForAll("inputs") Inputs inputs) {
    var resources = inputs.blueprint();
    var manifests = new Manifests(resources);
    var names = inputs.environment().names();
    var roles = all(resources, IamRole.class);

    for (var component : List.of("api", "processor")) {
      var account = manifests.object("ServiceAccount/" + component);
      var role =
          roles.stream()
              .filter(
                  it ->
                      Manifests.at(account, "metadata/annotations")
                          .equals(
                              Map.of("eks.amazonaws.com/role-arn", names.roleArn(it.key().name()))))
              .findFirst()
              .orElseThrow();
      assertThat(role.trust().json())
          .contains(
              "\"system:serviceaccount:"
                  + Manifests.at(account, "metadata/namespace")
                  + ":"
                  + Manifests.name(account)
                  + "\"");
    }
  }

  /** Permissions reach the environment's own table, bucket and queue, its keys, and Polly. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void permissionsReachOwnResourcesOnly(@ForAll("inputs") Inputs inputs) {
    var names = inputs.environment().names();
    var own =
        new ArrayList<>(
            List.of(
                names.tableArn(),
                names.tableArn() + "/index/*",
                names.bucketArn(),
                names.bucketArn() + "/*",
                names.queueArn(names.queue())));
    own.addAll(inputs.environment().facts().kmsKeys().all());

    for (var role : all(inputs.blueprint(), IamRole.class)) {
      assertThat(role.attachedPolicies()).isEmpty();
      var document = (Tree.Obj) role.inlinePolicies().get("soundbite").document();
      assertThat(document.items("Statement"))
          .allSatisfy(
              statement -> {
                var actions = (List<?>) statement.get("Action").plain();
                assertThat(actions).noneMatch(action -> action.toString().contains("*"));
                if (!actions.equals(List.of("polly:SynthesizeSpeech"))) {
                  assertThat(own).containsAll(texts(statement.get("Resource")));
                }
              });
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void alarmsWatchWhatIsThereAndTellTheTopic(@ForAll("inputs") Inputs inputs) {
    var resources = inputs.blueprint();
    var names =
        resources.stream().map(resource -> resource.key().name()).collect(Collectors.toSet());
    var logged =
        all(resources, MetricFilter.class).stream()
            .map(filter -> filter.metricNamespace() + " " + filter.metricName())
            .toList();

    for (var alarm : all(resources, CloudWatchAlarm.class)) {
      Stream.of("TableName", "BucketName", "QueueName", "Service")
          .filter(alarm.dimensions()::containsKey)
          .forEach(dimension -> assertThat(names).contains(alarm.dimensions().get(dimension)));
      if (alarm.dimensions().isEmpty()) {
        assertThat(logged).contains(alarm.namespace() + " " + alarm.metric());
      }
      assertThat(alarm.actions()).containsExactly(inputs.environment().names().topicArn());
    }
  }

  @Provide
  Arbitrary<Inputs> inputs() {
    return Field.inputs();
  }

  private static <D extends Desired> List<D> all(List<Desired> resources, Class<D> kind) {
    return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static List<String> texts(Tree list) {
    return ((List<?>) list.plain()).stream().map(String::valueOf).toList();
  }
}
