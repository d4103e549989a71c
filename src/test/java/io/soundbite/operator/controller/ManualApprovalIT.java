package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Production waits for somebody's yes, which is to one image. */
class ManualApprovalIT {
  private static final Map<String, Object> MANUAL = Map.of("approval", "Manual");

  /** By then a tag is looked up again. */
  private static final Duration LATER = Duration.ofSeconds(40);

  @AutoClose private static final Promoting promoting = new Promoting();
  private static final OperatorUnderTest operator = promoting.operator();

  @Test
  @FollowsAdvice("AwaitingPromotion")
  void onlyTheRightOneOpens() {
    var before = Promoting.live(operator.environment("production").get());
    var tag = promoting.pushed();
    promoting.production(tag, MANUAL);
    var image = image(promoting.awaitShut("NotApproved"));
    operator.awaitEvent("production", "NotApproved", "soundbite.io/approve=" + image);

    approve("yes");
    operator.awaitEvent("production", "AnnotationRefused", "soundbite.io/approve: yes");
    var other = image.replace(tag, "1.0.0");
    approve(other);
    var waiting = awaitOther(other);
    assertThat(Promoting.live(waiting)).isEqualTo(before);
    assertThat(handled(waiting)).isNotEqualTo(other);

    // As earlier versions of the operator asked for it.
    approve(image.substring(0, image.indexOf('+')));
    operator.await(
        "production",
        it -> Promoting.condition(it, "Promoted").contains("an image without its configuration"));

    approve(image);
    assertThat(handled(promoting.awaitLive(tag))).isEqualTo(image);

    var next = promoting.pushed();
    promoting.production(next, MANUAL);
    assertThat(Promoting.live(awaitOther(image))).isEqualTo(tag);
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void aTagThatIsPushedAgainNeedsAnother() {
    var before = Promoting.live(operator.environment("production").get());
    var tag = promoting.pushed();
    promoting.production(tag, MANUAL);
    var old = image(promoting.awaitShut("NotApproved"));

    operator.imageAnew(Promoting.REPOSITORY, tag);
    promoting.pass(LATER);
    var waiting =
        operator.await("production", it -> image(it).startsWith(tag) && !image(it).equals(old));
    approve(old);
    awaitOther(old);
    assertThat(Promoting.live(waiting)).isEqualTo(before);

    approve(image(waiting));
    assertThat(promoting.awaitLive(tag).getStatus().release().digest())
        .isEqualTo(digest(image(waiting)))
        .isNotEqualTo(digest(old));
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  /** What runs is the image with its configuration: each change of it is somebody's to approve. */
  @Test
  void anApprovedImageWithAnotherConfigurationNeedsAnother() {
    var tag = promoting.pushed();
    promoting.production(tag, MANUAL);
    approve(image(promoting.awaitShut("NotApproved")));
    var live = promoting.awaitLive(tag).getStatus().release();
    promoting.pass(Duration.ofSeconds(6));
    operator.await("production", it -> OperatorUnderTest.is(it, "Verified", "True"));

    for (var more :
        List.<Map<String, Object>>of(
            Map.of("processor", Map.of("command", List.of("sh", "-c", "evil"))),
            Map.of("env", List.of(Map.of("name", "NODE_OPTIONS", "value", "--require=/evil"))),
            Map.of("logLevel", "debug"))) {
      promoting.production(tag, MANUAL, more);
      var waiting =
          operator.await(
              "production",
              it ->
                  it.getMetadata().getGeneration().equals(it.getStatus().observedGeneration())
                      && Promoting.condition(it, "Promoted")
                          .contains("is for %s with another configuration".formatted(tag)));
      assertThat(waiting.getStatus().release()).isEqualTo(live);
      assertThat(waiting.getStatus().rollout())
          .satisfiesAnyOf(
              it -> assertThat(it).isNull(),
              it -> assertThat(it.revision()).isEqualTo(live.revision()));
    }

    approve(image(operator.environment("production").get()));
    operator.await(
        "production",
        it -> OperatorUnderTest.isReady(it) && !it.getStatus().release().equals(live));
    // The way back to what was approved needs no other.
    promoting.production(tag, MANUAL);
    operator.await(
        "production",
        it ->
            OperatorUnderTest.isReady(it)
                && it.getStatus().release().revision().equals(live.revision()));
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  /** In the same change as the release, or in the one before. */
  @Test
  void whoAsksForLessGetsNoReleaseByIt() {
    promoting.production(promoting.pushed(), MANUAL);
    var before = Promoting.live(promoting.awaitShut("NotApproved"));
    var tag = promoting.pushed();

    operator
        .kubectl()
        .merge(
            "production",
            Map.of(
                "spec",
                Map.of("promotion", Map.of("approval", "Automatic"), "image", Map.of("tag", tag))));
    var held = promoting.awaitShut("GatesWeakened");
    assertThat(Promoting.condition(held, "Promoted"))
        .contains(
            "spec.promotion.approval is Automatic instead of Manual",
            "soundbite.io/allow-weaker-gates=" + held.getMetadata().getGeneration());
    assertThat(Promoting.live(held)).isEqualTo(before);

    var next = promoting.pushed();
    operator.kubectl().change("production", "image", Map.of("tag", next));
    held =
        operator.await(
            "production",
            it -> Promoting.condition(it, "Promoted").startsWith("GatesWeakened: " + next + " ("));
    assertThat(Promoting.live(held)).isEqualTo(before);

    promoting.permit("production");
    promoting.awaitLive(next);
    assertThat(operator.environment("production").get().getStatus().promotion()).isNull();
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void whatIsOnItsWayIsAbandonedForWhatMustWait() {
    var before = operator.environment("production").get().getStatus().release();
    var slow = promoting.pushed("-unready");
    promoting.production(slow, MANUAL);
    approve(image(promoting.awaitShut("NotApproved")));
    operator.await("production", it -> isFilling(it, slow));

    var next = promoting.pushed();
    promoting.production(next, MANUAL);
    var waiting = promoting.awaitShut("NotApproved");

    assertThat(Promoting.condition(waiting, "Promoted")).contains(next);
    assertThat(waiting.getStatus().release()).isEqualTo(before);
    assertThat(waiting.getStatus().rollout()).isNull();
    assertThat(waiting.getStatus().history())
        .filteredOn(it -> it.tag().equals(slow))
        .extracting(HistoryEntry::outcome)
        .containsExactly(Outcome.ABANDONED);

    approve(image(waiting));
    promoting.awaitLive(next);
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  private static boolean isFilling(SoundBiteEnvironment environment, String tag) {
    var status = environment.getStatus();
    return status.rollout() != null
        && status.rollout().step() == Step.FILLING
        && status.history().getFirst().tag().equals(tag);
  }

  private static void approve(String value) {
    operator.kubectl().annotate("production", "soundbite.io/approve", value);
  }

  /** Production, as soon as it says that {@code approval} was to something else. */
  private static SoundBiteEnvironment awaitOther(String approval) {
    return operator.await(
        "production",
        it ->
            OperatorUnderTest.is(it, "Promoted", "False")
                && Promoting.condition(it, "Promoted")
                    .startsWith(
                        "NotApproved: soundbite.io/approve is for %s and opens nothing else."
                            .formatted(approval)));
  }

  /** What an approval says of what is asked for. */
  private static String image(SoundBiteEnvironment environment) {
    var promotion = environment.getStatus().promotion();
    return promotion == null || promotion.approval() == null ? "" : promotion.approval();
  }

  private static String digest(String image) {
    return image.substring(image.indexOf('@') + 1, image.indexOf('+'));
  }

  private static String handled(SoundBiteEnvironment environment) {
    var handled = environment.getStatus().lastHandled();
    return handled == null || handled.approve() == null ? "" : handled.approve();
  }
}
