package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.blueprint.Canonical;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.FieldDiff;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live objects as they differ from what is wanted, and the patch that mends them. */
class ProjectionTest {
  private static final String WANT =
      """
      kind: Deployment
      metadata:
        labels: {app: a}
        ownerReferences: [{uid: new, controller: true}]
      spec:
        replicas: 2
        selector: {matchLabels: {app: a}}
        template:
          spec:
            tolerations: [{key: spot}]
            containers:
            - name: api
              image: one
              resources: {limits: {cpu: 500m, memory: 1Gi}}
              ports: [{name: http, containerPort: 3000, protocol: TCP}]
              volumeMounts: [{name: tmp, mountPath: /tmp}]
      """;

  private static final String OURS =
      """
      {manager: soundbite-operator, operation: Apply, fieldsV1: {"f:metadata": {"f:labels":
       {"f:app": {}, "f:old": {}}}, "f:spec": {"f:replicas": {}, "f:paused": {}, "f:template":
       {"f:spec": {"f:tolerations": {}, "f:containers": {'k:{"name":"api"}': {".": {}, "f:image":
       {}, "f:ports": {'k:{"containerPort":3000,"protocol":"TCP"}': {".": {}}}}}}}}}}
      """;

  private static final String LIVE =
      """
      kind: Deployment
      metadata:
        resourceVersion: "7"
        labels: {app: a}
        annotations: {deployment.kubernetes.io/revision: "1"}
        ownerReferences: [{uid: new, controller: true}]
        managedFields:
        - %s
      spec:
        replicas: 2
        revisionHistoryLimit: 10
        selector: {matchLabels: {app: a}}
        template:
          spec:
            dnsPolicy: ClusterFirst
            tolerations: [{key: spot, operator: Equal}]
            containers:
            - name: api
              image: one
              imagePullPolicy: Always
              resources: {limits: {cpu: "0.5", memory: "1073741824"}}
              ports: [{name: http, containerPort: 3000, protocol: TCP}]
              volumeMounts: [{name: tmp, mountPath: /tmp}]
      status: {replicas: 2}
      """
          .formatted(OURS);

  /** An update compares what it reads with what was observed. */
  @Test
  void isCanonicalEvenWhereOnlyOthersHaveSetSomething() {
    var annotated = WANT.replace("labels:", "annotations: {ours: mark}\n  labels:");
    var projection = Projection.of(tree(LIVE), tree(annotated));

    assertThat(projection.object("metadata").fields()).doesNotContainKey("annotations");
    assertThat(Canonical.of(projection)).isEqualTo(projection);
  }

  @Test
  void defaultsAndQuantitiesWrittenOtherwiseAreNoDifference() {
    assertThat(paths(WANT, LIVE)).isEmpty();
  }

  @Test
  void elementsAreAddressedByTheirKeys() {
    assertThat(paths(WANT, LIVE.replace("image: one", "image: two")))
        .containsExactly("/spec/template/spec/containers/api/image");
    assertThat(paths(WANT, LIVE.replace("name: http,", "name: web,")))
        .containsExactly("/spec/template/spec/containers/api/ports/3000-TCP/name");
    assertThat(paths(WANT, LIVE.replace("name: tmp,", "name: other,")))
        .containsExactly("/spec/template/spec/containers/api/volumeMounts/~1tmp/name");
  }

  @Test
  void missingElementIsAddressedToo() {
    assertThat(
            paths(
                WANT.replace("volumeMounts: [", "volumeMounts: [{name: x, mountPath: /x}, "), LIVE))
        .containsExactly("/spec/template/spec/containers/api/volumeMounts/~1x");
  }

  @Test
  void orderOfKeyedListsMeansNothing() {
    var two = "volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /b}]";
    var swapped = "volumeMounts: [{name: b, mountPath: /b}, {name: a, mountPath: /a}]";
    var one = "volumeMounts: [{name: tmp, mountPath: /tmp}]";

    assertThat(paths(WANT.replace(one, two), LIVE.replace(one, swapped))).isEmpty();
  }

