package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which image a tag is, and when it is looked up again. */
class ImageSourceIT {
  private static final String REPOSITORY = "soundbite-staging-api";
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final Leap clock = new Leap();
  private final OperatorUnderTest operator = new OperatorUnderTest();

  @BeforeEach
  void start() {
    operator.start(clock);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  @FollowsAdvice("SourceMissing")
  void productionTakesItsImagesFromWhereStagingHasThem() {
    operator.apply(operator.example("production"));
    var alone = operator.await("production", it -> reason(it).equals("SourceMissing"));
    assertThat(condition(alone, "Ready").orElseThrow().getMessage())
        .contains(operator.namespace() + "/staging");

    operator.apply(operator.example("staging"));
    operator.push("staging", REPOSITORY, "1.4.1");
    var staging = operator.awaitReady("staging");

    var production = operator.awaitReady("production");
    assertThat(production.getStatus().image())
        .isEqualTo(staging.getStatus().image().takenFrom(operator.namespace() + "/staging"));
    assertThat(production.getStatus().image().repository()).endsWith("/" + REPOSITORY);

    operator.kubectl().delete("staging");
    operator.kubectl().awaitGone("staging");
    operator.kubectl().requestReconcile("production");
    assertThat(operator.awaitReady("production").getStatus().image())
        .isEqualTo(production.getStatus().image());
  }

  @Test
  void aTagPushedAgainIsAnotherReleaseWhileItWaitsAndNothingOnceItIsLive() {
    operator.ready("staging", "staging", Map.of());
    operator.kubectl().change("staging", "drift", Map.of("policy", "Plan"));
    var first = operator.image(REPOSITORY, "1.4.2", "first");
    operator.kubectl().change("staging", "image", Map.of("tag", "1.4.2"));
    var waiting = operator.await("staging", it -> isImage(it, first));
    var live = waiting.getStatus().release();
    assertThat(live.tag()).isEqualTo("1.4.1");

    var second = operator.image(REPOSITORY, "1.4.2", "second");
    clock.by(HALF_A_MINUTE);
    operator.kubectl().requestReconcile("staging");
    var other = operator.await("staging", it -> isImage(it, second));
    assertThat(other.getStatus().release()).isEqualTo(live);

    operator.kubectl().change("staging", "drift", Map.of("policy", "Heal"));
    assertThat(operator.awaitReady("staging").getStatus().release().digest()).isEqualTo(second);

    operator.image(REPOSITORY, "1.4.2", "third");
    clock.by(HALF_A_MINUTE);
    operator.reread("staging");
    operator.kubectl().change("staging", "logLevel", "debug");
    var again = operator.awaitReady("staging");
    assertThat(again.getStatus().image().digest()).isEqualTo(second);
    assertThat(again.getStatus().release().digest()).isEqualTo(second);
  }

  private static boolean isImage(SoundBiteEnvironment environment, String digest) {
    var image = environment.getStatus().image();
    return image != null && image.digest().equals(digest);
  }

  private static String reason(SoundBiteEnvironment environment) {
    return condition(environment, "Ready").map(it -> it.getReason()).orElse("");
  }
}
