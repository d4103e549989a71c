package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What production waits for that another environment has to give. */
class GatesIT {
  private static final Duration SOAK = Duration.ofMinutes(10);

  /** What is left of the soak to pass by itself. */
  private static final Duration LAST = Duration.ofSeconds(5);

  /** By then what AWS shows is what was last written. */
  private static final Duration SETTLED = Duration.ofMinutes(20);

  @AutoClose private static final Promoting promoting = new Promoting();
  private static final OperatorUnderTest operator = promoting.operator();

  @Test
  void aSoakEndsByItself() {
    var verified = promoting.verified();
    var before = Promoting.live(operator.environment("production").get());
    promoting.production(verified.tag(), Map.of("from", Map.of("name", "staging"), "soak", "10m"));
    var waiting = promoting.awaitShut("Soaking");
    var opens = Instant.parse(verified.since()).plus(SOAK);

    assertThat(Promoting.live(waiting)).isEqualTo(before);
    assertThat(Promoting.condition(waiting, "Ready")).startsWith("AwaitingPromotion: ");
    assertThat(Promoting.condition(waiting, "Available")).startsWith("Serving: ");

    promoting.pass(Duration.between(promoting.clock().instant(), opens.minus(LAST)));
    var live = promoting.awaitLive(verified.tag()).getStatus();

    assertThat(Instant.parse(live.history().getFirst().started()))
        .as("nothing but time opened it")
        .isBetween(opens, opens.plus(LAST));
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void aSourceThatDriftedProvesNothingUntilItIsPutRight() {
    var verified = promoting.verified();
    promoting.staging(verified.tag(), Map.of("drift", Map.of("policy", "Plan")));
    operator.awaitReady("staging");
    promoting.pass(SETTLED);
    var meddler = new Meddler(operator, "staging");
    meddler.make(meddler.other("Queue/SoundbiteQueue", "/visibility"));
    operator.reread("staging");
    operator.await("staging", it -> it.getStatus().drift().count() == 1);

    var before = Promoting.live(operator.environment("production").get());
    promoting.production(verified.tag(), Promoting.FROM_STAGING);
    var waiting = promoting.awaitShut("SourceDrifted");
    assertThat(Promoting.live(waiting)).isEqualTo(before);
    operator.awaitEvent("production", "SourceDrifted", "opens when its drift is put right");

    promoting.staging(verified.tag(), Map.of());
    promoting.awaitLive(verified.tag());
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void aSourceThatIsMissingIsWaitedFor() {
    var tag = promoting.pushed();
    var before = Promoting.live(operator.environment("production").get());
    promoting.production(tag, Map.of("from", Map.of("name", "later")));
    var waiting = promoting.awaitShut("SourceMissing");
    assertThat(Promoting.live(waiting)).isEqualTo(before);
    assertThat(Promoting.condition(waiting, "Promoted")).contains("/later");

    operator
        .kubectl()
        .apply(
            "later",
            "later",
            Map.of("image", Map.of("tag", tag, "repository", Promoting.REPOSITORY)));
    promoting.awaitLive(tag);
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }
}