  @Test
  void strangersVariablesAndSelectorsAreDrift() {
    assertThat(paths(WANT, LIVE.replace("image: one", "image: one\n        env: [{name: X}]")))
        .containsExactly("/spec/template/spec/containers/api/env");
    assertThat(paths(WANT, LIVE.replace("matchLabels: {app: a}", "matchLabels: {app: a, b: c}")))
        .containsExactly("/spec/selector/matchLabels/b");
  }

  @Test
  void strangersLabelsAreNot() {
    assertThat(paths(WANT, LIVE.replace("labels: {app: a}", "labels: {app: a, env: x, data: y}")))
        .isEmpty();
  }

  @Test
  void variableThatBecameAReferenceShowsBothSides() {
    var container = "image: one\n        env: ";

    assertThat(
            paths(
                WANT.replace("image: one", container + "[{name: A, value: b}]"),
                LIVE.replace(
                    "image: one",
                    container
                        + "[{name: A, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: x}}}]")))
        .containsExactly(
            "/spec/template/spec/containers/api/env/A/value",
            "/spec/template/spec/containers/api/env/A/valueFrom");
  }

  @Test
  void whatWasAppliedAndIsNoLongerWantedIsADifference() {
    assertThat(
            paths(
                WANT,
                LIVE.replace("labels: {app: a}", "labels: {app: a, old: b}")
                    .replace("replicas: 2\n  rev", "replicas: 2\n  paused: true\n  rev")))
        .containsExactly("/metadata/labels/old", "/spec/paused");
  }

  @Test
  void whatOthersSetIsADifferenceInAPodAndElsewhere() {
    var live =
        setByOthers("{f:minReadySeconds: {}, f:template: {f:spec: {f:hostNetwork: {}}}}")
            .replace("replicas: 2\n  rev", "replicas: 2\n  minReadySeconds: 3\n  rev")
            .replace("dnsPolicy: C", "hostNetwork: true\n      dnsPolicy: C");

    assertThat(paths(WANT, live))
        .containsExactly("/spec/minReadySeconds", "/spec/template/spec/hostNetwork");
  }

  /** {@code kubectl rollout pause} would keep every later release out. */
  @Test
  void aPauseIsADifferenceAndItsEndIsNone() {
    var live = setByOthers("{f:paused: {}}").replace("manager: kubectl-edit", "manager: kubectl");

    assertThat(
            paths(WANT, live.replace("replicas: 2\n  rev", "replicas: 2\n  paused: true\n  rev")))
        .containsExactly("/spec/paused");
    assertThat(paths(WANT, live)).isEmpty();
  }

  /** As a policy or webhook writes, and a client that takes the operator's name. */
  @Test
  void whatIsSetUnderTheOperatorsNameWithoutBeingAppliedIsADifference() {
    var live =
        setByOthers("{f:minReadySeconds: {}}")
            .replace("manager: kubectl-edit", "manager: soundbite-operator")
            .replace("replicas: 2\n  rev", "replicas: 2\n  minReadySeconds: 3\n  rev");

    assertThat(paths(WANT, live)).containsExactly("/spec/minReadySeconds");
  }

  /** A default has no effect, whichever manager has set it; any other value has. */
  @Test
  void defaultsAreToldByTheirValue() {
    var live =
        setByOthers("{f:template: {f:spec: {f:dnsPolicy: {}}}}")
            .replace("kind: Deployment", "kind: Deployment");

    assertThat(paths(WANT, live)).isEmpty();
    assertThat(paths(WANT, LIVE.replace("ClusterFirst", "Default")))
        .containsExactly("/spec/template/spec/dnsPolicy");
  }

  /** What a newer API server sets has no owner, as long as there are owners at all. */
  @Test
  void anUnknownFieldIsADefaultOnlyWhereNobodyHasSetIt() {
    var live = LIVE.replace("replicas: 2\n  rev", "replicas: 2\n  newer: true\n  rev");

    assertThat(paths(WANT, live)).isEmpty();
    assertThat(paths(WANT, live.replace("operation: Apply", "operation: Update")))
        .contains("/spec/newer");
  }

