package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Labels;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevisionsIT {
  private Cluster cluster;
  private Environment environment;
  private Revisions revisions;

  @BeforeEach
  void connect() throws IOException {
    cluster = Cluster.connect();
    environment = cluster.create("production", it -> it);
    revisions = new Revisions(new KubeApi(cluster.client(), KubeWriter.plain()), KubeCache.none());
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void releaseComesBackAsItWas() {
    var release = Cluster.release(environment, "a");

    store("prod-1", release.tree());

    var stored = ok(revisions.get(environment.owner(), "prod-1")).orElseThrow();
    assertThat(Release.read(stored.data())).isEqualTo(release);
    var live =
        cluster
            .client()
            .apps()
            .controllerRevisions()
            .inNamespace(cluster.namespace())
            .withName("prod-1")
            .require();
    assertThat(live.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            reference -> {
              assertThat(reference.getUid()).isEqualTo(environment.uid());
              assertThat(reference.getController()).isTrue();
            });
  }

  @Test
  void missingIsNoFailure() {
    assertThat(ok(revisions.get(environment.owner(), "none"))).isEqualTo(Optional.empty());
  }

  @Test
  void storingTheSameAgainChangesNothing() {
    var first = store("prod-1", Tree.obj("tag", "1", "n", 1.0));

    assertThat(store("prod-1", Tree.obj("tag", "1", "n", 1))).isEqualTo(first);
  }

  @Test
  void anotherReleaseUnderTheNameIsAnError() {
    store("prod-1", Tree.obj("tag", "1"));

    var reply = revisions.store(environment, "prod-1", Tree.obj("tag", "2"));

    assertThat(((Result.Failed<Revisions.Stored>) reply).failure())
        .isEqualTo(
            new Failure(
                Failure.Kind.CONFLICT,
                "create controllerrevisions.apps",
                cluster.namespace() + "/prod-1",
                "it exists, and is not what the operator stores"));
    assertThat(ok(revisions.get(environment.owner(), "prod-1")).orElseThrow().data())
        .isEqualTo(Tree.obj("tag", "1"));
  }

  /** Also of one that was stored without the fields that asked for it. */
  @Test
  void theSameReleaseOfAnotherSpecIsKeptAsItIs() {
    var plain = store("prod-1", Tree.obj("tag", "1"));
    var written = store("prod-2", Tree.obj("tag", "1", "spec", Tree.obj("logLevel", "info")));

    assertThat(store("prod-1", Tree.obj("tag", "1", "spec", Tree.obj("env", "any"))))
        .isEqualTo(plain);
    assertThat(store("prod-2", Tree.obj("tag", "1", "spec", Tree.obj("env", "any"))))
        .isEqualTo(written);
    assertThat(store("prod-2", Tree.obj("tag", "1"))).isEqualTo(written);
  }

  /** So that the informer knows of it before it is told. */
  @Test
  void isStoredThroughTheWriter() {
    var written = new ArrayList<String>();
    KubeWriter writer =
        (object, write) -> {
          written.add(object.getKind() + " " + object.getMetadata().getName());
          return write.apply(object);
        };
    revisions = new Revisions(new KubeApi(cluster.client(), writer), KubeCache.none());

    store("prod-1", Tree.obj("tag", "1"));
    store("prod-1", Tree.obj("tag", "1"));

    assertThat(written).containsExactly("ControllerRevision prod-1");
  }

  /** What is cached needs no API server; what is not there may be there all the same. */
  @Test
  void onlyWhatIsNotCachedIsAskedFor() {
    var stored = store("prod-1", Tree.obj("tag", "1"));
    var cached =
        cluster
            .client()
            .genericKubernetesResources("apps/v1", "ControllerRevision")
            .inNamespace(cluster.namespace())
            .withName("prod-1")
            .require();
    KubeCache cache =
        (apiVersion, kind, namespace, name) ->
            Optional.of(cached).filter(it -> name.equals("prod-1"));
    try (var client = Cluster.absent()) {
      var reader = new Revisions(new KubeApi(client, KubeWriter.plain()), cache);

      assertThat(ok(reader.get(environment.owner(), "prod-1"))).contains(stored);
      assertThat(reader.get(environment.owner(), "prod-2"))
          .isInstanceOfSatisfying(
              Result.Failed.class,
              it -> assertThat(it.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }
  }

  @Test
  void laterOnesHaveHigherNumbers() {
    assertThat(List.of("b", "a", "c"))
        .extracting(name -> store(name, Tree.obj("tag", name)).number())
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void onlyTheKeptStay() throws IOException {
    var other = cluster.create("staging", it -> it.with("metadata", Tree.obj("name", "other")));
    assertThat(revisions.store(other, "other-1", Tree.obj())).isInstanceOf(Result.Ok.class);
    List.of("e", "d", "c", "b", "a").forEach(name -> store(name, Tree.obj("tag", name)));

    assertThat(ok(revisions.prune(environment.owner(), Set.of("e", "a"), Mandate.standing())))
        .containsExactlyInAnyOrder("b", "c", "d");

    assertThat(names(environment)).containsExactlyInAnyOrder("a", "e");
    assertThat(names(other)).containsExactly("other-1");
  }

  private List<String> names(Environment of) {
    return cluster
        .client()
        .apps()
        .controllerRevisions()
        .inNamespace(cluster.namespace())
        .withLabels(Labels.of(of.owner()))
        .list()
        .getItems()
        .stream()
        .map(it -> it.getMetadata().getName())
        .toList();
  }

  private Revisions.Stored store(String name, Tree.Obj data) {
    return ok(revisions.store(environment, name, data));
  }

  private static <T> T ok(Result<T> reply) {
    assertThat(reply).isInstanceOf(Result.Ok.class);
    return ((Result.Ok<T>) reply).value();
  }
}
