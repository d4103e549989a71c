package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.FollowsAdvice;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** In a freeze, releases wait; nothing else does. */
class FreezeIT {
  /** What is left of a freeze to pass by itself. */
  private static final Duration LAST = Duration.ofSeconds(5);

  @AutoClose private static final Promoting promoting = new Promoting();
  private static final OperatorUnderTest operator = promoting.operator();

  @Test
  void aReleaseWaitsAndGoesLiveByItselfWhenItEnds() {
    var freeze = new Frozen();
    var verified = promoting.verified();
    var before = Promoting.live(operator.environment("production").get());
    promoting.production(verified.tag(), freeze.rules());
    var waiting = promoting.awaitShut("Frozen");
    assertThat(Promoting.live(waiting)).isEqualTo(before);
    operator.awaitEvent("production", "Frozen", "This opens at " + freeze.end());

    var started = passAllBut(freeze, verified.tag());
    assertThat(started)
        .as("nothing but time opened it")
        .isBetween(freeze.end(), freeze.end().plus(LAST));
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void aChangeOfConfigurationWaitsToo() {
    var freeze = new Frozen();
    var tag = Promoting.live(operator.environment("production").get());
    promoting.production(tag, Promoting.FROM_STAGING);
    var before = promoting.awaitLive(tag).getStatus().release();
    promoting.production(tag, freeze.rules(), Map.of("logLevel", "debug"));
    assertThat(promoting.awaitShut("Frozen").getStatus().release()).isEqualTo(before);

    passAllBut(freeze, tag);
    assertThat(operator.environment("production").get().getStatus().release().configHash())
        .isNotEqualTo(before.configHash());
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  /** Nothing waits for it: a zone that the schema can't know to be none. */
  @Test
  @FollowsAdvice("FreezeInvalid")
  void aFreezeThatCannotBeReadIsToldAtOnce() {
    var tag = promoting.verified().tag();
    promoting.production(tag, Promoting.FROM_STAGING);
    promoting.awaitLive(tag);

    promoting.production(
        tag,
        Map.of(
            "from",
            Map.of("name", "staging"),
            "freeze",
            List.of(
                Map.of(
                    "schedule", "0 18 * * FRI", "duration", "62h", "timeZone", "Europe/Berlni"))));

    operator.awaitEvent("production", "FreezeInvalid", "Europe/Berlni");
    var told =
        operator.await(
            "production",
            it ->
                OperatorUnderTest.condition(it, "Ready")
                    .filter(ready -> ready.getReason().equals("FreezeInvalid"))
                    .isPresent());
    assertThat(OperatorUnderTest.is(told, "Stalled", "True")).isTrue();
    assertThat(OperatorUnderTest.is(told, "Promoted", "True")).isTrue();
    assertThat(OperatorUnderTest.is(told, "Available", "True")).isTrue();

    promoting.production(tag, Promoting.FROM_STAGING);
    operator.awaitReady("production");
  }

  @Test
  void driftIsHealedAndSettingsOfAwsChange() {
    var freeze = new Frozen();
    var verified = promoting.verified();
    promoting.production(verified.tag(), freeze.rules());
    var live = promoting.awaitShut("Frozen").getStatus().release();

    operator
        .kubectl()
        .change("production", "alarms", Map.of("thresholds", Map.of("QueueDepth", 50)));

    Awaitility.await()
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(() -> assertThat(threshold()).isEqualTo(50));
    var preview =
        operator.client().services().inNamespace(operator.namespace()).withName("prod-api-preview");
    preview.delete();
    operator.awaitEvent("production", "DriftHealed", "API/Service/api-preview");

    assertThat(preview.get()).isNotNull();
    assertThat(promoting.awaitShut("Frozen").getStatus().release()).isEqualTo(live);
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void theWayBackPasses() {
    var former = promoting.verified().tag();
    promoting.production(former, Promoting.FROM_STAGING);
    promoting.awaitLive(former);
    var bad = promoting.verified().tag();
    promoting.production(bad, Promoting.FROM_STAGING);
    promoting.awaitLive(bad);

    var freeze = new Frozen();
    promoting.production(former, freeze.rules());
    promoting.awaitLive(former);

    assertThat(promoting.clock().instant()).as("the freeze is on").isBefore(freeze.end());
    var next = promoting.verified().tag();
    promoting.production(next, freeze.rules());
    promoting.awaitShut("Frozen");
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  private static double threshold() {
    return operator
        .aws()
        .cloudWatch()
        .describeAlarms(it -> it.alarmNames("SoundBite-production-QueueDepth"))
        .metricAlarms()
        .getFirst()
        .threshold();
  }

  /** A freeze that began a minute ago, and lasts for an hour. */
  private record Frozen(Instant start) {
    private static final Duration LENGTH = Duration.ofHours(1);

    private Frozen() {
      this(promoting.clock().instant().minusSeconds(60));
    }

    private Map<String, Object> rules() {
      var at = start.atOffset(ZoneOffset.UTC);
      var schedule =
          "%d %d %d %d *"
              .formatted(at.getMinute(), at.getHour(), at.getDayOfMonth(), at.getMonthValue());
      return Map.of(
          "from",
          Map.of("name", "staging"),
          "freeze",
          List.of(Map.of("schedule", schedule, "duration", "1h", "timeZone", "UTC")));
    }

    private Instant end() {
      return start.truncatedTo(ChronoUnit.MINUTES).plus(LENGTH);
    }
  }

  /** Leaps over most of the freeze; returns when the release of that tag was begun. */
  private static Instant passAllBut(Frozen freeze, String tag) {
    promoting.pass(Duration.between(promoting.clock().instant(), freeze.end().minus(LAST)));
    return Instant.parse(promoting.awaitLive(tag).getStatus().history().getFirst().started());
  }
}
