package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.engine.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How environments of one account are read together, on the emulator. */
class SweepIT {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private final Leap clock = new Leap();

  @Test
  void oneEnvironmentAloneIsReadInTwentyTwoCalls() {
    try (var fleet = Fleet.made(1, INTERVAL, clock)) {
      fleet.awaitReadings(fleet.owners(), clock.instant());
      for (var sweep = 0; sweep < 3; sweep++) {
        var seq = fleet.journal().now();
        clock.by(INTERVAL);
        fleet.awaitReadings(fleet.owners(), clock.instant().minus(INTERVAL));

        var calls = fleet.journal().since(seq);
        assertThat(calls).as("%s", Journal.counted(calls)).hasSizeLessThanOrEqualTo(22);
      }
    }
  }

  /** Of two, what is listed costs no more than of one. */
  @Test
  void whatIsListedIsListedOnceForAll() {
    try (var fleet = Fleet.made(2, INTERVAL, clock)) {
      fleet.awaitReadings(fleet.owners(), clock.instant());
      var seq = fleet.journal().now();
      clock.by(INTERVAL);
      fleet.awaitReadings(fleet.owners(), clock.instant().minus(INTERVAL));

      assertThat(Journal.counted(fleet.journal().since(seq)))
          .contains(
              Map.entry("cloudwatch:DescribeAlarms", 1),
              Map.entry("cloudwatch:ListDashboards", 1),
              Map.entry("ecr:DescribeRepositories", 1),
              Map.entry("iam:GetAccountAuthorizationDetails", 1),
              Map.entry("logs:DescribeLogGroups", 1),
              Map.entry("logs:DescribeMetricFilters", 1),
              Map.entry("resourcegroupstaggingapi:GetResources", 1),
              Map.entry("dynamodb:DescribeTable", 2));
    }
  }

  /** A prefix that lists one environment lists what begins like it, too. */
  @Test
  void aLongerNameIsAnotherEnvironments() {
    try (var fleet = new Fleet(List.of("staging", "staging-eu"), INTERVAL, clock)) {
      var staging = fleet.owner("staging");
      var european = fleet.owner("staging-eu");
      fleet.make(european);
      assertThat(kinds(fleet, staging)).containsOnlyKeys(Observation.Absent.class);

      fleet.make(staging);
      fleet.delete(european);
      assertThat(kinds(fleet, staging)).containsOnlyKeys(Observation.Present.class);
      assertThat(kinds(fleet, european)).containsOnlyKeys(Observation.Absent.class);
    }
  }

  private static Map<Class<?>, Long> kinds(Fleet fleet, Owner owner) {
    return fleet.observe(owner).values().stream()
        .collect(Collectors.groupingBy(Object::getClass, Collectors.counting()));
  }

  @Test
  void aBucketThatHangsDelaysNothingButItself() {
    try (var fleet = new Fleet(List.of("slow", "quick"), INTERVAL, clock)) {
      fleet.owners().forEach(fleet::make);
      var bucket = bucket(fleet, fleet.owner("slow"));
      fleet.journal().fault(Map.of("resource", bucket.name(), "hang", true));
      try {
        fleet.owners().forEach(fleet::enlist);

        await()
            .atMost(Duration.ofSeconds(8)) // the call itself takes longer to be given up
            .untilAsserted(
                () -> {
                  assertThat(fleet.enlist(fleet.owner("quick")))
                      .hasSameSizeAs(fleet.wants(fleet.owner("quick")));
                  assertThat(fleet.enlist(fleet.owner("slow")))
                      .hasSize(fleet.wants(fleet.owner("slow")).size() - 1)
                      .doesNotContainKey(bucket);
                });
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(fleet.enlist(fleet.owner("slow")).get(bucket))
                        .isInstanceOf(Observation.Unknown.class));
      } finally {
        fleet.journal().endFaults();
      }
    }
  }

  private static Key bucket(Fleet fleet, Owner owner) {
    return fleet.wants(owner).stream()
        .filter(S3Bucket.class::isInstance)
        .map(want -> want.key())
        .findFirst()
        .orElseThrow();
  }
}
