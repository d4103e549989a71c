package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Tree;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;

class DashboardBodiesTest {
  private static final Instant MODIFIED = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = Instant.parse("2026-01-01T00:00:10Z");
  private String live = "first";
  private int reads;
  private final DashboardBodies bodies =
      new DashboardBodies(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }
          });

  private Tree sweep(DashboardEntry entry) {
    return bodies.of(
        entry,
        () -> {
          reads++;
          return Tree.of(live);
        });
  }

  private static DashboardEntry entry(Instant modified, long size) {
    return DashboardEntry.builder()
        .dashboardName("SoundBite-staging")
        .lastModified(modified)
        .size(size)
        .build();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void whatWasNotModifiedIsReadTwiceAndNoMore() {
    for (int sweep = 0; sweep < 5; sweep++) {
      assertThat(sweep(entry(MODIFIED, 100))).isEqualTo(Tree.of("first"));
      pass(Duration.ofMinutes(5));
    }

    assertThat(reads).isEqualTo(2);
  }

  /** The second write has the first one's time, and its size. */
  @Test
  void aChangeInTheSecondOfTheReadingIsSeen() {
    sweep(entry(MODIFIED, 100));
    live = "second";
    pass(Duration.ofMinutes(1));

    assertThat(sweep(entry(MODIFIED, 100))).isEqualTo(Tree.of("second"));
  }

  @Test
  void readingsInQuickSuccessionAreNotTrustedEither() {
    sweep(entry(MODIFIED, 100));
    pass(Duration.ofMillis(500));
    sweep(entry(MODIFIED, 100));
    live = "second";
    pass(Duration.ofMinutes(5));

    assertThat(sweep(entry(MODIFIED, 100))).isEqualTo(Tree.of("second"));
  }

  @Test
  void whatWasModifiedIsReadAgain() {
    sweep(entry(MODIFIED, 100));
    pass(Duration.ofMinutes(5));
    sweep(entry(MODIFIED, 100));
    live = "second";
    pass(Duration.ofMinutes(5));

    assertThat(sweep(entry(MODIFIED.plusSeconds(300), 100))).isEqualTo(Tree.of("second"));
    live = "third";
    assertThat(sweep(entry(MODIFIED.plusSeconds(300), 90))).isEqualTo(Tree.of("third"));
  }

  /** An endpoint that does not say when a dashboard was modified. */
  @Test
  void whatMayHaveBeenModifiedAtAnyTimeIsReadEveryTime() {
    var untold = DashboardEntry.builder().dashboardName("SoundBite-staging").build();
    for (int sweep = 0; sweep < 3; sweep++) {
      sweep(untold);
      pass(Duration.ofMinutes(5));
    }

    assertThat(reads).isEqualTo(3);
  }
}
