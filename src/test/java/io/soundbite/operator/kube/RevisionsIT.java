package io.soundbite.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import java.io.IOException;
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
    revisions = new Revisions(cluster.client());
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

    assertThat(((Reply.Failed<Revisions.Stored>) reply).failure())
        .isEqualTo(
            new Failure(
                Failure.Kind.CONFLICT,
                "create controllerrevisions.apps",
                cluster.namespace() + "/prod-1",
                "it exists and holds another release"));
    assertThat(ok(revisions.get(environment.owner(), "prod-1")).orElseThrow().data())
        .isEqualTo(Tree.obj("tag", "1"));
  }

  @Test
  void onlyTheNewestAndTheKeptStay() throws IOException {
    var other = cluster.create("staging", it -> it.with("metadata", Tree.obj("name", "other")));
    assertThat(revisions.store(other, "other-1", Tree.obj())).isInstanceOf(Reply.Ok.class);
    List.of("e", "d", "c", "b", "a").forEach(name -> store(name, Tree.obj("tag", name)));

    assertThat(ok(revisions.prune(environment.owner(), 2, Set.of("e")))).containsExactly("c", "d");

    assertThat(names(environment)).containsExactly("a", "b", "e");
    assertThat(names(other)).containsExactly("other-1");
  }

  private List<String> names(Environment of) {
    return ok(revisions.list(of.owner())).stream().map(Revisions.Stored::name).toList();
  }

  private Revisions.Stored store(String name, Tree.Obj data) {
    return ok(revisions.store(environment, name, data));
  }

  private static <T> T ok(Reply<T> reply) {
    assertThat(reply).isInstanceOf(Reply.Ok.class);
    return ((Reply.Ok<T>) reply).value();
  }
}
