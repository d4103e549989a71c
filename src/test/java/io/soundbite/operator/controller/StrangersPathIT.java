package io.soundbite.operator.controller;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.soundbite.operator.chart.Helm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger's path, for one namespace: the chart installed, staging and production from a git
 * repository, promoted by a commit and brought back by its revert; the operator upgraded,
 * uninstalled, installed again; the namespace deleted at last. Environments only notice the last of
 * these.
 */
@Tag("packaged")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StrangersPathIT {
  private static final String RELEASE = "soundbite-operator";
  private static final String NAMESPACE = "soundbite-system";
  private static final String REPOSITORY = "soundbite-staging-api";
  private static final List<String> ALL = List.of("staging", "production");

  @TempDir private static Path directory;
  private static OperatorUnderTest world;
  private static PackagedOperator operator;
  private static Shell shell;

  @BeforeAll
  static void start() throws IOException {
    world = new OperatorUnderTest();
    operator = new PackagedOperator();
    shell = Checkout.in(directory, world.namespace()).shell();
    shell.good("git clone --quiet origin.git rendered");
  }

  @AfterAll
  static void stop() {
    shell.close();
    operator.close();
    world.close();
  }

  @Test
  @Order(1)
  void installsAnOperatorThatMakesTheEnvironmentsOfARepository() {
    install();
    sync();
    world.push("staging", REPOSITORY, "1.4.1", "1.4.2");
    assertThat(liveTags()).isEqualTo(Map.of("staging", "1.4.1", "production", "1.4.1"));

    assertThat(operator.pods()).hasSize(1);
    assertThat(Helm.run("status", RELEASE, "-n", NAMESPACE).good())
        .contains("looks after SoundBiteEnvironments in " + world.namespace());
  }

  @Test
  @Order(2)
  void promotesByACommitAndComesBackByItsRevert() {
    commit("staging", "1.4.2");
    commit("production", "1.4.2");
    assertThat(liveTags()).isEqualTo(Map.of("staging", "1.4.2", "production", "1.4.2"));

    shell.good("git revert --no-edit HEAD && git push --quiet");
    sync();
    assertThat(liveTags()).isEqualTo(Map.of("staging", "1.4.2", "production", "1.4.1"));
  }

  @Test
  @Order(3)
  void upgradesWithoutTouchingTheEnvironments() {
    ALL.forEach(name -> world.awaitTagged(name, REPOSITORY));
    var former = operator.pods();
    var objects = objects();
    var writes = world.journal().now();

    Helm.run(
            "upgrade",
            RELEASE,
            Helm.CHART.toString(),
            "-n",
            NAMESPACE,
            "--reset-then-reuse-values",
            "--set",
            "podLabels.again=yes")
        .good();
    operator.sync();
    ALL.forEach(world::reread);

    assertThat(operator.pods()).hasSize(1).doesNotContainAnyElementsOf(former);
    assertThat(objects()).isEqualTo(objects);
    assertThat(world.journal().writesSince(writes)).isEmpty();
    assertThat(ALL)
        .allSatisfy(it -> assertThat(world.awaitReady(it).getStatus().drift().count()).isZero());
  }

  @Test
  @Order(4)
  void uninstallsNothingButTheOperator() {
    ALL.forEach(name -> new Soundbites(world, name).put());
    var objects = objects();
    var resources = world.resources();

    Helm.run("uninstall", RELEASE, "-n", NAMESPACE, "--wait").good();
    operator.sync();

    assertThat(operator.pods()).isEmpty();
    assertThat(ALL)
        .map(name -> world.environment(name).get())
        .noneMatch(HasMetadata::isMarkedForDeletion)
        .allMatch(OperatorUnderTest::isReady);
    assertThat(objects()).isEqualTo(objects);
    assertThat(world.resources()).isEqualTo(resources);
    assertThat(ALL).allMatch(name -> new Soundbites(world, name).areThere());
    assertThat(roles()).isFalse();
  }

  @Test
  @Order(5)
  void goesOnWhenItIsInstalledAgain() {
    install();
    commit("production", "1.4.2");

    assertThat(liveTags()).containsEntry("production", "1.4.2");
    assertThat(ALL).allMatch(name -> new Soundbites(world, name).areThere());
  }

  /**
   * The Role may be the first that goes with its namespace; the finalizer must not stay for ever.
   */
  @Test
  @Order(6)
  void letsEnvironmentsGoWithTheirNamespace() {
    var everything = Map.<String, Object>of("deletionPolicy", "Delete", "deleteData", true);
    ALL.forEach(name -> world.kubectl().editAws(name, everything));
    ALL.forEach(world::awaitReady);
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
        "serviceAccount.name=strangers-path",
        "--set",
        "watch.all=false,watch.namespaces={" + world.namespace() + "},clusterId=test",
        "--set-json",
        "env=[{\"name\":\"AWS_ACCESS_KEY_ID\",\"value\":\"%s\"}]".formatted(account));
  }

  /** The only change of a promotion. */
  private static void commit(String environment, String tag) {
    var edit = "sed -i 's/tag: .*/tag: \"%s\"/' %s.yaml".formatted(tag, environment);
    var commit = "git commit --quiet -am '%s in %s'".formatted(tag, environment);
    shell.good(edit + " && " + commit + " && git push --quiet");
    sync();
  }

  /** What the remote has is applied as Argo CD does. */
  private static void sync() {
    shell.good("git -C rendered pull --quiet");
    shell.good(
        "kubectl apply --server-side --force-conflicts --field-manager=argocd-controller -f rendered");
  }

  private static Map<String, String> liveTags() {
    return ALL.stream()
        .collect(toMap(name -> name, name -> world.awaitReady(name).getStatus().release().tag()));
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
    return new ChildVersions(world.client(), world.namespace()).of("");
  }
}
