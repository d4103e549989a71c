package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Evidence;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** AWS is written beside the reconcile: a plan may be older than what was put right meanwhile. */
class DriftMarkTest {
  private static final Owner US = new Owner("here", "soundbite", "staging");
  private static final LogGroup WANT = group(30);
  private static final Step HEAL = update(group(7));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DriftWatch watch = new DriftWatch(meters, Clock.systemUTC());

  @Test
  void whatWasPutRightAfterThePlanIsNotFoundAgain() {
    assertThat(inspect(watch.mark()).found()).hasSize(1);
    var mark = watch.mark();
    watch.ended(US, HEAL, new Progress.Done());

    var late = inspect(mark);
    assertThat(late.found()).isEmpty();
    assertThat(late.drift()).isEmpty();
    assertThat(late.healed()).as("told once").hasSize(1);
    assertThat(inspect(mark).healed()).isEmpty();
    assertThat(counted("soundbite.drift.found")).isEqualTo(1);
  }

  @Test
  void whatIsChangedAgainLaterIsFoundAgain() {
    inspect(watch.mark());
    watch.ended(US, HEAL, new Progress.Done());

    assertThat(inspect(watch.mark()).found()).hasSize(1);
    assertThat(counted("soundbite.drift.found")).isEqualTo(2);
    assertThat(counted("soundbite.drift.healed")).isEqualTo(1);
  }

  private DriftWatch.Inspection inspect(long mark) {
    return watch.inspect(
        US, List.of(WANT), List.of(WANT), List.of(HEAL), mark, any -> true, Evidence.none());
  }

  private double counted(String meter) {
    return meters.get(meter).counter().count();
  }

  private static LogGroup group(int days) {
    var key = new Key(Stack.API, "ApiLogGroup", "/soundbite/staging/api");
    return new LogGroup(key, "arn:logs", Optional.of(days), Map.of());
  }

  private static Step update(LogGroup have) {
    return new Step.Update(new Change<>(WANT, have, Difference.between(WANT, have)));
  }
}
