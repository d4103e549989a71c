package io.soundbite.operator.kube;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;
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

  /** Parts that the API server takes from nobody beside what the operator sets, and why. */
  private static final Map<String, String> REFUSED = Map.of();

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
