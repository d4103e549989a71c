package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The blueprint's objects on a real API server. */
class KubeObjectsIT {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static Cluster cluster;

  private final AtomicInteger writes = new AtomicInteger();
  private Mandate mandate = Mandate.standing();
  private Environment environment;
  private List<KubeObject> wants;
  private KubeObjects provider;

  @BeforeAll
  static void connect() {
    cluster = Cluster.connect();
  }

  @AfterAll
  static void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Each test has an environment of its own. */
  @BeforeEach
  void declare() throws IOException {
    environment = environment("production", Tree.obj());
    wants = Cluster.objects(environment);
    provider = provider(KubeCache.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"production", "staging", "development"})
  void nothingDiffersRightAfterCreation(String example) throws IOException {
    var objects = Cluster.objects(environment(example, Tree.obj()));
    objects.forEach(this::given);

    assertThat(diffs(objects)).isEmpty();
  }

  @Test
  void everySettingComesBackAsWritten() throws IOException {
    var objects = Cluster.objects(environment("staging", Cluster.everySetting()));
    objects.forEach(this::given);

    assertThat(diffs(objects)).isEmpty();
  }

  @Test
  void ownedByTheCustomResource() {
    wants.forEach(this::given);

    assertThat(provider.observe(wants).values())
        .allSatisfy(
            seen ->
                assertThat(((Observation.Present<KubeObject>) seen).ownership())
                    .isEqualTo(new Ownership.OwnedBy(environment.owner())));
  }

  @Test
  void applyingWhatIsThereChangesNothing() {
    wants.forEach(this::given);
    var before = settled();

    assertThat(wants)
        .allSatisfy(
            want ->
                assertThat(provider.update(new Change<>(want, want, List.of())))
                    .isEqualTo(new Progress.Done()));

    assertThat(versions()).isEqualTo(before);
  }

