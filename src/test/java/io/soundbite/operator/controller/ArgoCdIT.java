package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soundbite.operator.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of deploy/argocd in the real Argo CD: it installs the operator and the environments,
 * and every change is a commit, as docs/gitops.md describes.
 */
@Tag("packaged")
@Tag("argocd")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArgoCdIT {
  private static final String ENVIRONMENTS = "soundbite-environments";
  private static final String OPERATOR = "soundbite-operator";
  private static final String REPOSITORY = "soundbite-staging-api";
  private static final List<String> ALL = List.of("staging", "production");

  @TempDir private static Path directory;
  private static OperatorUnderTest world;
  private static PackagedOperator operator;
  private static ArgoCd argocd;
  private static Shell shell;
  private static GitRepository git;

  @BeforeAll
  static void start() throws IOException {
    world = new OperatorUnderTest();
    operator = new PackagedOperator();
    shell = Checkout.in(directory, world.namespace()).shell();
    world.client().namespaces().withName(world.namespace()).delete();
    Awaitility.await("the end of the namespace")
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> world.client().namespaces().withName(world.namespace()).get() == null);
    argocd = ArgoCd.start(world.client());
    var origin = GitRepository.of("operator", argocd, shell);
    origin.add("deploy/helm", "deploy");
    origin.commit("The chart");
    git = GitRepository.of("environments", argocd, shell);
    git.add("deploy/argocd/environments/*", ".");
    git.edit("namespace", "s/name: soundbite$/name: " + world.namespace() + "/");
    git.commit("Staging and production");
  }

  @AfterAll
  static void stop() {
    if (argocd.has(OPERATOR)) {
      argocd.delete(OPERATOR, true);
      Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(() -> !argocd.has(OPERATOR));
    }
    operator.sync();
    argocd.close();
    shell.close();
    world.close();
  }

  /** Neither application waits for the other, and nothing is there before them. */
  @Test
  @Order(1)
  void synchronisesBothFromNothing() {
    argocd.apply("environments.yaml", ArgoCdIT::inThisNamespace);
    argocd.apply("operator.yaml", ArgoCdIT::forThisAccount);

    argocd.await(OPERATOR, "Synced", "Healthy");
    operator.sync();
    world.push("staging", REPOSITORY, "1.4.1", "1.4.2", "1.4.3", "1.5.0-broken");
    argocd.await(ENVIRONMENTS, "Synced", "Healthy");
    awaitLive("staging", "1.4.1");
    awaitLive("production", "1.4.1");
  }

  @Test
  @Order(2)
  void promotesByOneCommitToBoth() {
    git.tag("staging", "1.4.2");
    git.tag("production", "1.4.2");
    commit("Release 1.4.2");

    awaitLive("staging", "1.4.2");
    awaitLive("production", "1.4.2");
    argocd.await(ENVIRONMENTS, "Synced", "Healthy");
  }

  @Test
  @Order(3)
  void isSuspendedUntilSomebodyApproves() {
    git.edit("production", "s/# approval: Manual/approval: Manual/");
    git.tag("staging", "1.4.3");
    git.tag("production", "1.4.3");
    commit("Release 1.4.3");
    world.await("production", it -> it.getStatus().toString().contains("NotApproved"));

    var waiting = argocd.await(ENVIRONMENTS, "Synced", "Suspended");
    assertThat(ArgoCd.resource(waiting, "production"))
        .startsWith("Synced Suspended AwaitingPromotion");
    assertThat(world.environment("production").get().getStatus().release().tag())
        .isEqualTo("1.4.2");

    var asked =
        OperatorUnderTest.condition(world.environment("production").get(), "Ready")
            .orElseThrow()
            .getMessage()
            .replaceFirst("(?s).*soundbite.io/approve=(\\S+).*", "$1");
    world.kubectl().annotate("production", "soundbite.io/approve", asked);
    argocd.await(ENVIRONMENTS, "Synced", "Healthy");
    awaitLive("production", "1.4.3");
  }

  /** Production goes back, and staging forward again, whatever the other's health is. */
  @Test
  @Order(4)
  void appliesEveryCommitWhileStagingIsDegraded() {
    git.tag("staging", "1.5.0-broken");
    commit("Try 1.5.0 in staging");
    var degraded = argocd.await(ENVIRONMENTS, "Synced", "Degraded");
    assertThat(ArgoCd.resource(degraded, "staging")).contains("RolledBack", "ImagePullBackOff");

    git.tag("production", "1.4.2");
    commit("Production goes back");
    awaitLive("production", "1.4.2");
    argocd.await(ENVIRONMENTS, "Synced", "Degraded");

    git.tag("staging", "1.4.3");
    commit("Staging goes back");
    awaitLive("staging", "1.4.3");
    awaitLive("production", "1.4.2");
    argocd.await(ENVIRONMENTS, "Synced", "Healthy");
  }

  @Test
  @Order(5)
  void appliesTheCorrectionOfATagThatNobodyPushed() {
    git.tag("staging", "9.9.9");
    commit("Mistype a tag");
    var mistyped =
        argocd.await(
            ENVIRONMENTS, it -> ArgoCd.resource(it, "staging").matches("(?s)Synced .*9\\.9\\.9.*"));
    assertThat(mistyped.at("/status/operationState/phase").asText()).isEqualTo("Succeeded");
    assertThat(mistyped.at("/status/health/status").asText()).isIn("Progressing", "Degraded");

    git.tag("staging", "1.4.2");
    commit("Correct it");
    awaitLive("staging", "1.4.2");
    awaitLive("production", "1.4.2");
    argocd.await(ENVIRONMENTS, "Synced", "Healthy");
  }

  @Test
  @Order(6)
  void prunesProductionOnlyWhenSomebodyConfirms() {
    var before = uid("production");
    git.remove("production");
    commit("Lose a file");
    argocd.await(ENVIRONMENTS, "OutOfSync", "Healthy");

    argocd.prune(ENVIRONMENTS);
    argocd.await(ENVIRONMENTS, ArgoCdIT::waitsForConfirmation);
    git.restore("production");
    git.tag("staging", "1.4.3");
    commit("Find it again");
    // The operation under way keeps it from this commit, as the document warns.
    argocd.await(
        ENVIRONMENTS,
        it ->
            it.at("/status/sync/revision").asText().equals(git.head()) && waitsForConfirmation(it));
    argocd.terminate(ENVIRONMENTS);
    argocd.await(ENVIRONMENTS, "Synced", "Healthy");
    awaitLive("staging", "1.4.3");
    awaitLive("production", "1.4.2");
    assertThat(uid("production")).isEqualTo(before);

    git.remove("production");
    commit("Take production out");
    argocd.await(ENVIRONMENTS, "OutOfSync", "Healthy");
    argocd.prune(ENVIRONMENTS);
    argocd.await(ENVIRONMENTS, ArgoCdIT::waitsForConfirmation);
    argocd.confirm(ENVIRONMENTS);
    world.kubectl().awaitGone("production");
    argocd.await(ENVIRONMENTS, "Synced", "Healthy");
    assertThat(uid("staging")).isNotEmpty();
  }

  @Test
  @Order(7)
  void deletesEnvironmentsWithTheApplicationOnlyWhenSomebodyConfirms() {
    git.restore("production");
    commit("Production again");
    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .until(() -> world.environment("production").get() != null);
    var uids = ALL.stream().map(ArgoCdIT::uid).toList();

    argocd.delete(ENVIRONMENTS, false);
    Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(() -> !argocd.has(ENVIRONMENTS));
    assertThat(ALL.stream().map(ArgoCdIT::uid)).isEqualTo(uids);

    argocd.apply("environments.yaml", ArgoCdIT::inThisNamespace);
    argocd.await(ENVIRONMENTS, it -> it.at("/status/sync/status").asText().equals("Synced"));
    argocd.delete(ENVIRONMENTS, true);
    argocd.confirm(ENVIRONMENTS);
    ALL.forEach(world.kubectl()::awaitGone);
    Awaitility.await().atMost(OperatorUnderTest.PATIENCE).until(() -> !argocd.has(ENVIRONMENTS));
    assertThat(world.client().namespaces().withName(world.namespace()).get().isMarkedForDeletion())
        .isFalse();
  }

  private static void inThisNamespace(ObjectNode application) {
    ((ObjectNode) application.at("/spec/destination")).put("namespace", world.namespace());
  }

  private static void forThisAccount(ObjectNode application) {
    var values = (ObjectNode) application.at("/spec/source/helm/valuesObject");
    values.put("clusterId", "test");
    ((ArrayNode) values.at("/watch/namespaces")).removeAll().add(world.namespace());
    values.putObject("aws").put("region", "us-east-1").put("endpoint", "" + Sandbox.endpoint());
    // An account of its own, since what it is refused at the end is none of others' business.
    values.putObject("serviceAccount").put("name", "argocd-path");
    var env = values.putArray("env");
    env.addObject().put("name", "AWS_ACCESS_KEY_ID").put("value", world.journal().account());
    env.addObject().put("name", "AWS_SECRET_ACCESS_KEY").put("value", "secret");
  }

  private static void commit(String message) {
    git.commit(message);
    argocd.refresh(ENVIRONMENTS);
  }

  private static boolean waitsForConfirmation(JsonNode application) {
    return application
        .at("/status/operationState/message")
        .asText()
        .startsWith("Waiting for pruning confirmation");
  }

  /** Waits until that release, as git has it, is live. */
  private static void awaitLive(String name, String tag) {
    world.await(
        name, it -> OperatorUnderTest.isReady(it) && it.getStatus().release().tag().equals(tag));
  }

  private static String uid(String name) {
    return world.environment(name).get().getMetadata().getUid();
  }
}
