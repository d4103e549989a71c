package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.logGroup;
import static io.soundbite.operator.engine.Specimens.bucket;
import static io.soundbite.operator.engine.Specimens.container;
import static io.soundbite.operator.engine.Specimens.pod;
import static io.soundbite.operator.engine.Specimens.queue;
import static io.soundbite.operator.engine.Specimens.redrive;
import static io.soundbite.operator.engine.Specimens.role;
import static io.soundbite.operator.engine.Specimens.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OverlayTest {
  private static final SqsQueue QUEUE = queue(Optional.of(redrive(3)));
  private static final KubeObject POD =
      pod(
          Map.of("a.example/b~c", "1", "other", "2"),
          List.of(container("api", "1"), container("sidecar", "1")));

  private static Desired laid(Desired want, Desired have, String... paths) {
    return new Overlay(Set.of(paths)).of(want, have);
  }

  private static List<String> left(Desired want, Desired have, String... paths) {
    return Difference.between(laid(want, have, paths), have).stream().map(FieldDiff::path).toList();
  }

  @Nested
  class Shapes {
    @Test
    void nothingIsLaidOverWithoutPaths() {
      assertThat(laid(QUEUE, queue(Optional.empty()))).isSameAs(QUEUE);
    }

    @Test
    void namesThatOnlyBeginAlikeAreOtherFields() {
      var have = queue(Optional.of(new SqsQueue.Redrive("arn:other", 5)));

      assertThat(left(QUEUE, have, "/redrive/max", "/redr"))
          .containsExactly("/redrive/targetArn", "/redrive/maxReceives");
      assertThat(left(QUEUE, have, "/redrive/maxReceives")).containsExactly("/redrive/targetArn");
    }

    /** Others may have set it in an object that is not wanted at all. */
    @Test
    void aPathBelowWhatIsNotWantedSavesThatPart() {
      var have = behaving(Tree.obj("up", Tree.obj("policy", "Disabled", "seconds", 3)));
      var want = new KubeObject(key("pod"), Tree.obj("kind", "Pod"), Set.of());

      assertThat(left(want, have, "/behavior/up/policy")).containsExactly("/behavior/up/seconds");
      assertThat(left(want, have, "/behavior/down")).containsExactly("/behavior");
    }

    private KubeObject behaving(Tree.Obj behavior) {
      return new KubeObject(key("pod"), Tree.obj("kind", "Pod", "behavior", behavior), Set.of());
    }

    @Test
    void aPathBelowWhatIsGoneSavesNothing() {
      assertThat(left(QUEUE, queue(Optional.empty()), "/redrive/maxReceives"))
          .containsExactly("/redrive");
      assertThat(left(queue(Optional.empty()), QUEUE, "/redrive/maxReceives"))
          .as("nor what nobody wanted")
          .containsExactly("/redrive");
    }

    @Test
    void whatSomebodyAddedStays() {
      var have = pod(Map.of("strangers", "1"), List.of(container("api", "1")));
      var laid = laid(POD, have, "/metadata/annotations/strangers");

      assertThat(Difference.between(laid, have))
          .extracting(FieldDiff::path)
          .containsExactly(
              "/metadata/annotations/a.example~1b~0c",
              "/metadata/annotations/other",
              "/spec/containers/sidecar");
    }

    @Test
    void keysAreWrittenAsInPaths() {
      var have =
          pod(
              Map.of("a.example/b~c", "9", "other", "2"),
              List.of(container("api", "1"), container("sidecar", "1")));

      assertThat(left(POD, have, "/metadata/annotations/a.example~1b~0c")).isEmpty();
      assertThat(left(POD, have, "/metadata/annotations/a.example/b~c"))
          .containsExactly("/metadata/annotations/a.example~1b~0c");
    }

    @Test
    void itemsOfNamedListsAreToldApart() {
      var have =
          pod(
              Map.of("a.example/b~c", "1", "other", "2"),
              List.of(container("sidecar", "2"), container("api", "2")));

      assertThat(left(POD, have, "/spec/containers/sidecar/image"))
          .containsExactly("/spec/containers/api/image");
      assertThat(left(POD, have, "/spec/containers")).isEmpty();
    }

    @Test
    void aListAgainstSomethingElseIsAWhole() {
      var have =
          new KubeObject(
              key("pod"), POD.body().with("spec", Tree.obj("containers", "none")), Set.of());

      assertThat(left(POD, have, "/spec/containers/api", "/metadata/annotations"))
          .containsExactly("/spec/command", "/spec/containers");
    }

    @Test
    void whatIsNotShownStaysAsWanted() {
      assertThat(laid(role("for the API"), role(null), "/description"))
          .isEqualTo(role("for the API"));
      assertThat(laid(role(null), role("by hand"), "/description")).isEqualTo(role("by hand"));
    }

    @Test
    void nullWithinARecordIsAbsenceAndLaidOverAsSuch() {
      var want = bucket(true, rule(90, null));
      var have = bucket(true, rule(null, 1));

      assertThat(
              left(want, have, "/lifecycle/all/expireDays", "/lifecycle/all/noncurrentExpireDays"))
          .isEmpty();
      assertThat(left(want, have, "/lifecycle/all/expireDays"))
          .containsExactly("/lifecycle/all/noncurrentExpireDays");
    }

    @Test
    void theKeyIsTheWantedOnes() {
      var have = new KubeObject(key("other"), Tree.obj("value", "found"), Set.of());

      assertThat(laid(Samples.thing("queue"), have, "/value").key()).isEqualTo(key("queue"));
    }
  }

  @Nested
  class OfOneEnvironment {
    private final Ignored ignored =
        new Ignored(Map.of("Queue/ApiLogs", Set.of("/retentionDays", "/tags")));

    @Test
    void rulesAreByResource() {
      assertThat(ignored.over(logGroup(30), logGroup(7))).isEqualTo(logGroup(7));
      assertThat(ignored.over(QUEUE, queue(Optional.empty()))).isSameAs(QUEUE);
      assertThat(Ignored.nothing().over(logGroup(30), logGroup(7))).isEqualTo(logGroup(30));
    }

    @Test
    void onlyTheRestIsPutRight() {
      var want = logGroup(30);
      var have = new LogGroup(want.key(), "arn:x", Optional.of(7), Map.of());
      var planner =
          new Planner(new Ours(Samples.US, false, Optional.empty()), ignored, Protection.fresh());
      var step = planner.plan(List.of(want), Map.of(want.key(), Samples.present(have)));

      assertThat(step)
          .singleElement()
          .isInstanceOfSatisfying(
              Step.Update.class,
              update -> {
                assertThat(update.change().want())
                    .as("a write of the whole leaves them as they are")
                    .isEqualTo(new LogGroup(want.key(), "arn:logs", Optional.of(7), Map.of()));
                assertThat(update.change().diffs())
                    .extracting(FieldDiff::path)
                    .containsExactly("/arn");
              });
    }
  }
}
