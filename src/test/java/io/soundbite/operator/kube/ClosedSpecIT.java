package io.soundbite.operator.kube;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every field of the API server's own schema that the operator does not set, written by another as
 * far as the API server takes it: found and healed, or a named exception. As many fields as go
 * together are written at once; what is refused beside them is tried in the next round.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosedSpecIT {
  private static final int ROUNDS = 3;

  /** Parts that the API server refuses beside what the operator sets, and why. */
  private static final Map<String, String> REFUSED =
      """
      /spec/selector/matchExpressions | immutable
      /spec/template/metadata/creationTimestamp | the API server's, and not stored
      /spec/template/metadata/deletionTimestamp | the API server's, and not stored
      /spec/template/spec/activeDeadlineSeconds | for pods that end
      /spec/template/spec/restartPolicy | takes one value only, which is the default
      /spec/template/spec/evictionResponders | behind a feature gate that is off
      /spec/template/spec/schedulingGroup | behind a feature gate that is off
      /spec/template/spec/securityContext/seccompProfile/localhostProfile | goes not together with what is wanted
      /spec/template/spec/containers/[]/lifecycle/preStop/tcpSocket | goes not together with what is wanted
      /spec/template/spec/containers/[]/lifecycle/stopSignal | goes with an operating system only
      /spec/template/spec/containers/[]/livenessProbe/httpGet/protocol | behind a feature gate that is off
      /spec/template/spec/containers/[]/readinessProbe/httpGet/protocol | behind a feature gate that is off
      /spec/template/spec/containers/[]/startupProbe/httpGet/protocol | behind a feature gate that is off
      /spec/template/spec/containers/[]/livenessProbe/successThreshold | takes one value only, which is the default
      /spec/template/spec/containers/[]/startupProbe/successThreshold | takes one value only, which is the default
      /spec/template/spec/containers/[]/livenessProbe/tcpSocket | goes not together with what is wanted
      /spec/template/spec/containers/[]/readinessProbe/tcpSocket | goes not together with what is wanted
      /spec/template/spec/containers/[]/startupProbe/tcpSocket | goes not together with what is wanted
      /spec/template/spec/containers/[]/readinessProbe/terminationGracePeriodSeconds | not for this probe
      /spec/template/spec/containers/[]/resources/claims | goes with a claim of the pod only
      /spec/template/spec/containers/[]/restartPolicyRules | behind a feature gate that is off
      /spec/template/spec/containers/[]/securityContext/privileged | goes not together with what is wanted
      /spec/template/spec/containers/[]/volumeDevices | goes with a block volume only
      /spec/template/spec/containers/[]/volumeMounts/[]/bindMountOptions | behind a feature gate that is off
      /spec/template/spec/volumes/[]/azureDisk | is no valid source as made here; any volume that is not wanted is drift
      /spec/template/spec/volumes/[]/emptyDir/mode | behind a feature gate that is off
      /spec/template/spec/volumes/[]/ephemeral | is no valid source as made here; any volume that is not wanted is drift
      /spec/template/spec/volumes/[]/iscsi | is no valid source as made here; any volume that is not wanted is drift
      /spec/template/spec/volumes/[]/quobyte | is no valid source as made here; any volume that is not wanted is drift
      /spec/clusterIP | immutable; KubeObjectsIT goes by way of another type
      /spec/clusterIPs | as clusterIP
      /spec/healthCheckNodePort | for the type LoadBalancer only; the type is wanted
      /spec/loadBalancerClass | for the type LoadBalancer only; the type is wanted
      /spec/loadBalancerSourceRanges | for the type LoadBalancer only; the type is wanted
      /spec/ports/[]/nodePort | for the type NodePort only; the type is wanted
      /spec/rules/[]/http/paths/[]/backend/resource | goes not together with what is wanted
      /spec/rules/[]/http/paths/[]/backend/service/port/number | goes not together with what is wanted
      /spec/metrics/[]/containerResource | the list is compared as a whole
      /spec/minAvailable | goes not together with what is wanted
      """
          .lines()
          .map(line -> line.split(" \\| "))
          .collect(toMap(it -> it[0], it -> it[1]));

  private Cluster cluster;
  private Loop loop;
  private List<KubeObject> wants;

  /** Without pods, which would all roll with every round. */
  @BeforeAll
  void make() throws IOException {
    cluster = Cluster.connect();
    var environment = cluster.create("production", ExampleFile.with(Tree.obj()));
    wants = Cluster.objects(environment, 0);
    loop = cluster.loop(environment, wants, KubeWriter.plain());
    loop.make();
  }

  @AfterAll
  void close() {
    cluster.close();
  }

  /**
   * Fields of one kind.
   *
   * @param atLeast how many of them the API server takes
   */
  @ParameterizedTest
  @CsvSource({
    "Deployment, 350",
    "Service, 11",
    "Ingress, 8",
    "HorizontalPodAutoscaler, 13",
    "PodDisruptionBudget, 2",
    "NetworkPolicy, 22",
    "ConfigMap, 2",
    "ServiceAccount, 2"
  })
  void everyUnsetFieldIsFoundAndHealed(String kind, int atLeast) {
    var want = want(kind);
    assertOnlyWanted(want); // or the table of defaults lacks one
    var all = unset(want);
    var taken = new ArrayList<SchemaField>();
    for (int round = 0; round < ROUNDS; round++) {
      taken.addAll(round(want, all.stream().filter(it -> !it.isAmong(taken)).toList()));
      healed(want);
    }

    assertThat(taken).hasSizeGreaterThanOrEqualTo(atLeast);
    var refused = branches(all, want);
    refused.removeAll(branches(taken, want));
    assertThat(refused).as("neither found and healed, nor known").isSubsetOf(REFUSED.keySet());
  }

  /** Writes as many of {@code fields} as the API server takes together, an object at a time. */
  private List<SchemaField> round(KubeObject want, List<SchemaField> fields) {
    var sum = new SchemaSum(cluster.client(), want);
    fields.stream()
        .collect(groupingBy(SchemaField::parent, LinkedHashMap::new, toList()))
        .values()
        .forEach(
            siblings -> {
              if (!sum.takes(siblings)) {
                siblings.forEach(it -> sum.takes(List.of(it)));
              }
            });
    return sum.written();
  }

  private void healed(KubeObject want) {
    var step = loop.step(want);
    if (!(step instanceof Step.Keep)) {
      assertThat(step).isInstanceOf(Step.Update.class);
      assertThat(loop.run(List.of(step)).values()).containsExactly(new Progress.Done());
    }
    assertThat(loop.step(want)).isInstanceOf(Step.Keep.class);
    assertOnlyWanted(want);
  }

  /** Compared as when nothing is known of who has set what. */
  private void assertOnlyWanted(KubeObject want) {
    var live = new SchemaSum(cluster.client(), want).live();
    var anonymous = live.with("metadata", live.object("metadata").without("managedFields"));

    assertThat(SchemaSum.projected(anonymous, want))
        .isEqualTo(SchemaSum.projected(want.body(), want));
  }

  /** The fields that are not wanted, with values that are not the API server's own. */
  private List<SchemaField> unset(KubeObject want) {
    return SchemaFields.unset(cluster.client(), want.body()).stream()
        .filter(
            field ->
                ServerDefaults.of(want.body().text("kind"))
                    .noneMatch(it -> field.isWithin(it.path()) && it.value().equals(field.value())))
        .toList();
  }

  /** The parts of the object that {@code fields} are in, as far as it is wanted. */
  private static TreeSet<String> branches(List<SchemaField> fields, KubeObject want) {
    return fields.stream().map(it -> it.branch(want.body())).collect(toCollection(TreeSet::new));
  }

  private KubeObject want(String kind) {
    return wants.stream()
        .filter(it -> it.body().text("kind").equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
