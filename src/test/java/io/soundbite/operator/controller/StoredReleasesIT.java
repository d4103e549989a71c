package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Tree;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Releases are stored before they are needed, and looked at without asking for them. */
class StoredReleasesIT {
  private static final String NAME = "stored";

  private final ApiRequests requests = new ApiRequests();
  private final OperatorUnderTest operator = new OperatorUnderTest(Sandbox.client(requests));
  private final KubernetesClient peoplesClient =
      new KubernetesClientBuilder().withConfig(Sandbox.kubeconfig()).build();
  private final Kubectl people = new Kubectl(peoplesClient, operator.namespace());

  @BeforeEach
  void start() {
    operator.start().ready(NAME, NAME, Map.of());
  }

  @AfterEach
  void close() {
    operator.close();
    peoplesClient.close();
  }

  @Test
  void nothingToDoAsksNothingOfTheApiServer() {
    assertOnlyTheStatusIsWritten();

    operator.stop();
    operator.start();

    assertOnlyTheStatusIsWritten();
  }

  @Test
  void deletedReleaseIsStoredAgain() {
    var revision = revision(people.environment(NAME).get());
    var data = revision.require().getData();
    var before = revision.require().getMetadata().getUid();

    revision.delete();

    await("the release is stored again")
        .atMost(OperatorUnderTest.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var again = revision.require();
              assertThat(again.getMetadata().getUid()).isNotEqualTo(before);
              assertThat(again.getData()).isEqualTo(data);
            });
    assertThat(reconcile()).matches(OperatorUnderTest::isReady);
  }

  /** So that somebody may come back to all of it. */
  @Test
  void whatAskedForTheReleaseIsStoredBesideIt() {
    var environment = people.environment(NAME).get();

    var data = Json.of(revision(environment).require().getData());

    assertThat(ReleaseFields.in((Tree.Obj) data)).contains(ReleaseFields.of(environment.getSpec()));
    assertThat(Release.read(data).tag()).isEqualTo(environment.getSpec().image().tag());
  }

  /** Whoever can write ControllerRevisions changes nothing of what runs by it. */
  @Test
  void whatSomebodyElseStoredIsNeverRun() {
    var revision = revision(people.environment(NAME).get());
    var good = revision.require();
    var image = running();
    var content = (Tree.Obj) Json.of(good.getData());

    // Other content under the name; the content under its own name, of another owner; no release.
    var evil = content.with("image", Tree.of("evil.example.com/api@sha256:" + "e".repeat(64)));
    for (var data : List.of(evil, content.with("config", Tree.obj()), Tree.obj("tag", "1"))) {
      forge(revision, good, it -> it.setData(data.plain()));
      awaitStoredAgain(revision, good);
    }
    forge(
        revision,
        good,
        it -> it.getMetadata().getOwnerReferences().getFirst().setUid("not-" + NAME));
    awaitStoredAgain(revision, good);
    assertThat(running()).isEqualTo(image);
    assertThat(reconcile()).matches(OperatorUnderTest::isReady);
  }

  /** Where the spec asks for something else by then, the slot stays, and status says so. */
  @Test
  @FollowsAdvice("ReleaseLost")
  void aForgedReleaseThatTheSpecDoesNotAskForIsLost() {
    var revision = revision(people.environment(NAME).get());
    var good = revision.require();
    var image = running();
    var evil =
        ((Tree.Obj) Json.of(good.getData()))
            .with("image", Tree.of("evil.example.com/api@sha256:" + "e".repeat(64)));
    people.change(NAME, "image", Map.of("tag", "nobody-pushed-it"));
    operator.await(NAME, it -> OperatorUnderTest.is(it, "Promoted", "False"));

    forge(revision, good, it -> it.setData(evil.plain()));

    var lost =
        operator.await(
            NAME,
            it ->
                OperatorUnderTest.condition(it, "Ready")
                    .filter(any -> any.getReason().equals("ReleaseLost"))
                    .isPresent());
    assertThat(OperatorUnderTest.condition(lost, "Ready").orElseThrow().getMessage())
        .contains("[%s] exist and are ignored".formatted(good.getMetadata().getName()));
    assertThat(running()).isEqualTo(image);

    people.change(NAME, "image", Map.of("tag", "1.4.1"));
    operator.awaitReady(NAME);
    assertThat(running()).isEqualTo(image);
  }

  private void forge(
      Resource<ControllerRevision> revision,
      ControllerRevision good,
      Consumer<ControllerRevision> change) {
    var forged = new ControllerRevisionBuilder(good).build();
    forged.getMetadata().setUid(null);
    forged.getMetadata().setResourceVersion(null);
    change.accept(forged);
    operator.stop();
    revision.delete();
    peoplesClient.resource(forged).inNamespace(operator.namespace()).create();
    operator.start();
  }

  private static void awaitStoredAgain(
      Resource<ControllerRevision> revision, ControllerRevision good) {
    await("the release is stored again")
        .atMost(OperatorUnderTest.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var again = revision.require();
              assertThat(Json.of(again.getData())).isEqualTo(Json.of(good.getData()));
              assertThat(again.getMetadata().getOwnerReferences())
                  .isEqualTo(good.getMetadata().getOwnerReferences());
            });
  }

  /** Images of the environment's Deployments. */
  private List<String> running() {
    return peoplesClient
        .apps()
        .deployments()
        .inNamespace(operator.namespace())
        .list()
        .getItems()
        .stream()
        .map(it -> it.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .toList();
  }

  private void assertOnlyTheStatusIsWritten() {
    reconcile();
    // After a start AWS is read anew first.
    operator.awaitReady(NAME);
    operator.await(NAME, it -> OperatorUnderTest.is(it, "Verified", "True"));
    var before = requests.count();
    for (var i = 0; i < 3; i++) {
      reconcile();
    }
    assertThat(requests.since(before))
        .isEqualTo(
            Collections.nCopies(
                3,
                "PATCH /apis/soundbite.io/v1alpha1/namespaces/%s/soundbiteenvironments/%s/status"
                    .formatted(operator.namespace(), NAME)));
  }

  /** Has it reconciled, and looks on through another client than the operator's. */
  private SoundBiteEnvironment reconcile() {
    var stamp = people.requestReconcile(NAME);
    return people
        .environment(NAME)
        .waitUntilCondition(
            it ->
                it.getStatus().lastHandled() != null
                    && stamp.equals(it.getStatus().lastHandled().reconcileRequestedAt()),
            OperatorUnderTest.PATIENCE.toSeconds(),
            TimeUnit.SECONDS);
  }

  private Resource<ControllerRevision> revision(SoundBiteEnvironment environment) {
    return peoplesClient
        .apps()
        .controllerRevisions()
        .inNamespace(operator.namespace())
        .withName(environment.getStatus().release().revision());
  }
}
