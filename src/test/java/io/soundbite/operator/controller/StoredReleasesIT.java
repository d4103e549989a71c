package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.ReleaseFields;
import io.soundbite.operator.blueprint.Tree;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  private void assertOnlyTheStatusIsWritten() {
    reconcile();
    // After a start AWS is read anew first.
    operator.awaitReady(NAME);
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