  /** Each line: who is changed, by what merge patch of a stranger, the path that shows it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Deployment/api-blue | {"spec":{"replicas":5}} | /spec/replicas
          Deployment/api-blue | {"metadata":{"labels":{"app.kubernetes.io/managed-by":null}}} | /metadata/labels/app.kubernetes.io~1managed-by
          Deployment/api-blue | {"metadata":{"ownerReferences":null}} | /metadata/ownerReferences
          Deployment/api-blue | {"spec":{"template":{"spec":{"containers":[{"name":"api","image":"other"}]}}}} | /spec/template/spec/containers/api/image
          Deployment/api-blue | {"spec":{"template":{"spec":{"containers":[{"name":"api","env":[{"name":"NODE_OPTIONS","value":"x"}]}]}}}} | /spec/template/spec/containers/api/env/NODE_OPTIONS
          Deployment/api-blue | {"spec":{"template":{"spec":{"containers":[{"name":"api","command":["sh"]}]}}}} | /spec/template/spec/containers/api/command
          Deployment/api-blue | {"spec":{"template":{"spec":{"containers":[{"name":"api","resources":{"limits":{"memory":"2Gi"}}}]}}}} | /spec/template/spec/containers/api/resources/limits/memory
          Deployment/api-blue | {"spec":{"template":{"spec":{"containers":[{"name":"api","securityContext":{"runAsUser":7}}]}}}} | /spec/template/spec/containers/api/securityContext/runAsUser
          Deployment/api-blue | {"spec":{"template":{"spec":{"containers":[{"name":"spy","image":"spy"}]}}}} | /spec/template/spec/containers/spy
          Deployment/api-blue | {"spec":{"template":{"spec":{"hostNetwork":true}}}} | /spec/template/spec/hostNetwork
          Deployment/api-blue | {"spec":{"template":{"spec":{"tolerations":[{"operator":"Exists"}]}}}} | /spec/template/spec/tolerations
          Deployment/api-blue | {"spec":{"template":{"spec":{"terminationGracePeriodSeconds":50}}}} | /spec/template/spec/terminationGracePeriodSeconds
          Deployment/processor | {"spec":{"template":{"spec":{"containers":[{"name":"processor","command":["sh"]}]}}}} | /spec/template/spec/containers/processor/command
          ConfigMap/api-blue | {"data":{"EXTRA":"1"}} | /data/EXTRA
          ConfigMap/api-blue | {"data":{"LOG_LEVEL":"debug"}} | /data/LOG_LEVEL
          ConfigMap/api-blue | {"data":{"LOG_LEVEL":null}} | /data/LOG_LEVEL
          ConfigMap/api-blue | {"binaryData":{"EXTRA":"MQ=="}} | /binaryData
          Service/api | {"spec":{"selector":{"soundbite.io/slot":"green"}}} | /spec/selector/soundbite.io~1slot
          Service/api | {"spec":{"selector":{"extra":"x"}}} | /spec/selector/extra
          Service/api | {"spec":{"ports":[{"port":3003,"protocol":"TCP","targetPort":9}]}} | /spec/ports/3003-TCP/targetPort
          PodDisruptionBudget/api-blue | {"spec":{"maxUnavailable":"50%"}} | /spec/maxUnavailable
          HorizontalPodAutoscaler/api | {"spec":{"maxReplicas":3}} | /spec/maxReplicas
          HorizontalPodAutoscaler/api | {"spec":{"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":5}}}]}} | /spec/metrics
          Ingress/api | {"spec":{"rules":[{"host":"elsewhere.example"}]}} | /spec/rules
          NetworkPolicy/processor | {"spec":{"ingress":[{}]}} | /spec/ingress
          NetworkPolicy/api | {"spec":{"podSelector":{"matchLabels":{"extra":"x"}}}} | /spec/podSelector/matchLabels/extra
          NetworkPolicy/api | {"spec":{"ingress":[{"from":[{"podSelector":{}}],"ports":[{"port":3000,"protocol":"TCP"}]}]}} | /spec/ingress
          ServiceAccount/api | {"metadata":{"annotations":{"eks.amazonaws.com/role-arn":"other"}}} | /metadata/annotations/eks.amazonaws.com~1role-arn
          ServiceAccount/api | {"automountServiceAccountToken":true} | /automountServiceAccountToken
          """)
  void driftIsFoundAndHealedByOneChange(String id, String patch, String path) {
    var want = given(want(id));
    strangerPatches(want, patch);
    var diffs = diffs(List.of(want));
    assertThat(diffs).extracting(FieldDiff::path).contains(path);
    var generation = cluster.live(want).getMetadata().getGeneration();

    assertThat(heal(want)).isEqualTo(new Progress.Done());

    assertThat(diffs(List.of(want))).isEmpty();
    var healed = cluster.live(want).getMetadata().getGeneration();
    assertThat(healed == null ? 0 : healed - generation).isLessThanOrEqualTo(1);
  }

  @Test
  void manyDriftsAtOnceRollTheDeploymentOnce() {
    var want = given(want("Deployment/api-blue"));
    strangerPatches(
        want,
        """
        {"spec":{"template":{"spec":{"containers":[
          {"name":"api","image":"other","env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]},
          {"name":"spy","image":"spy","env":[{"name":"C","value":"3"}]}]}}}}
        """);
    var generation = cluster.live(want).getMetadata().getGeneration();

    assertThat(heal(want)).isEqualTo(new Progress.Done());

    assertThat(diffs(List.of(want))).isEmpty();
    assertThat(cluster.live(want).getMetadata().getGeneration()).isEqualTo(generation + 1);
    assertThat(
            FieldSet.ours(tree(want))
                .orElseThrow()
                .covers(List.of("spec", "template", "spec", "containers", "api", "image")))
        .as("what was put right is owned again")
        .isTrue();
  }

  /** Each line: what is changed, by merge patches one after another, the path that shows it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ConfigMap/api-blue | {"immutable":true} | {} | /immutable
          ConfigMap/api-blue | {"data":{"LOG_LEVEL":"x"},"immutable":true} | {} | /data/LOG_LEVEL
          Service/api | {"spec":{"type":"ExternalName","externalName":"a.example"}} | {"spec":{"type":"ClusterIP","externalName":null,"clusterIP":"None"}} | /spec/clusterIP
          Ingress/api | {"spec":{"ingressClassName":"strangers"}} | {} | /spec/ingressClassName
          """)
  void whatNoWriteCanRemoveIsReplaced(String id, String first, String second, String path) {
    var want = given(want(id));
    var before = cluster.live(want).getMetadata().getUid();
    strangerPatches(want, first);
    strangerPatches(want, second);
    assertThat(diffs(List.of(want))).extracting(FieldDiff::path).contains(path);

    assertThat(heal(want)).isEqualTo(new Progress.Done());

    assertThat(diffs(List.of(want))).isEmpty();
    assertThat(cluster.live(want).getMetadata().getUid()).isNotEqualTo(before);
  }

  /** Its settings change while another has it immutable, and that is left to the other. */
  @Test
  void anImmutableConfigMapIsReplacedAlsoWhereThatIsIgnored() {
    var want = given(want("ConfigMap/api-blue"));
    strangerPatches(want, "{\"immutable\":true}");
    var seen = (Observation.Present<KubeObject>) observe(want);
    var body = want.body();
    var next =
        new KubeObject(
            want.key(),
            body.with("immutable", Tree.of(true))
                .with("data", body.object("data").with("LOG_LEVEL", Tree.of("debug"))),
            want.after());

    assertThat(
            provider.update(new Change<>(next, seen.have(), Difference.between(next, seen.have()))))
        .isEqualTo(new Progress.Done());
    assertThat(diffs(List.of(next))).isEmpty();
  }

