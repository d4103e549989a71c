package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.FailedCall;
import io.soundbite.operator.engine.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
  private static final Owner OWNER = new Owner("test", "soundbite", "staging");
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Logger LOG = Logger.getLogger(FailedAttempts.class.getName());

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FailedAttempts attempts =
      new FailedAttempts(meters, Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));
  private final Records records = new Records();

  @BeforeEach
  void listen() {
    LOG.addHandler(records);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(records);
  }

  @Test
  void refusalIsToldInTheWordsOfTheServer() {
    var attempt =
        attempts.failed(
            OWNER, refused(403, "controllerrevisions.apps \"x\" is forbidden: exceeded quota: q"));

    assertThat(attempt.isTold()).isTrue();
    assertThat(attempt.problem().reason()).isEqualTo("QuotaExceeded");
    assertThat(attempt.problem().lasting()).isTrue();
    assertThat(attempt.problem().message()).contains("exceeded quota: q", "soundbite/staging");
    assertThat(attempt.note().warning()).isTrue();
  }

  @Test
  void failedCallKeepsWhatFailed() {
    var failure =
        new Failure(Failure.Kind.DENIED, "list pods", "soundbite/*", "User \"x\" cannot list");

    assertThat(attempts.failed(OWNER, new FailedCall(failure)).problem().message())
        .isEqualTo(failure.sentence());
  }

  @Test
  void defectIsNamed() {
    var attempt = attempts.failed(OWNER, new IllegalStateException("a boom"));

    assertThat(attempt.problem().reason()).isEqualTo("InternalError");
    assertThat(attempt.problem().message())
        .contains("a defect of the operator, java.lang.IllegalStateException: a boom");
    assertThat(attempt.problem().lasting()).isTrue();
  }

  @Test
  void errorsOfTheMachineAreDefectsToo() {
    assertThat(attempts.failed(OWNER, new StackOverflowError()).problem().reason())
        .isEqualTo("InternalError");
  }

  @Test
  void whatMayPassIsToldWhenItHappensAgain() {
    var first = attempts.failed(OWNER, refused(409, "the object has been modified"));
    var second = attempts.failed(OWNER, refused(409, "the object has been modified"));
    var third = attempts.failed(OWNER, refused(409, "the object has been modified"));

    assertThat(first.isTold()).isFalse();
    assertThat(first.isNews()).isFalse();
    assertThat(second.isTold()).isTrue();
    assertThat(second.isNews()).isTrue();
    assertThat(third.isTold()).isTrue();
    assertThat(third.isNews()).isFalse();
  }

  @Test
  void eachIsTriedLaterThanTheOneBefore() {
    var longest = Duration.ZERO;
    for (var i = 0; i < 30; i++) {
      longest = attempts.failed(OWNER, new IllegalStateException()).pause(NOW);
    }

    assertThat(longest).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    attempts.succeeded(OWNER);
    assertThat(attempts.failed(OWNER, new IllegalStateException()).pause(NOW))
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void eachFailureIsLoggedOnceAndOnlyDefectsWithTheirTrace() {
    for (var i = 0; i < 5; i++) {
      attempts.failed(OWNER, refused(403, "is forbidden: exceeded quota: q"));
    }
    assertThat(records.all).hasSize(1).allMatch(it -> it.getThrown() == null);
    for (var i = 0; i < 5; i++) {
      attempts.failed(OWNER, new IllegalStateException("a boom"));
    }
    assertThat(records.all).hasSize(2);
    assertThat(records.all.getLast().getThrown()).hasMessage("a boom");
  }

  @Test
  void eachIsCounted() {
    attempts.failed(OWNER, new IllegalStateException());
    attempts.failed(OWNER, new IllegalStateException());

    assertThat(
            meters
                .get("reconciliations.failure.total")
                .tag("controller.name", "soundbite")
                .counter()
                .count())
        .isEqualTo(2);
  }

  private static KubernetesClientException refused(int code, String message) {
    return new KubernetesClientException(
        message, code, new StatusBuilder().withCode(code).withMessage(message).build());
  }

  private static final class Records extends Handler {
    private final ArrayList<LogRecord> all = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      all.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
