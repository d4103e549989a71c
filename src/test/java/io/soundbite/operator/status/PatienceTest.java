package io.soundbite.operator.status;

import static io.soundbite.operator.status.Situation.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.promotion.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may pass by itself is told as passing for a while only. */
class PatienceTest {
  private static final Duration DEADLINE = Situation.RULES.deadline();

  private final Situation situation = new Situation();

  /** Reconciles at {@code now}; what is found is what the next reconcile begins with. */
  private String at(Instant now) {
    situation.now = now;
    var status = situation.status();
    situation.before = status;
    var stalled = Conditions.find(status.conditions(), "Stalled").orElseThrow();
    var reconciling = Conditions.find(status.conditions(), "Reconciling").orElseThrow();
    if (stalled.getStatus().equals("False") && reconciling.getStatus().equals("False")) {
      return stalled.getReason();
    }
    assertThat(stalled.getStatus()).isNotEqualTo(reconciling.getStatus());
    return (stalled.getStatus().equals("True") ? "Stalled " : "Reconciling ") + stalled.getReason();
  }

  private Optional<Instant> due() {
    return Patience.of(situation.before, DEADLINE, situation.now).due();
  }

  private void missing(String reason) {
    situation.wanted = null;
    situation.missing = new Problem(reason, "Push it.", false);
    situation.gate =
        Optional.of(new Ruling.Shut("ImageExists", reason, "Push it.", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImageNotFound", "SourceMissing"})
  void whatIsNamedEarlyHasTwoMinutes(String reason) {
    situation.before = situation.status();
    missing(reason);
    situation.generation++;

    var asked = NOON.plusSeconds(3600);
    assertThat(at(asked)).isEqualTo("Reconciling " + reason);
    assertThat(due()).contains(asked.plusSeconds(120));
    assertThat(at(asked.plusSeconds(119))).isEqualTo("Reconciling " + reason);
    assertThat(due()).contains(asked.plusSeconds(120));
    assertThat(at(asked.plusSeconds(120))).isEqualTo("Stalled " + reason);
    assertThat(due()).isEmpty();
    assertThat(at(asked.plusSeconds(86_400))).isEqualTo("Stalled " + reason);
  }

  /**
   * A release is on its way, or was refused, for an hour: another tag has its time all the same.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherGenerationHasATimeOfItsOwn(boolean refused) {
    situation.wanted = "staging-2.0.0";
    if (refused) {
      situation.gate = Optional.of(new Ruling.Shut("Soak", "NotSoaked", "Wait.", Optional.empty()));
    }
    situation.before = situation.status();

    missing("ImageNotFound");
    situation.generation++;
    var asked = NOON.plusSeconds(3600);
    assertThat(at(asked)).startsWith("Reconciling");
    assertThat(at(asked.plusSeconds(120))).startsWith("Stalled");

    situation.generation++;
    assertThat(at(asked.plusSeconds(130))).startsWith("Reconciling");
    assertThat(at(asked.plusSeconds(250))).startsWith("Stalled");
  }

  @Test
  void anImageThatIsPushedLateGoesOn() {
    missing("ImageNotFound");
    at(NOON);
    assertThat(at(NOON.plusSeconds(120))).startsWith("Stalled");

    situation.missing = null;
    situation.gate = Optional.empty();
    situation.wanted = "staging-2.0.0";
    assertThat(at(NOON.plusSeconds(130))).isEqualTo("Reconciling RollingOut");
  }

  @Test
  void podsHaveTheDeadlineToBeReadyAgain() {
    at(NOON);
    situation.ready = 0;
    var lost = NOON.plusSeconds(3600);
    assertThat(at(lost)).isEqualTo("Reconciling NoReadyPods");
    assertThat(due()).contains(lost.plus(DEADLINE));
    assertThat(at(lost.plus(DEADLINE).minusSeconds(1))).isEqualTo("Reconciling NoReadyPods");
    assertThat(at(lost.plus(DEADLINE))).isEqualTo("Stalled NoReadyPods");
    situation.generation++;
    assertThat(at(lost.plus(DEADLINE).plusSeconds(9))).isEqualTo("Stalled NoReadyPods");

    situation.ready = 1;
    at(lost.plusSeconds(3600));
    situation.ready = 0;
    assertThat(at(lost.plusSeconds(7200))).isEqualTo("Reconciling NoReadyPods");
  }

  /** Available was False for long, since nothing was live. */
  @Test
  void aReleaseThatHasJustGoneLiveHasTheDeadline() {
    situation.live = null;
    at(NOON.minusSeconds(86_400));
    situation.live = Situation.live("1.4.2", Slot.BLUE);
    situation.ready = 0;

    assertThat(at(NOON.plusSeconds(1))).isEqualTo("Reconciling NoReadyPods");
    assertThat(at(NOON.plus(DEADLINE))).isEqualTo("Stalled NoReadyPods");
  }

  @Test
  void theProcessorHasTheDeadline() {
    var problem = new Problem("ProcessorNotReady", "Not yet.", false);
    at(NOON);
    var failed = NOON.plusSeconds(3600);
    assertThat(patience(situation.before, failed).judge(problem).lasting()).isFalse();

    situation.surroundings = Optional.of(problem);
    at(failed);
    var then = situation.before;
    assertThat(due()).contains(failed.plus(DEADLINE));
    assertThat(patience(then, failed.plusSeconds(599)).judge(problem).lasting()).isFalse();
    assertThat(patience(then, failed.plusSeconds(600)).judge(problem).lasting()).isTrue();
  }

  /** The operator tries what others keep from it as long as it takes. */
  @ParameterizedTest
  @ValueSource(strings = {"Throttled", "Unavailable", "Creating", "Reading"})
  void whatNobodyHereCanMendHasAllTheTime(String reason) {
    situation.surroundings = Optional.of(new Problem(reason, "Wait.", false));
    at(NOON);

    assertThat(at(NOON.plusSeconds(86_400))).isEqualTo("Reconciling " + reason);
    assertThat(due()).isEmpty();
  }

  @Test
  void theEndOfItIsToldOnce() {
    missing("ImageNotFound");
    at(NOON);
    var before = situation.before;
    at(NOON.plusSeconds(120));
    assertThat(Transitions.between(before, situation.before))
        .containsExactly(new Note(true, "ImageNotFound", "Push it."));

    before = situation.before;
    at(NOON.plusSeconds(125));
    assertThat(Transitions.between(before, situation.before)).isEmpty();
  }

  private static Patience patience(EnvironmentStatus status, Instant now) {
    return Patience.of(status, DEADLINE, now);
  }
}
