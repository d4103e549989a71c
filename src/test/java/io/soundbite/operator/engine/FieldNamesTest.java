package io.soundbite.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {
  private static final SqsQueue QUEUE = Specimens.queue(Optional.of(Specimens.redrive(3)));
  private static final Desired POD =
      Specimens.pod(
          Map.of("a.example/b~c", "1"),
          List.of(
              Specimens.container("api", "1")
                  .with("env", new Tree.Arr(List.of(Tree.obj("name", "A", "value", "1"))))
                  .with("resources", Tree.obj("limits", Tree.obj("cpu", "1")))));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/visibility",
        "/redrive",
        "/redrive/maxReceives",
        "/tags",
        "/tags/Project",
        "/tags/anybodys",
        "/policy",
        "/policy/Statement"
      })
  void ofARecord(String path) {
    assertThat(FieldNames.has(QUEUE, path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/visibilty",
        "/visibility/seconds",
        "/redrive/max",
        "/redrive/maxReceives/x",
        "/tags/Project/x",
        "/key",
        "/key/name",
        "/Visibility"
      })
  void notOfARecord(String path) {
    assertThat(FieldNames.has(QUEUE, path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/redrive/maxReceives", "/policy/Statement", "/redrive"})
  void whateverIsThere(String path) {
    assertThat(FieldNames.has(Specimens.queue(Optional.empty()), path)).isTrue();
  }

  @Test
  void ofWhatIsInAMap() {
    assertThat(FieldNames.has(Specimens.table(true, true), "/indexes/User/primaryKey/sort"))
        .isTrue();
    assertThat(FieldNames.has(Specimens.table(true, true), "/indexes/Any/projection")).isTrue();
    assertThat(FieldNames.has(Specimens.table(true, true), "/indexes/User/keys")).isFalse();
    assertThat(FieldNames.has(Specimens.role(null), "/inlinePolicies/any/Statement")).isTrue();
    assertThat(FieldNames.has(Specimens.role(null), "/description")).isTrue();
    assertThat(FieldNames.has(Specimens.role(null), "/attachedPolicies")).isTrue();
    assertThat(FieldNames.has(Specimens.role(null), "/attachedPolicies/arn:one")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metadata",
        "/metadata/annotations/a.example~1b~0c",
        "/metadata/annotations/anybodys",
        "/spec/command",
        "/spec/containers/api/image",
        "/spec/containers/api/env/A/value",
        "/spec/containers/api/env/ANYBODYS",
        "/spec/containers/api/resources/limits/cpu",
        "/spec/containers/api/resources/limits/anybodys"
      })
  void ofAnObject(String path) {
    assertThat(FieldNames.has(POD, path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/body",
        "/body/metadata",
        "/metadata/labels",
        "/metadata/annotations/anybodys/x",
        "/spec/command/0",
        "/spec/containers/worker",
        "/spec/containers/api/image/x",
        "/spec/containers/0/image"
      })
  void notOfAnObject(String path) {
    assertThat(FieldNames.has(POD, path)).isFalse();
  }

  /** Others may set whatever the kind has. */
  @ParameterizedTest
  @CsvSource({
    "HorizontalPodAutoscaler, /spec/behavior/scaleUp/selectPolicy, true",
    "HorizontalPodAutoscaler, /spec/behaviour, false",
    "Deployment, /spec/paused, true",
    "Deployment, /spec/template/spec/volumes/extra/emptyDir, true",
    "Deployment, /spec/template/spec/initContainers/side/image, true",
    "Deployment, /spec/template/spec/initContainers/side/imag, false",
    "Service, /spec/ports/81-TCP/appProtocol, true",
    "Service, /spec/sessionAffinity, true",
    "Service, /spec/sessionAffinity/x, false",
    "Ingress, /spec/rules/0/host, false",
    "ConfigMap, /immutable, true",
    "ConfigMap, /data/ANY, true",
    "ConfigMap, /data/ANY/x, false",
    "ConfigMap, /metadata/finalizers, false",
    "ServiceAccount, /secrets, true",
    "Pod, /spec/hostNetwork, false",
  })
  void whatOthersMaySetInAnObject(String kind, String path, boolean known) {
    var object = new KubeObject(Samples.key("object"), Tree.obj("kind", kind), Set.of());

    assertThat(FieldNames.has(object, path)).isEqualTo(known);
  }

  @Test
  void jsonThatIsNotThereMayHaveAnyField() {
    var repository =
        new EcrRepository(
            Samples.key("repository"),
            "arn",
            true,
            "MUTABLE",
            Optional.empty(),
            Optional.empty(),
            Map.of());

    assertThat(FieldNames.has(repository, "/lifecyclePolicy/rules")).isTrue();
  }

  @Test
  void areListedForWhoeverMistookOne() {
    assertThat(FieldNames.of(QUEUE))
        .containsExactly(
            "/url",
            "/visibility",
            "/retention",
            "/poll",
            "/managedEncryption",
            "/kmsKey",
            "/keyReuse",
            "/redrive",
            "/policy",
            "/tags",
            "/additional");
    assertThat(FieldNames.of(POD)).contains("/metadata", "/spec");
  }

  /** What is listed can be named. */
  @Test
  void whatIsListedIsThere() {
    var dashboard = new Dashboard(Samples.key("dashboard"), Tree.obj("widgets", List.of()));

    assertThat(List.of(QUEUE, POD, dashboard, Specimens.role(null), Specimens.table(true, true)))
        .allSatisfy(
            resource ->
                assertThat(FieldNames.of(resource))
                    .isNotEmpty()
                    .allMatch(path -> FieldNames.has(resource, path)));
  }
}