  @Test
  void ofAPartThatIsNotWantedOnlyWhatHasAnEffectIsShown() {
    var want = "kind: HorizontalPodAutoscaler\nspec: {maxReplicas: 3}";
    var live =
        """
        kind: HorizontalPodAutoscaler
        spec:
          maxReplicas: 3
          behavior:
            scaleDown: {selectPolicy: Max, policies: [{type: Percent, value: 100, periodSeconds: 15}]}
            scaleUp: {selectPolicy: %s, stabilizationWindowSeconds: 0}
        """;

    assertThat(diffs(want, live.formatted("Disabled")))
        .extracting(FieldDiff::path, FieldDiff::have)
        .containsExactly(
            tuple("/spec/behavior", Tree.obj("scaleUp", Tree.obj("selectPolicy", "Disabled"))));
    assertThat(diffs(want, live.formatted("Max"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Service | clusterIP: 10.0.0.1 |",
        "Service | clusterIP: None | /spec/clusterIP",
        "Service | sessionAffinity: None |",
        "Service | sessionAffinity: ClientIP | /spec/sessionAffinity",
        "Service | publishNotReadyAddresses: true | /spec/publishNotReadyAddresses",
        "Service | externalIPs: [1.2.3.4] | /spec/externalIPs",
        "Ingress | ingressClassName: nginx |",
        "Ingress | defaultBackend: {service: {name: x}} | /spec/defaultBackend",
      })
  void withoutOwnersOnlyExceptionsAndDefaultsAreNoDifference(
      String kind, String field, @Nullable String path) {
    var object = "metadata: {resourceVersion: '7'}\nkind: " + kind + "\nspec: {a: b%s}";
    var applied =
        "{managedFields: [{manager: soundbite-operator, operation: Apply, fieldsV1: {f:spec:"
            + " {f:a: {}}}}], resourceVersion: '7'}";

    assertThat(paths(object.formatted(""), object.formatted(", " + field)))
        .isEqualTo(path == null ? List.of() : List.of(path));
    assertThat(
            paths(
                object.formatted(""),
                object
                    .formatted(", " + field)
                    .replace("{resourceVersion: '7'}", applied)
                    .replace("f:a: {}}}}]", "f:a: {}}}}, " + byKubectl(field) + "]")))
        .as("set by another")
        .isEqualTo(
            field.startsWith("ingressClassName")
                ? List.of("/spec/ingressClassName")
                : path == null ? List.of() : List.of(path));
  }

  private static String byKubectl(String field) {
    return "{manager: kubectl-edit, operation: Update, fieldsV1: {f:spec: {f:%s: {}}}}"
        .formatted(field.substring(0, field.indexOf(':')));
  }

  /** What the API server replaces as a whole, it says to be set as a whole. */
  @Test
  void whatOthersSetAsAWholeIsAllTheirs() {
    var spread =
        "topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: ScheduleAnyway,"
            + " labelSelector: {matchLabels: {app: a%s}}}]";
    var live =
        setByOthers(
                "{f:template: {f:spec: {f:topologySpreadConstraints: {"
                    + "'k:{\"topologyKey\":\"zone\",\"whenUnsatisfiable\":\"ScheduleAnyway\"}': "
                    + "{f:labelSelector: {}}}}}}")
            .replace("dnsPolicy: C", spread.formatted(", b: c") + "\n      dnsPolicy: C");

    assertThat(
            paths(
                WANT.replace("tolerations:", spread.formatted("") + "\n      tolerations:"), live))
        .containsExactly(
            "/spec/template/spec/topologySpreadConstraints/zone-ScheduleAnyway"
                + "/labelSelector/matchLabels/b");
  }

  @Test
  void elementThatBearsAWantedOnesNameIsInTheWay() {
    var other = LIVE.replace("containerPort: 3000,", "containerPort: 3001,");

    assertThat(paths(WANT, other))
        .containsExactly(
            "/spec/template/spec/containers/api/ports/3000-TCP",
            "/spec/template/spec/containers/api/ports/3001-TCP");
    assertThat(paths(WANT, other.replace("name: http,", "name: web,")))
        .containsExactly("/spec/template/spec/containers/api/ports/3000-TCP");
  }

  @Test
  void theServiceAccountsOldNameIsNoDifferenceOfItsOwn() {
    var named = "dnsPolicy: C";

    assertThat(
            paths(
                WANT.replace("tolerations:", "serviceAccountName: a\n      tolerations:"),
                LIVE.replace(
                    named, "serviceAccountName: b\n      serviceAccount: b\n      " + named)))
        .containsExactly("/spec/template/spec/serviceAccountName");
  }

  @Test
  void listReplacedByAStrangerIsComparedAsItIs() {
    var replaced =
        setByOthers("{f:template: {f:spec: {f:tolerations: {}}}}")
            .replace("\"f:tolerations\": {}, ", "");

    assertThat(paths(WANT, replaced)).containsExactly("/spec/template/spec/tolerations");
  }

  @Test
  void listOfAnotherLengthIsComparedAsItIs() {
    assertThat(paths(WANT, LIVE.replace("{key: spot, operator: Equal}", "{key: a}, {key: b}")))
        .containsExactly("/spec/template/spec/tolerations");
  }

  @Test
  void anEarlierControllersReferenceIsInTheWay() {
    assertThat(
            paths(
                WANT, LIVE.replace("{uid: new, controller: true}", "{uid: old, controller: true}")))
        .containsExactly("/metadata/ownerReferences/new", "/metadata/ownerReferences/old");
    assertThat(
            paths(
                WANT,
                LIVE.replace(
                    "{uid: new, controller: true}", "{uid: new, controller: true}, {uid: x}")))
        .isEmpty();
  }

  @Test
  void emptyListsAndVariablesAreNoDifference() {
    assertThat(
            paths(
                WANT.replace("replicas: 2", "replicas: 2\n  empty: []\n  nothing: null")
                    .replace("image: one", "image: one\n        env: [{name: E, value: \"\"}]"),
                LIVE.replace("image: one", "image: one\n        env: [{name: E}]")))
        .isEmpty();
  }

  @Test
  void patchSetsAndRemovesInTheVersionSeen() {
    var live =
        LIVE.replace(
            "image: one",
            "image: two\n        env: [{name: A}, {name: B, value: b}, {name: C}, {name: D}]");
    var want =
        WANT.replace("image: one", "image: one\n        env: [{name: B, value: x}, {name: E}]");

    assertThat((List<?>) Json.read(JsonPatch.of(tree(live), diffs(want, live))).plain())
        .extracting(Object::toString)
        .containsExactly(
            "{op=replace, path=/metadata/resourceVersion, value=7}",
            "{op=add, path=/spec/template/spec/containers/0/env/1/value, value=x}",
            "{op=add, path=/spec/template/spec/containers/0/env/-, value={name=E}}",
            "{op=add, path=/spec/template/spec/containers/0/image, value=one}",
            "{op=remove, path=/spec/template/spec/containers/0/env/3}",
            "{op=remove, path=/spec/template/spec/containers/0/env/2}",
            "{op=remove, path=/spec/template/spec/containers/0/env/0}");
  }

  /** LIVE, where somebody with kubectl has set these {@code fields} of the spec. */
  private static String setByOthers(String fields) {
    var theirs = "- {manager: kubectl-edit, operation: Update, fieldsV1: {f:spec: " + fields + "}}";
    return LIVE.replace("- {manager", theirs + "\n  - {manager");
  }

  private static List<String> paths(String want, String live) {
    return diffs(want, live).stream().map(FieldDiff::path).toList();
  }

  private static List<FieldDiff> diffs(String want, String live) {
    var wanted = object(tree(want));
    return Difference.between(wanted, object(Projection.of(tree(live), wanted.body())));
  }

  private static KubeObject object(Tree.Obj body) {
    return new KubeObject(new Key(Stack.API, "Deployment/api", "api"), body, Set.of());
  }

  private static Tree.Obj tree(String yaml) {
    return (Tree.Obj) Tree.of(Serialization.unmarshal(yaml, Object.class));
  }
}
