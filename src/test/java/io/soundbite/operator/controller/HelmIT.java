package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.soundbite.operator.chart.Helm;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The chart's life on a cluster, for one namespace: installed, upgraded, uninstalled, installed
 * again; the namespace deleted at last. Environments only notice the last of these.
 */
@Tag("packaged")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HelmIT {
  private static final String RELEASE = "soundbite-operator";
  private static final String NAMESPACE = "soundbite-system";
  private static final String REPOSITORY = "soundbite-staging-api";

  private static OperatorUnderTest world;
  private static PackagedOperator operator;

  @BeforeAll
  static void start() {
    world = new OperatorUnderTest();
    operator = new PackagedOperator();
  }

  @AfterAll
  static void stop() {
    operator.close();
    world.close();
  }

  @Test
  @Order(1)
  void installsAnOperatorThatMakesAnEnvironment() {
    install();
    world.apply(world.example("staging"));
    world.push("staging", REPOSITORY, "1.4.1", "1.4.2");
    world.awaitReady("staging");
    world.awaitTagged("staging", REPOSITORY);

    assertThat(operator.pods()).hasSize(1);
    assertThat(Helm.run("status", RELEASE, "-n", NAMESPACE).good())
        .contains("looks after SoundBiteEnvironments in " + world.namespace());
  }

  @Test
  @Order(2)
  void upgradesWithoutTouchingTheEnvironment() {
    var former = operator.pods();
    var objects = objects();
    var writes = world.journal().now();

    Helm.run(
            "upgrade",
            RELEASE,
            Helm.CHART.toString(),
            "-n",
            NAMESPACE,
            "--reuse-values",
            "--set",
            "podLabels.again=yes")
        .good();
    operator.sync();
    world.reread("staging");

    assertThat(operator.pods()).hasSize(1).doesNotContainAnyElementsOf(former);
    assertThat(objects()).isEqualTo(objects);
    assertThat(world.journal().writesSince(writes)).isEmpty();
    assertThat(world.awaitReady("staging").getStatus().drift().count()).isZero();
  }

  @Test
  @Order(3)
  void uninstallsNothingButTheOperator() {
    var objects = objects();
    var resources = world.resources();

    Helm.run("uninstall", RELEASE, "-n", NAMESPACE, "--wait").good();
    operator.sync();

    assertThat(operator.pods()).isEmpty();
    assertThat(world.environment("staging").get())
        .satisfies(it -> assertThat(it.isMarkedForDeletion()).isFalse())
        .satisfies(it -> assertThat(OperatorUnderTest.isReady(it)).isTrue());
    assertThat(objects()).isEqualTo(objects);
    assertThat(world.resources()).isEqualTo(resources);
    assertThat(roles()).isFalse();
  }

  @Test
  @Order(4)
  void goesOnWhenItIsInstalledAgain() {
    install();
    world.kubectl().change("staging", "image", Map.of("tag", "1.4.2"));

    assertThat(world.awaitReady("staging").getStatus().release().tag()).isEqualTo("1.4.2");
  }

  /**
   * The Role may be the first that goes with its namespace; the finalizer must not stay for ever.
   */
  @Test
  @Order(5)
  void letsAnEnvironmentGoWithItsNamespace() {
    world.kubectl().editAws("staging", Map.of("deletionPolicy", "Delete", "deleteData", true));
    world.awaitReady("staging");
    world.client().resources(RoleBinding.class).inNamespace(world.namespace()).delete();
    world.client().resources(Role.class).inNamespace(world.namespace()).delete();
    world.client().namespaces().withName(world.namespace()).delete();

    Awaitility.await("the end of the namespace")
        .atMost(120, TimeUnit.SECONDS)
        .until(() -> world.client().namespaces().withName(world.namespace()).get() == null);
    assertThat(world.resources().byName()).isEmpty();
  }

  private static void install() {
    var account = world.journal().account();
    operator.start(
        // An account of its own, since what it is refused at the end is none of others' business.
        "--set",
        "serviceAccount.name=helm-it",
        "--set",
        "watch.all=false,watch.namespaces={" + world.namespace() + "},clusterId=test",
        "--set-json",
        "env=[{\"name\":\"AWS_ACCESS_KEY_ID\",\"value\":\"%s\"}]".formatted(account));
  }

  private static boolean roles() {
    return world
        .client()
        .resources(Role.class)
        .inNamespace(world.namespace())
        .list()
        .getItems()
        .stream()
        .anyMatch(it -> it.getMetadata().getName().startsWith(RELEASE));
  }

  private static Map<String, String> objects() {
    return new ChildVersions(world.client(), world.namespace()).of("staging-");
  }
}