  @Test
  void whatHasPodsIsNotReplacedAndTheRefusalSaysWhatToDo() {
    var want = given(want("Deployment/api-blue"));
    var seen = (Observation.Present<KubeObject>) observe(want);
    var spec = want.body().object("spec");
    var selector = Tree.obj("matchLabels", Tree.obj("soundbite.io/slot", "green"));
    var other =
        new KubeObject(
            want.key(), want.body().with("spec", spec.with("selector", selector)), want.after());

    var failure =
        failure(
            provider.update(
                new Change<>(other, seen.have(), Difference.between(other, seen.have()))));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message()).contains("immutable", "delete Deployment/" + want.key().name());
    assertThat(observe(want)).isInstanceOf(Observation.Present.class);
  }

  @Test
  void whatStrangersAddElsewhereStays() {
    var deployment = given(want("Deployment/api-blue"));
    strangerPatches(
        deployment,
        """
        {"metadata":{"annotations":{"example.com/a":"b"},"labels":{"env":"x"}},
         "spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"now"}}}}}
        """);

    assertThat(diffs(List.of(deployment))).isEmpty();
  }

  @Test
  void whatIsNoLongerWantedGoes() throws IOException {
    var rich =
        environment(
            "production",
            Tree.obj(
                "nodeSelector", Tree.obj("disk", "ssd"),
                "ingress",
                    Tree.obj("tlsSecret", "tls", "annotations", Tree.obj("example.com/a", "b"))));
    Cluster.objects(rich).forEach(this::given);
    var poor =
        new Environment(rich.owner(), rich.uid(), environment.spec(), rich.facts(), rich.names());
    var changed =
        Cluster.objects(poor).stream().filter(want -> !diffs(List.of(want)).isEmpty()).toList();

    assertThat(diffs(changed))
        .extracting(FieldDiff::path)
        .contains("/spec/tls", "/metadata/annotations", "/spec/template/spec/nodeSelector");
    int before = writes.get();
    changed.forEach(want -> assertThat(heal(want)).isEqualTo(new Progress.Done()));

    assertThat(diffs(changed)).isEmpty();
    assertThat(writes.get() - before).as("one apply each").isEqualTo(changed.size());
  }

  @Test
  void strangersObjectIsNamedAndNeverTakenOver() {
    var want = want("ConfigMap/api-blue");
    cluster
        .client()
        .configMaps()
        .inNamespace(cluster.namespace())
        .withName(want.key().name())
        .delete();
    cluster
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(want.key().name())
                .withNamespace(cluster.namespace())
                .endMetadata()
                .addToData("theirs", "1")
                .build())
        .fieldManager("their-tool")
        .serverSideApply();
    var before = cluster.live(want);

    assertThat(((Observation.Present<KubeObject>) observe(want)).ownership())
        .isEqualTo(new Ownership.Foreign("whoever made it with their-tool"));
    assertThat(failure(provider.create(want)).kind()).isEqualTo(Failure.Kind.CONFLICT);
    assertThat(cluster.live(want)).isEqualTo(before);
  }

  /** What an apply puts right, and what a patch removes. */
  @ParameterizedTest
  @CsvSource({"LOG_LEVEL, debug, error", "EXTRA, 1, 2"})
  void changeSinceItWasReadIsAConflict(String variable, String seen, String now) {
    var want = given(want("ConfigMap/api-blue"));
    strangerPatches(want, "{\"data\":{\"%s\":\"%s\"}}".formatted(variable, seen));
    var stale = cluster.live(want);
    strangerPatches(want, "{\"data\":{\"%s\":\"%s\"}}".formatted(variable, now));

    var failure = failure(heal(holding(stale), want));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
    assertThat(failure.action()).isEqualTo("patch configmaps");
    assertThat(cluster.live(want).<String>get("data", variable)).isEqualTo(now);
  }

  @Test
  void deletedWhileUpdatedIsMadeAnew() {
    var want = given(want("ConfigMap/api-blue"));
    cluster
        .client()
        .configMaps()
        .inNamespace(cluster.namespace())
        .withName(want.key().name())
        .delete();

    assertThat(provider.update(new Change<>(want, want, List.of()))).isEqualTo(new Progress.Done());
    assertThat(diffs(List.of(want))).isEmpty();
  }

  @Test
  void onlyAStatusHasChangedMeanwhile() {
    var want = given(want("Deployment/api-blue"));
    strangerPatches(want, "{\"spec\":{\"replicas\":5}}");
    var stale = cluster.live(want);
    strangerPatches(want, "{\"metadata\":{\"annotations\":{\"theirs\":\"1\"}}}");

    assertThat(heal(holding(stale), want)).isEqualTo(new Progress.Done());
    assertThat(diffs(List.of(want))).isEmpty();
  }

  /** An apply, a patch and an apply, and a deletion; each write is asked for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whoseMandateIsRevokedWritesNothingMore(int allowed) {
    var want = given(want("Service/api"));
    strangerPatches(
        want, "{\"spec\":{\"selector\":{\"extra\":\"x\",\"soundbite.io/slot\":\"green\"}}}");
    var asked = new AtomicInteger();
    mandate = () -> asked.incrementAndGet() > allowed ? Optional.of("not you") : Optional.empty();
    var before = writes.get();
    provider = provider(KubeCache.none());

    var healed = heal(want);

    assertThat(writes.get() - before).isEqualTo(allowed);
    if (allowed < 2) {
      assertThat(failure(healed))
          .isEqualTo(
              new Failure(
                  Failure.Kind.CONFLICT,
                  "patch services",
                  cluster.namespace() + "/" + want.key().name(),
                  "not you"));
    } else {
      assertThat(healed).isEqualTo(new Progress.Done());
      assertThat(failure(provider.delete(want, false)).action()).isEqualTo("delete services");
      assertThat(cluster.live(want).getMetadata().getDeletionTimestamp()).isNull();
    }
  }

  @Test
  void theMarkOfARolloutStaysWhenItIsOver() {
    var want = want("Service/api");
    var metadata = want.body().object("metadata");
    var mark = metadata.with("annotations", Tree.obj("soundbite.io/rollout", "then"));
    given(new KubeObject(want.key(), want.body().with("metadata", mark), want.after()));

    assertThat(diffs(List.of(want))).isEmpty();
  }

  @Test
  void invalidObjectIsRefusedInTheServersWords() {
    var want = given(want("Deployment/api-blue"));
    var spec = want.body().object("spec").with("replicas", Tree.of(-1));
    var bad = new KubeObject(want.key(), want.body().with("spec", spec), want.after());

    var failure = failure(provider.update(new Change<>(bad, want, List.of())));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message()).contains("spec.replicas");
    assertThat(failure.resource()).isEqualTo(cluster.namespace() + "/" + want.key().name());
  }

  @Test
  void deletedWithItsPods() {
    var want = given(want("Deployment/api-blue"));

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> provider.delete(want, false) instanceof Progress.Done);

    assertThat(observe(want)).isInstanceOf(Observation.Absent.class);
    assertThat(
            cluster
                .client()
                .pods()
                .inNamespace(cluster.namespace())
                .withLabels(
                    Map.of(
                        "soundbite.io/environment",
                        environment.owner().name(),
                        "soundbite.io/slot",
                        "blue"))
                .list()
                .getItems())
        .isEmpty();
  }

  private KubeObjects provider(KubeCache cache) {
    KubeWriter counting =
        (object, write) -> {
          writes.incrementAndGet();
          return write.apply(object);
        };
    return new KubeObjects(
        new KubeApi(cluster.client(), counting), cache, mandate, Cluster.ID, Clock.systemUTC());
  }

  /** An environment named by its number, of {@code example} with {@code settings}. */
  private static Environment environment(String example, Tree.Obj settings) throws IOException {
    var name = "e" + COUNT.incrementAndGet();
    var named = ExampleFile.with(settings.with("prefix", Tree.of(name)));
    return cluster.create(example, it -> named.apply(it).with("metadata", Tree.obj("name", name)));
  }

  /** As when the informer lags. */
  private KubeObjects holding(GenericKubernetesResource cached) {
    return provider((apiVersion, kind, namespace, name) -> Optional.of(cached));
  }

  private KubeObject given(KubeObject want) {
    assertThat(provider.create(want)).isEqualTo(new Progress.Done());
    return want;
  }

  private KubeObject want(String id) {
    return wants.stream().filter(it -> it.key().id().equals(id)).findFirst().orElseThrow();
  }

  private Observation<KubeObject> observe(KubeObject want) {
    return provider.observe(List.of(want)).get(want.key());
  }

  private List<FieldDiff> diffs(List<KubeObject> objects) {
    return objects.stream()
        .flatMap(
            want ->
                Difference.between(want, ((Observation.Present<KubeObject>) observe(want)).have())
                    .stream())
        .toList();
  }

  private Progress heal(KubeObject want) {
    return heal(provider, want);
  }

  private static Progress heal(KubeObjects provider, KubeObject want) {
    var seen = (Observation.Present<KubeObject>) provider.observe(List.of(want)).get(want.key());
    var have = seen.have();
    return provider.update(new Change<>(want, have, Difference.between(want, have)));
  }

  private static Failure failure(Progress progress) {
    assertThat(progress).isInstanceOf(Progress.Failed.class);
    return ((Progress.Failed) progress).failure();
  }

  private Tree.Obj tree(KubeObject want) {
    return new KubeApi(cluster.client(), KubeWriter.plain()).tree(cluster.live(want));
  }

  private Map<String, String> versions() {
    var versions = new TreeMap<String, String>();
    wants.forEach(
        want ->
            versions.put(want.key().id(), cluster.live(want).getMetadata().getResourceVersion()));
    return versions;
  }

  /** The versions once Kubernetes' own controllers have written their statuses. */
  private Map<String, String> settled() {
    var last = new AtomicReference<>(versions());
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var now = versions();
              return last.getAndSet(now).equals(now);
            });
    return last.get();
  }

  /** As kubectl edit and kubectl patch do. */
  private void strangerPatches(KubeObject want, String patch) {
    var builtIn = KubeTarget.of(want);
    cluster
        .client()
        .genericKubernetesResources(builtIn.context())
        .inNamespace(builtIn.namespace())
        .resource(cluster.live(want))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager("kubectl-edit")
                .build(),
            patch);
  }
}
