package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;

/** Deletions that do not go straight to their end: crashes, an absent AWS, people who insist. */
class InterruptedRemovalIT {
  private static final Map<String, Object> DELETE_ALL =
      Map.of(
          "features",
          java.util.List.of("basic", "backup"),
          "aws",
          Map.of("deletionPolicy", "Delete", "deleteData", true));

  private OperatorUnderTest operator;

  @BeforeEach
  void create() {
    operator = new OperatorUnderTest();
  }

  @AfterEach
  void close() {
    operator.journal().endFaults();
    operator.close();
  }

  @Test
  void aLargeBucketIsEmptiedAcrossARestart() throws Exception {
    var crash = new CrashAfterFirstPage();
    operator.start(crash);
    operator.ready("large", "large", DELETE_ALL);
    fill(1_100);

    operator.kubectl().delete("large");
    assertThat(crash.happened.await(60, TimeUnit.SECONDS)).isTrue();
    operator.stop();
    assertThat(operator.aws().s3().listObjectVersions(it -> it.bucket(bucket())).versions())
        .hasSize(100);

    operator.start();
    operator.kubectl().awaitGone("large");
    assertThat(operator.resources().byName()).isEmpty();
  }

  @Test
  void retainGivesUpAfterFiveMinutesWithoutAws() {
    var clock = new Leap();
    operator.start(clock);
    operator.ready("away", "away", Map.of());
    operator.journal().fault(Map.of("code", "ServiceUnavailable"));
    clock.by(Duration.ofSeconds(31)); // what was read before is too old to write by

    operator.kubectl().delete("away");
    operator.await("away", it -> OperatorUnderTest.condition(it, "Terminating").isPresent());
    clock.by(Duration.ofMinutes(4));
    operator.await(
        "away",
        it ->
            OperatorUnderTest.condition(it, "Ready")
                .filter(ready -> ready.getReason().equals("Unavailable"))
                .isPresent());
    clock.by(Duration.ofMinutes(2));
    operator.kubectl().awaitGone("away");

    operator.journal().endFaults();
    assertThat(operator.resources().owners().values())
        .isNotEmpty()
        .allMatch(("owner=" + operator.owner("away"))::equals);
  }

  @Test
  void retainHasItsFiveMinutesEvenWhenTheOperatorWasAway() {
    var clock = new Leap();
    operator.start(clock);
    operator.ready("late", "late", Map.of());
    operator.stop();
    operator.kubectl().delete("late");

    clock.by(Duration.ofMinutes(10));
    operator.start(clock);
    operator.kubectl().awaitGone("late");
    assertThat(operator.resources().owners().values())
        .isNotEmpty()
        .allMatch(("retained-by=" + operator.owner("late"))::equals);
  }

  @Test
  void abandonReleasesAtOnce() {
    operator.start();
    operator.ready("left", "left", DELETE_ALL);
    operator.journal().fault(Map.of("code", "ServiceUnavailable"));
    operator.kubectl().delete("left");
    operator.await("left", it -> OperatorUnderTest.condition(it, "Terminating").isPresent());

    operator.kubectl().annotate("left", "soundbite.io/abandon", "true");
    operator.kubectl().awaitGone("left");
    operator.journal().endFaults();
    assertThat(operator.resources().byName()).containsKey("table SoundBite-left-SoundbitesTable");
  }

  @Test
  void whatWasNeverBegunGoesAtOnce() {
    operator.journal().fault(Map.of("service", "sts", "code", "ServiceUnavailable"));
    operator.start();
    operator.kubectl().apply("never", "never", DELETE_ALL);
    operator.await("never", it -> OperatorUnderTest.condition(it, "Ready").isPresent());
    assertThat(operator.environment("never").get().getMetadata().getFinalizers()).isNotEmpty();

    operator.kubectl().delete("never");
    operator.kubectl().awaitGone("never");
    assertThat(operator.journal().since(0).stream().map(Journal.Call::name).distinct())
        .containsOnly("iam:CreateOpenIDConnectProvider", "sts:GetCallerIdentity");
  }

  private void fill(int objects) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var i = 0; i < objects; i++) {
        var key = "%d.mp3".formatted(i % 50);
        threads.execute(
            () ->
                operator
                    .aws()
                    .s3()
                    .putObject(it -> it.bucket(bucket()).key(key), RequestBody.fromString("a")));
      }
    }
    assertThat(operator.aws().s3().listObjectVersions(it -> it.bucket(bucket())).isTruncated())
        .isTrue();
  }

  private String bucket() {
    return "soundbite-large-soundbites-" + operator.journal().account();
  }

  /** Lets the first thousand go, and no call after that. */
  private static final class CrashAfterFirstPage implements ExecutionInterceptor {
    private final CountDownLatch happened = new CountDownLatch(1);

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      if (happened.getCount() == 0) {
        throw SdkClientException.create("the operator is dead");
      }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof DeleteObjectsRequest) {
        happened.countDown();
      }
    }
  }
}
