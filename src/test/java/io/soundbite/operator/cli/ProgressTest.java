package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When looking on ends, and how. */
class ProgressTest {
  private static final String ROLLOUT =
      "rollout: {from: blue, to: green, revision: any, step: Filling, since: any, started: any}\n";

  @Test
  void readyIsTheEnd() {
    var ready = Sample.ready("production");

    assertThat(Progress.of(ready, 1, "sha256:00").end()).contains(new Ending(true, "All is well."));
    assertThat(Progress.of(ready, 1, null).end()).contains(new Ending(true, "All is well."));
  }

  @Test
  void anotherImageThanWasMeantIsSaid() {
    assertThat(Progress.of(Sample.ready("production"), 1, "sha256:01").end())
        .contains(
            new Ending(
                false,
                "1.4.1 is live, but as sha256:00 and not as sha256:01: the tag was pushed"
                    + " again."));
  }

  @Test
  void whatWasSaidOfAnEarlierSpecIsNoEnd() {
    var changed = Sample.ready("production");
    changed.getMetadata().setGeneration(2L);

    assertThat(Progress.of(changed, 2, null))
        .isEqualTo(new Progress("The operator has not come to it yet.", Optional.empty()));
  }

  @Test
  void othersMayChangeOrDeleteIt() {
    assertThat(Progress.of(Sample.ready("production"), 2, null).end())
        .contains(new Ending(false, "The spec was changed again by somebody else."));
    assertThat(Progress.of(null, 1, null).end())
        .contains(new Ending(false, "The environment is gone."));
  }

  /** Who can't go on may still bring a release to its end. */
  @Test
  void stalledIsTheEndUnlessARolloutGoesOn() {
    assertThat(Progress.of(stalled(""), 1, null).end())
        .contains(new Ending(false, "Blocked: This is Blocked."));
    assertThat(Progress.of(stalled(ROLLOUT), 1, null))
        .isEqualTo(new Progress("Rollout: filling green since any", Optional.empty()));
  }

  @Test
  void aGateThatIsShutIsWaitedFor() {
    var waiting =
        Sample.but(
            "production",
            "conditions:\n" + Production.condition("Ready", "False", "AwaitingPromotion", 1));

    assertThat(Progress.of(waiting, 1, null))
        .isEqualTo(new Progress("AwaitingPromotion: This is AwaitingPromotion.", Optional.empty()));
  }

  private static SoundBiteEnvironment stalled(String rollout) {
    return Sample.but(
        "production",
        rollout
            + "conditions:\n"
            + Production.condition("Ready", "False", "Blocked", 1)
            + Production.condition("Stalled", "True", "Blocked", 1));
  }
}
