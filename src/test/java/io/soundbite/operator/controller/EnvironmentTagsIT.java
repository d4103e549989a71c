package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static io.soundbite.operator.controller.OperatorUnderTest.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The environment's tags in ECR follow the live Service. */
class EnvironmentTagsIT {
  private static final String NAME = "tagged";
  private static final String REPOSITORY = "soundbite-tagged-api";

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest();

  @AfterEach
  void stop() {
    operator.journal().endFaults();
    operator.close();
  }

  @Test
  void followASwitchAndNeedNoSecondWrite() {
    operator.start(clock).ready(NAME, NAME, Map.of());
    awaitTags(Map.of("tagged", digest("1.4.1")));

    release("1.4.2");
    operator.awaitReady(NAME);
    awaitTags(Map.of("tagged", digest("1.4.2"), "tagged-previous", digest("1.4.1")));

    release("1.4.1");
    operator.awaitReady(NAME);
    awaitTags(Map.of("tagged", digest("1.4.1"), "tagged-previous", digest("1.4.2")));

    var seq = operator.journal().now();
    operator.stop();
    operator.start(clock);
    operator.reread(NAME);
    await("they are looked at").atMost(OperatorUnderTest.PATIENCE).until(() -> looks(seq) == 1);
    operator.awaitReady(NAME);
    assertThat(operator.journal().writesSince(seq)).isEmpty();
  }

  @Test
  void areLookedAtAgainAfterAnHour() {
    operator.start(clock).ready(NAME, NAME, Map.of());
    awaitTags(Map.of("tagged", digest("1.4.1")));
    var byHand = operator.image(REPOSITORY, "tagged", "by hand");
    assertThat(tags()).containsEntry("tagged", byHand);

    clock.by(Duration.ofHours(1));
    operator.kubectl().requestReconcile(NAME);

    awaitTags(Map.of("tagged", digest("1.4.1")));
  }

  @Test
  void aRefusalIsSaidAndStopsNothingElse() {
    operator.start(clock).ready(NAME, NAME, Map.of());
    awaitTags(Map.of("tagged", digest("1.4.1")));
    operator.image(REPOSITORY, "1.4.2");
    operator
        .journal()
        .fault(Map.of("service", "ecr", "operation", "PutImage", "code", "AccessDenied"));

    operator.kubectl().change(NAME, "image", Map.of("tag", "1.4.2"));
    var denied = operator.await(NAME, it -> reason(it).equals("AccessDenied"));

    assertThat(condition(denied, "Ready").orElseThrow().getMessage())
        .contains("ecr:PutImage", REPOSITORY + ":tagged");
    assertThat(is(denied, "Available", "True")).isTrue();
    assertThat(denied.getStatus().release().tag()).isEqualTo("1.4.2");

    operator.journal().endFaults();
    clock.by(Duration.ofSeconds(30));
    operator.kubectl().requestReconcile(NAME);
    operator.awaitReady(NAME);
    awaitTags(Map.of("tagged", digest("1.4.2"), "tagged-previous", digest("1.4.1")));
  }

  @Test
  void areLeftAloneWhilePaused() {
    operator.start(clock).ready(NAME, NAME, Map.of());
    awaitTags(Map.of("tagged", digest("1.4.1")));
    operator.kubectl().annotate(NAME, "soundbite.io/paused", "true");
    var byHand = operator.image(REPOSITORY, "tagged", "by hand");
    var seq = operator.journal().now();

    clock.by(Duration.ofHours(1));
    operator.reread(NAME);
    assertThat(looks(seq)).isZero();
    assertThat(tags()).containsEntry("tagged", byHand);

    operator.kubectl().annotate(NAME, "soundbite.io/paused", "false");
    awaitTags(Map.of("tagged", digest("1.4.1")));
  }

  private void release(String tag) {
    if (!tags().containsKey(tag)) {
      operator.image(REPOSITORY, tag);
    }
    operator.kubectl().change(NAME, "image", Map.of("tag", tag));
  }

  private long looks(long seq) {
    return operator.journal().since(seq).stream()
        .filter(call -> call.name().equals("ecr:BatchGetImage"))
        .count();
  }

  private void awaitTags(Map<String, String> expected) {
    await()
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(() -> assertThat(tags()).containsAllEntriesOf(expected));
  }

  private String digest(String tag) {
    return tags().get(tag);
  }

  /** Digests by tag. */
  private Map<String, String> tags() {
    var tags = new HashMap<String, String>();
    operator
        .aws()
        .ecr()
        .describeImages(it -> it.repositoryName(REPOSITORY))
        .imageDetails()
        .forEach(
            image ->
                (image.hasImageTags() ? image.imageTags() : List.<String>of())
                    .forEach(tag -> tags.put(tag, image.imageDigest())));
    return tags;
  }

  private static String reason(SoundBiteEnvironment environment) {
    return condition(environment, "Ready").map(it -> it.getReason()).orElse("");
  }
}
