package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped role is enough for all that this package does. */
class RulesIT {
  private static final Path RULES =
      Path.of("deploy", "helm", "soundbite-operator", "files", "rules.yaml");
  private static final String USER = "rules-it";

  private Cluster cluster;
  private Environment environment;
  private KubernetesClient restricted;

  @BeforeEach
  void connect() throws IOException {
    cluster = Cluster.connect();
    environment = cluster.create("production", it -> it);
    var config = new ConfigBuilder(cluster.client().getConfiguration());
    restricted =
        new KubernetesClientBuilder()
            .withConfig(config.withImpersonateUsername(USER).build())
            .build();
  }

  @AfterEach
  void close() {
    if (restricted != null) {
      restricted.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void withoutItNothingIsAllowed() {
    var want = Cluster.objects(environment).getFirst();

    assertThat(objects().observe(List.of(want)).get(want.key()))
        .isInstanceOfSatisfying(
            Observation.Unknown.class,
            seen -> assertThat(seen.failure().kind()).isEqualTo(Failure.Kind.DENIED));
    assertThat(objects().isBarred(want)).isTrue();
    assertThat(objects().create(want))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.failure().sentence()).contains(USER, want.key().name()));
  }

  @Test
  void withItEverythingIs() throws IOException {
    grant();
    var wants = Cluster.objects(environment);
    var provider = objects();

    // The API server learns of new rules by a watch.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> wants.stream().noneMatch(provider::isBarred));
    assertThat(wants)
        .allSatisfy(want -> assertThat(provider.create(want)).isEqualTo(new Progress.Done()))
        .allSatisfy(
            want ->
                assertThat(provider.update(new Change<>(want, want, List.of())))
                    .isEqualTo(new Progress.Done()));
    assertThat(Blueprint.pods(environment))
        .isNotEmpty()
        .allSatisfy(
            want ->
                Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> provider.delete(want, false), RulesIT::isUndisturbed));

    var revisions = new Revisions(new KubeApi(restricted, KubeWriter.plain()), KubeCache.none());
    assertThat(revisions.store(environment, "prod-1", Tree.obj())).isInstanceOf(Result.Ok.class);
    assertThat(revisions.prune(environment.owner(), Set.of(), Mandate.standing()))
        .isEqualTo(new Result.Ok<>(List.of("prod-1")));

    var about =
        restricted
            .resources(SoundBiteEnvironment.class)
            .inNamespace(cluster.namespace())
            .withName("production")
            .require();
    var events = new EventRecorder(restricted, Clock.systemUTC());
    events.record(about, false, "Tested", "once");
    events.record(about, false, "Tested", "once");
    assertThat(cluster.client().v1().events().inNamespace(cluster.namespace()).list().getItems())
        .filteredOn(event -> event.getReason().equals("Tested"))
        .singleElement()
        .satisfies(event -> assertThat(event.getCount()).isEqualTo(2));
  }

  /** Controllers write status meanwhile; what is not allowed fails otherwise, and at once. */
  private static boolean isUndisturbed(Progress progress) {
    if (progress instanceof Progress.Failed(var failure)) {
      assertThat(failure.kind()).as(failure.sentence()).isEqualTo(Failure.Kind.CONFLICT);
      return false;
    }
    return true;
  }

  private void grant() throws IOException {
    var role = Serialization.unmarshal(Files.readString(RULES), Role.class);
    role.setMetadata(new ObjectMetaBuilder().withName(USER).build());
    cluster.client().resource(role).inNamespace(cluster.namespace()).create();
    cluster
        .client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(USER)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", USER)
                .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                .build())
        .inNamespace(cluster.namespace())
        .create();
  }

  private KubeObjects objects() {
    return new KubeObjects(
        new KubeApi(restricted, KubeWriter.plain()),
        KubeCache.none(),
        Mandate.standing(),
        Cluster.ID,
        Clock.systemUTC());
  }
}
