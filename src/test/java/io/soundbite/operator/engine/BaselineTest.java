package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.US;
import static io.soundbite.operator.engine.Samples.filter;
import static io.soundbite.operator.engine.Samples.logGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.LogGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BaselineTest {
  private static final LogGroup WANT = logGroup(30);
  private static final Baseline NOTHING = new Baseline(Map.of());
  private static final Baseline REACHED = new Baseline(Map.of(WANT.key(), WANT));

  private static List<Step> plan(Desired want, Desired have) {
    return new Planner(new Ours(US, false, Optional.empty()))
        .plan(List.of(want), Map.of(want.key(), Samples.present(have)));
  }

  /** The same, with nothing done about it. */
  private static Drift held(Drift drift, String reason) {
    return new Drift(drift.key(), drift.field(), drift.want(), drift.have(), reason);
  }

  private static Drift drift(int want, int have) {
    return new Drift(
        WANT.key(), "/retentionDays", String.valueOf(want), String.valueOf(have), null);
  }

  private static Drift gone(Desired want) {
    return new Drift(want.key(), "/", "present", null, null);
  }

  private static Step blocked(Desired want, String reason) {
    return new Step.Blocked(want.key(), reason, "no.", List.of());
  }

  @Nested
  class WhatIsDrift {
    @Test
    void aFieldThatHadBeenOtherwise() {
      assertThat(REACHED.drift(List.of(WANT), plan(WANT, logGroup(7))))
          .containsExactly(drift(30, 7));
    }

    @Test
    void aFieldThatIsLeftWhileOthersAreHealed() {
      var want = Specimens.table("PAY_PER_REQUEST", false, true);
      var have = Specimens.table("PROVISIONED", true, true);
      var reached = new Baseline(Map.of(want.key(), want));

      assertThat(reached.drift(List.of(want), plan(want, have)))
          .extracting(Drift::field, Drift::held)
          .containsExactly(tuple("/billingMode", null), tuple("/pointInTimeRecovery", "Downgrade"));
    }

    @Test
    void aResourceThatHadBeenThere() {
      assertThat(REACHED.drift(List.of(WANT), List.of(new Step.Create(WANT))))
          .containsExactly(gone(WANT));
    }

    @Test
    void eachFieldOfOne() {
      var want = Specimens.table(true, true);
      var have = Specimens.table("PROVISIONED", false, true);

      assertThat(new Baseline(Map.of(want.key(), want)).drift(List.of(want), plan(want, have)))
          .containsExactly(
              new Drift(want.key(), "/billingMode", "PAY_PER_REQUEST", "PROVISIONED", null),
              new Drift(want.key(), "/pointInTimeRecovery", "true", "false", null));
    }

    @Test
    void whatCameOrWentHasNoValueThere() {
      var with = Specimens.queue(Optional.of(Specimens.redrive(3)));
      var without = Specimens.queue(Optional.empty());
      var text = "{targetArn: \"arn:dlq\", maxReceives: 3}";

      assertThat(new Baseline(Map.of(with.key(), with)).drift(List.of(with), plan(with, without)))
          .containsExactly(new Drift(with.key(), "/redrive", text, null, null));
      assertThat(
              new Baseline(Map.of(with.key(), without))
                  .drift(List.of(without), plan(without, with)))
          .containsExactly(new Drift(with.key(), "/redrive", null, text, null));
    }

    @Test
    void whatMustNotBePutRightSaysWhy() {
      assertThat(REACHED.drift(List.of(WANT), plan(WANT, logGroup(365))))
          .containsExactly(held(drift(30, 365), "Downgrade"));
    }

    @Test
    void lostDataWhateverHadBeenWanted() {
      var table = Specimens.table(true, true);
      var plan = List.of(blocked(table, "DataLoss"));
      var lost = held(gone(table), "DataLoss");

      assertThat(NOTHING.drift(List.of(table), plan)).containsExactly(lost);
      assertThat(
              new Baseline(Map.of(table.key(), Specimens.table(false, false)))
                  .drift(List.of(table), plan))
          .containsExactly(lost);
      assertThat(new Baseline(Map.of(table.key(), table)).drift(List.of(table), plan))
          .containsExactly(lost);
    }
  }

  @Nested
  class WhatIsNone {
    @Test
    void whatIsAsWanted() {
      assertThat(REACHED.drift(List.of(WANT), plan(WANT, WANT))).isEmpty();
    }

    @Test
    void whatHadNeverBeenReached() {
      assertThat(NOTHING.drift(List.of(WANT), plan(WANT, logGroup(7)))).isEmpty();
      assertThat(NOTHING.drift(List.of(WANT), List.of(new Step.Create(WANT)))).isEmpty();
    }

    @Test
    void aChangeUnderWay() {
      var next = logGroup(60);

      assertThat(REACHED.drift(List.of(next), plan(next, WANT))).isEmpty();
      assertThat(REACHED.drift(List.of(next), List.of(new Step.Create(next)))).isEmpty();
    }

    @Test
    void whatCouldNotBeReadOrIsOnItsWayOut() {
      assertThat(
              REACHED.drift(
                  List.of(WANT),
                  List.of(
                      blocked(WANT, "NotRead"),
                      blocked(WANT, "NamingConflict"),
                      new Step.Delete(WANT, false),
                      new Step.Release(WANT))))
          .isEmpty();
    }
  }

  @Nested
  class Reaching {
    @Test
    void isBeingSeenAsWanted() {
      var baseline = NOTHING.after(List.of(WANT), plan(WANT, WANT));

      assertThat(baseline).isEqualTo(REACHED);
      assertThat(baseline.drift(List.of(WANT), plan(WANT, logGroup(7))))
          .containsExactly(drift(30, 7));
    }

    @Test
    void isNotBeingOnItsWay() {
      var next = logGroup(60);

      assertThat(REACHED.after(List.of(next), plan(next, WANT))).isEqualTo(REACHED);
      assertThat(NOTHING.after(List.of(WANT), List.of(new Step.Create(WANT)))).isEqualTo(NOTHING);
    }

    @Test
    void leavesOthersAlone() {
      var baseline =
          REACHED.after(List.of(filter("ERROR")), plan(filter("ERROR"), filter("ERROR")));

      assertThat(baseline.reached())
          .containsOnly(Map.entry(WANT.key(), WANT), Map.entry(filter("").key(), filter("ERROR")));
    }

    @Test
    void isUndoneByNextWant() {
      var next = logGroup(60);
      var baseline = REACHED.after(List.of(next), plan(next, next));

      assertThat(baseline.drift(List.of(next), plan(next, WANT))).containsExactly(drift(60, 30));
      assertThat(baseline.drift(List.of(WANT), plan(WANT, next)))
          .as("going back is a change of spec")
          .isEmpty();
    }
  }

  @Nested
  class AfterARestart {
    private final List<Desired> wants = List.of(WANT, filter("ERROR"));

    @Test
    void whatIsRecordedCounts() {
      var baseline = Baseline.recorded(wants, WANT.key()::equals);

      assertThat(baseline).isEqualTo(REACHED);
      assertThat(baseline.drift(wants, plan(WANT, logGroup(7)))).containsExactly(drift(30, 7));
      assertThat(baseline.drift(wants, plan(filter("ERROR"), filter("WARN")))).isEmpty();
    }

    @Test
    void withoutARecordNothingWasReached() {
      assertThat(Baseline.recorded(wants, any -> false)).isEqualTo(NOTHING);
      assertThat(Baseline.recorded(wants, any -> true).reached()).hasSize(2);
    }
  }

  @Test
  void whatWasCreatedIsBeingCreatedUntilItIsAsWanted() {
    var creating = REACHED.creating(WANT.key());
    var changing = new Step.Update(new Change<>(WANT, WANT, List.of()));

    assertThat(creating.creating()).containsExactly(WANT.key());
    assertThat(creating.after(List.of(WANT), List.of(changing)).creating())
        .containsExactly(WANT.key());
    assertThat(creating.after(List.of(WANT), List.of(new Step.Keep(WANT.key()))).creating())
        .isEmpty();
  }
}
