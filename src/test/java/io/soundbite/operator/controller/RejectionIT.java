package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What was left by a rollback goes forward again only through the gates. */
class RejectionIT {
  private static final Map<String, Object> MANUAL =
      Map.of("from", Map.of("name", "staging"), "approval", "Manual");

  @AutoClose private static final Promoting promoting = new Promoting();
  private static final OperatorUnderTest operator = promoting.operator();

  @Test
  void productionTakesBackWhatItLeftOnlyWithANewApproval() {
    var former = Promoting.live(operator.environment("production").get());
    var bad = promoting.verified().tag();
    promoting.production(bad, MANUAL);
    var approval = waiting(bad);
    approve(approval);
    assertAttributed(promoting.awaitLive(bad).getStatus().history().getFirst());

    promoting.production(former, MANUAL);
    var rejected = promoting.awaitLive(former).getStatus().rejected();
    assertThat(rejected).extracting(RejectedEntry::tag).containsExactly(bad);

    promoting.production(bad, MANUAL);
    var anew = approval + "~" + rejected.getFirst().since();
    assertThat(waiting(bad)).isEqualTo(anew);
    assertThat(Promoting.condition(promoting.awaitShut("NotApproved"), "Promoted"))
        .contains("It was rejected here at " + rejected.getFirst().since());
    approve(anew);
    promoting.awaitLive(bad);
    promoting.pass(Promoting.HELD);
    operator.await("production", it -> it.getStatus().rejected().isEmpty());
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void whatStagingLeftOpensProductionNoMoreUntilThatIsRevoked() {
    var former = promoting.verified();
    var bad = promoting.verified();
    promoting.staging(former.tag(), Map.of());
    operator.await("staging", it -> causes(it.getStatus().rejected()).contains(Cause.ROLLBACK));

    promoting.production(bad.tag(), Promoting.FROM_STAGING);
    var waiting = promoting.awaitShut("RejectedInSource");
    assertThat(Promoting.condition(waiting, "Promoted"))
        .contains("It was left for " + former.tag(), "--revoke");

    operator
        .kubectl()
        .annotate(
            "staging", "soundbite.io/reject", "revoke %s@%s".formatted(bad.tag(), bad.digest()));
    promoting.awaitLive(bad.tag());
    assertThat(operator.environment("staging").get().getStatus().rejected())
        .extracting(RejectedEntry::digest)
        .doesNotContain(bad.digest());
    promoting.traffic().assertNeverFewerThan(Promoting.DEMANDED);
  }

  @Test
  void whatIsRejectedByHandShutsTheGateAndStaysLive() {
    var good = promoting.verified();
    operator
        .kubectl()
        .annotate(
            "staging", "soundbite.io/reject", "%s@%s leaks".formatted(good.tag(), good.digest()));
    var rejected =
        operator.await("staging", it -> causes(it.getStatus().rejected()).contains(Cause.REQUEST));

    assertThat(Promoting.live(rejected)).isEqualTo(good.tag());
    assertThat(Promoting.condition(rejected, "Verified"))
        .startsWith("Rejected: ")
        .contains("leaks");
    promoting.production(good.tag(), Promoting.FROM_STAGING);
    promoting.awaitShut("RejectedInSource");
  }

  /** Who asked and who approved is read from the API server, since informers forget it. */
  private static void assertAttributed(HistoryEntry entry) {
    assertThat(entry.requested()).isNotNull();
    assertThat(entry.approved()).isNotNull();
    assertThat(Instant.parse(entry.approved().at()))
        .isAfterOrEqualTo(Instant.parse(entry.requested().at()));
    assertThat(entry.approved().manager()).isNotBlank();
  }

  private static List<Cause> causes(List<RejectedEntry> rejected) {
    return rejected.stream().map(RejectedEntry::cause).toList();
  }

  private static void approve(String value) {
    operator.kubectl().annotate("production", "soundbite.io/approve", value);
  }

  /** What an approval says of what waits for it. */
  private static String waiting(String tag) {
    return operator
        .await(
            "production",
            it ->
                it.getStatus().image() != null
                    && it.getStatus().image().tag().equals(tag)
                    && it.getStatus().promotion() != null
                    && Promoting.condition(it, "Promoted").startsWith("NotApproved: "))
        .getStatus()
        .promotion()
        .approval();
  }
}
