package io.soundbite.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EnvironmentMetersTest {
  private static final Owner STAGING = new Owner("here", "soundbite", "staging");
  private static final Owner PRODUCTION = new Owner("here", "soundbite", "production");
  private static final String START = "2026-01-01T00:00:00Z";
  private static final String LATER = "2026-01-01T00:01:40Z";

  private final ShippedMetrics shipped = ShippedMetrics.shipped();
  private final EnvironmentMeters meters = new EnvironmentMeters(shipped.registry());

  @Nested
  class Gauges {
    @Test
    void sayWhatStatusSays() {
      show(
          STAGING,
          status()
              .condition("Ready", "False", "Contested", 1)
              .condition("Available", "True", "Serving", 1)
              .drift(3, 2)
              .parity(true)
              .live("1.4.1")
              .build());

      assertThat(lines("soundbite_environment"))
          .containsExactlyInAnyOrder(
              "soundbite_environment_ready{name=\"staging\",namespace=\"soundbite\",} 0.0",
              "soundbite_environment_available{name=\"staging\",namespace=\"soundbite\",} 1.0",
              "soundbite_environment_condition{name=\"staging\",namespace=\"soundbite\",reason=\"Contested\",status=\"False\",type=\"Ready\",}"
                  + " 1.0",
              "soundbite_environment_condition{name=\"staging\",namespace=\"soundbite\",reason=\"Serving\",status=\"True\",type=\"Available\",}"
                  + " 1.0",
              "soundbite_environment_drifted_fields{name=\"staging\",namespace=\"soundbite\",} 3.0",
              "soundbite_environment_unread_resources{name=\"staging\",namespace=\"soundbite\",}"
                  + " 2.0",
              "soundbite_environment_parity{name=\"staging\",namespace=\"soundbite\",} 1.0",
              "soundbite_environment_release_live_since_seconds{name=\"staging\",namespace=\"soundbite\",slot=\"blue\",tag=\"1.4.1\",}"
                  + " 1.7672256E9");
    }

    @Test
    void ofWhatIsNotKnownThereAreNone() {
      show(STAGING, EnvironmentStatus.empty());

      assertThat(lines("soundbite_environment"))
          .containsExactlyInAnyOrder(
              "soundbite_environment_ready{name=\"staging\",namespace=\"soundbite\",} 0.0",
              "soundbite_environment_available{name=\"staging\",namespace=\"soundbite\",} 0.0");
    }

    @Test
    void followAChangeAndLeaveNothingBehind() {
      show(STAGING, status().condition("Ready", "False", "Contested", 1).drift(3, 0).build());
      show(STAGING, status().condition("Ready", "True", "AsDeclared", 1).drift(0, 0).build());

      assertThat(lines("soundbite_environment_ready")).singleElement().asString().endsWith(" 1.0");
      assertThat(lines("soundbite_environment_drifted"))
          .singleElement()
          .asString()
          .endsWith(" 0.0");
      assertThat(lines("soundbite_environment_condition"))
          .singleElement()
          .asString()
          .contains("AsDeclared");
    }

    @Test
    void goWithTheirEnvironmentAndNoOther() {
      show(STAGING, status().condition("Promoted", "False", "Frozen", 1).live("1.4.1").build());
      show(PRODUCTION, status().condition("Promoted", "False", "Frozen", 1).build());

      meters.forget(STAGING);

      assertThat(shipped.scrape()).doesNotContain("\"staging\"").contains("\"production\"");
      meters.forget(STAGING);
      meters.forget(PRODUCTION);
      assertThat(shipped.scrape()).doesNotContain("namespace=");
    }
  }

  @Nested
  class Releases {
    @Test
    void beginAtNought() {
      show(STAGING, EnvironmentStatus.empty());

      assertThat(promotions("promoted")).isZero();
      assertThat(promotions("rolled_back")).isZero();
      assertThat(promotions("returned")).isZero();
      assertThat(promotions("abandoned")).isZero();
    }

    @Test
    void areCountedAndTimedWhenTheyAreLive() {
      show(STAGING, rolling("a").build());
      assertThat(promotions("promoted")).isZero();
      var live = status().live("a", LATER).entry("a", Outcome.LIVE, null).build();
      show(STAGING, live);
      show(STAGING, live);

      assertThat(promotions("promoted")).isEqualTo(1);
      var timer =
          shipped.registry().get("soundbite.promotion.duration").tag("outcome", "promoted").timer();
      assertThat(timer.count()).isEqualTo(1);
      assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(100);
    }

    /** A lost race for the status: the turn is run again on what was written before. */
    @Test
    void areCountedOnceThoughTheTurnIsRunAgain() {
      var before = rolling("a").build();
      var live = status().live("a", LATER).entry("a", Outcome.LIVE, null).build();
      meters.reconciled(STAGING, before, live);
      meters.reconciled(STAGING, before, live);

      assertThat(promotions("promoted")).isEqualTo(1);
    }

    @Test
    void whatEndedBeforeARestartIsNotCounted() {
      var live = status().live("a", LATER).entry("a", Outcome.LIVE, null).build();
      meters.reconciled(STAGING, live, live);

      assertThat(promotions("promoted")).isZero();
    }

    @Test
    void areCountedWhenTheyFailOrMakeWay() {
      show(STAGING, rolling("a").build());
      show(STAGING, status().entry("a", Outcome.ROLLED_BACK, LATER).build());
      show(STAGING, rolling("b").entry("a", Outcome.ROLLED_BACK, LATER).build());
      show(
          STAGING,
          status()
              .entry("b", Outcome.ABANDONED, LATER)
              .entry("a", Outcome.ROLLED_BACK, LATER)
              .build());

      assertThat(promotions("rolled_back")).isEqualTo(1);
      assertThat(promotions("abandoned")).isEqualTo(1);
      assertThat(promotions("promoted")).isZero();
    }

    /** {@code b} failed while {@code a} was warm: {@code a} takes over again. */
    @Test
    void whatComesBackByItselfIsNoPromotion() {
      show(
          STAGING,
          rolling("a")
              .live("b")
              .entry("b", Outcome.ROLLED_BACK, LATER)
              .entry("a", Outcome.REPLACED, START, "2025-01-01T00:00:00Z")
              .build());
      show(
          STAGING,
          status()
              .live("a", LATER)
              .entry("a", Outcome.LIVE, null)
              .entry("b", Outcome.ROLLED_BACK, LATER)
              .entry("a", Outcome.REPLACED, START, "2025-01-01T00:00:00Z")
              .build());

      assertThat(promotions("returned")).isEqualTo(1);
      assertThat(promotions("promoted")).isZero();
    }

    @Test
    void refusalsAreCountedOncePerReleaseAndGate() {
      refuse("Frozen", 1);
      refuse("Frozen", 1);
      refuse("NotApproved", 1);
      refuse("Frozen", 2);
      show(STAGING, status().condition("Promoted", "True", "Live", 2).build());
      refuse("RolledBack", 3);
      refuse("Resolving", 3);

      assertThat(refused()).containsExactlyInAnyOrder("Frozen 2.0", "NotApproved 1.0");
    }

    private void refuse(String reason, long generation) {
      show(STAGING, status().condition("Promoted", "False", reason, generation).build());
    }

    private List<String> refused() {
      return shipped.registry().find("soundbite.promotions.refused").counters().stream()
          .map(it -> it.getId().getTag("reason") + " " + it.count())
          .toList();
    }

    private double promotions(String outcome) {
      return shipped
          .registry()
          .get("soundbite.promotions")
          .tags("name", "staging", "outcome", outcome)
          .counter()
          .count();
    }
  }

  @Test
  void theReplicaThatLeadsSaysSo() {
    var registry = new SimpleMeterRegistry();
    var leads = new AtomicBoolean();
    LeaderGauge.show(registry, leads::get);
    var leader = registry.get("soundbite.operator.leader").gauge();

    assertThat(leader.value()).isZero();
    leads.set(true);
    assertThat(leader.value()).isEqualTo(1);
    leads.set(false);
    assertThat(leader.value()).isZero();
  }

  private void show(Owner owner, EnvironmentStatus status) {
    meters.reconciled(owner, EnvironmentStatus.empty(), status);
  }

  private List<String> lines(String prefix) {
    return shipped.scrape().lines().filter(line -> line.startsWith(prefix)).toList();
  }

  private static Sketch status() {
    return new Sketch();
  }

  private static Sketch rolling(String revision) {
    var sketch = new Sketch().entry(revision, Outcome.ROLLING_OUT, null);
    sketch.rollout =
        new RolloutStatus(
            Slot.BLUE, Slot.GREEN, revision, RolloutStatus.Step.SWITCHING, START, START);
    return sketch;
  }

  /** A status, as far as anybody measures it. */
  private static final class Sketch {
    private final List<Condition> conditions = new ArrayList<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private RolloutStatus rollout;
    private ReleaseStatus live;
    private DriftStatus drift;
    private ParityStatus parity;

    Sketch condition(String type, String status, String reason, long generation) {
      conditions.add(
          new ConditionBuilder()
              .withType(type)
              .withStatus(status)
              .withReason(reason)
              .withObservedGeneration(generation)
              .build());
      return this;
    }

    Sketch drift(int count, int unread) {
      drift = new DriftStatus(count, unread, List.of());
      return this;
    }

    Sketch parity(boolean equal) {
      parity = new ParityStatus("soundbite/staging", equal, "hash", List.of(), List.of());
      return this;
    }

    Sketch live(String tag) {
      return live(tag, START);
    }

    Sketch live(String tag, String since) {
      live = new ReleaseStatus(tag, "sha256:" + tag, tag, "config", tag, Slot.BLUE, since);
      return this;
    }

    Sketch entry(String revision, Outcome outcome, String ended) {
      return entry(revision, outcome, ended, START);
    }

    Sketch entry(String revision, Outcome outcome, String ended, String started) {
      history.add(
          new HistoryEntry(
              revision,
              "sha256:" + revision,
              "config",
              revision,
              Slot.GREEN,
              started,
              ended,
              outcome,
              1L,
              null,
              null,
              null,
              null));
      return this;
    }

    EnvironmentStatus build() {
      return new EnvironmentStatus(
          1L,
          null,
          null,
          live,
          rollout,
          history,
          List.of(),
          List.of(),
          null,
          List.of(),
          drift,
          parity,
          null,
          List.of(),
          List.of(),
          null,
          null,
          conditions);
    }
  }
}
