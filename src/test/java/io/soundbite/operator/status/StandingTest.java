package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of an environment matters to those that are compared with it, and what does not. */
class StandingTest {
  private final Subject subject = new Subject("staging");

  static List<Consumer<Subject>> meanings() {
    return List.of(
        it -> it.logLevel = "debug",
        it -> it.compute = 3,
        it -> it.unread = 1,
        it -> it.synced = false,
        it -> it.released = false,
        it -> it.shape = "another",
        it -> it.shape = null,
        it -> it.observed--,
        Subject::incomplete,
        Subject::neverRead,
        it -> it.drifted("/visibility", "PT2M10S", "PT30S"));
  }

  @ParameterizedTest
  @MethodSource
  void meanings(Consumer<Subject> change) {
    var before = Standing.of(subject.environment());

    change.accept(subject);

    assertThat(Standing.of(subject.environment())).isNotEqualTo(before);
  }

  /** So that two environments that name each other come to rest. */
  @Test
  void itsOwnParityAndOtherConditionsAreNothingToOthers() {
    var before = subject.environment();
    var after = subject.environment();
    var status = after.getStatus();
    after.setStatus(
        status.with(
            new ParityStatus("a/b", false, subject.shape, List.of(), List.of()),
            new Conditions(status.conditions(), 9, Situation.NOON.plusSeconds(9))
                .set("Parity", false, "Different", "In words.")
                .set("Ready", false, "RollingOut", "In words.")
                .set("Synced", true, "AsDeclared", "In other words.")
                .list()));

    assertThat(after.getStatus()).isNotEqualTo(before.getStatus());
    assertThat(Standing.of(after)).isEqualTo(Standing.of(before));
  }

  /** What is promoted from it may begin now. */
  @Test
  void whatItHasVerifiedWakesOthers() {
    var before = subject.environment();
    var after = subject.environment();
    var entry = new VerifiedEntry("1.4.2", "sha256:abc", "config", "shape", "now", null);
    after.setStatus(
        after.getStatus().withVerified(List.of(entry), List.of(), after.getStatus().conditions()));

    assertThat(Standing.of(after)).isNotEqualTo(Standing.of(before));
    assertThat(Standing.of(after).verified()).containsExactly(entry);
  }

  /** What is promoted from it may not begin any more. */
  @Test
  void whatItHasRejectedWakesOthers() {
    var before = subject.environment();
    var after = subject.environment();
    var entry =
        new RejectedEntry(
            "1.4.2", "sha256:abc", null, "now", RejectedEntry.Cause.ROLLBACK, "It was left.");
    after.setStatus(
        after.getStatus().withVerified(List.of(), List.of(entry), after.getStatus().conditions()));

    assertThat(Standing.of(after)).isNotEqualTo(Standing.of(before));
  }

  @Test
  void progressIsNothingUntilItEnds() {
    var before = Standing.of(subject.incomplete().environment());

    subject.synced = false;

    assertThat(Standing.of(subject.environment())).isEqualTo(before);
    assertThat(Standing.of(subject.settle().environment())).isNotEqualTo(before);
  }

  @Test
  void withoutAStatusNothingIsKnown() {
    var environment = subject.environment();
    environment.setStatus(null);

    var standing = Standing.of(environment);

    assertThat(standing.whole()).isFalse();
    assertThat(standing.read()).isFalse();
    assertThat(standing).isEqualTo(Standing.of(environment, EnvironmentStatus.empty()));
  }
}
