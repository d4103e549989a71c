package io.soundbite.operator.controller;

import static io.soundbite.operator.controller.OperatorUnderTest.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Reasons of AWS that pass by themselves: nothing is to be done, and nothing is done here. */
class PassingReasonsIT {
  /** By which a change that AWS allows only once in a while is tried again. */
  private static final Duration COOLDOWN = Duration.ofMinutes(5);

  /**
   * A refusal of one call for one environment.
   *
   * @param resource of the call, with the environment's name for {@code %s}
   */
  private record Refusal(
      String reason, String service, String operation, String resource, String code, int status) {

    String environment() {
      return reason.toLowerCase(Locale.ROOT);
    }

    String repository() {
      return "soundbite-" + environment() + "-api";
    }

    String message() {
      return code.equals("LimitExceededException")
          ? "Subscriber limit exceeded: such updates are limited to once in 1 day(s)."
          : reason + " for a test";
    }

    Map<String, Object> fault() {
      return Map.of(
          "service",
          service,
          "operation",
          operation,
          "resource",
          resource.formatted(environment()),
          "code",
          code,
          "status",
          status,
          "message",
          message());
    }
  }

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              "Throttled",
              "sqs",
              "CreateQueue",
              "SoundBite-%s-SoundbiteDLQ",
              "ThrottlingException",
              400),
          new Refusal(
              "Unavailable",
              "dynamodb",
              "CreateTable",
              "SoundBite-%s-SoundbitesTable",
              "InternalServerError",
              500),
          new Refusal(
              "Conflict", "ecr", "PutLifecyclePolicy", "soundbite-%s-api", "OperationAborted", 409),
          new Refusal(
              "NotFound",
              "logs",
              "PutRetentionPolicy",
              "/soundbite/%s/api",
              "ResourceNotFoundException",
              400),
          new Refusal(
              "CredentialsRefused",
              "logs",
              "PutRetentionPolicy",
              "/soundbite/%s/api",
              "ExpiredTokenException",
              400),
          new Refusal(
              "Cooldown",
              "dynamodb",
              "UpdateTimeToLive",
              "SoundBite-%s-SoundbitesTable",
              "LimitExceededException",
              400));

  private final Leap clock = new Leap();
  @AutoClose private final OperatorUnderTest operator = new OperatorUnderTest();

  @Test
  @FollowsAdvice({
    "Throttled",
    "Unavailable",
    "Conflict",
    "NotFound",
    "CredentialsRefused",
    "Cooldown"
  })
  void areShownWhileTheyLastAndEndWithThem() {
    REFUSALS.forEach(it -> operator.journal().fault(it.fault()));
    operator.start(clock);
    REFUSALS.forEach(it -> operator.kubectl().apply(it.environment(), it.environment(), Map.of()));

    for (var refusal : REFUSALS) {
      operator.image(refusal.repository(), "1.4.1");
      var refused =
          operator.await(
              refusal.environment(),
              it ->
                  condition(it, "Ready")
                      .filter(ready -> ready.getReason().equals(refusal.reason()))
                      .isPresent());
      assertThat(condition(refused, "Ready").orElseThrow().getMessage())
          .contains(refusal.service() + ":" + refusal.operation(), refusal.message());
      assertThat(OperatorUnderTest.is(refused, "Stalled", "True")).isFalse();
    }

    operator.journal().endFaults();
    clock.by(COOLDOWN);
    REFUSALS.forEach(it -> operator.awaitReady(it.environment()));
  }
}
