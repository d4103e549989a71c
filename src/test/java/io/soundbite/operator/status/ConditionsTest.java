package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);

  private static List<Condition> at(Instant now, List<Condition> before, boolean status) {
    return new Conditions(before, 3, now).set("Ready", status, "Reason", "Message.").list();
  }

  private static Condition ready(List<Condition> conditions) {
    return Conditions.find(conditions, "Ready").orElseThrow();
  }

  @Test
  void aNewOneBeginsNow() {
    var condition = ready(at(NOON, List.of(), true));

    assertThat(condition.getStatus()).isEqualTo("True");
    assertThat(condition.getReason()).isEqualTo("Reason");
    assertThat(condition.getMessage()).isEqualTo("Message.");
    assertThat(condition.getObservedGeneration()).isEqualTo(3);
    assertThat(condition.getLastTransitionTime()).isEqualTo("2026-11-23T12:00:00Z");
  }

  @Test
  void theTimeMovesOnlyWithTheStatus() {
    var before = at(NOON, List.of(), true);

    var said = new Conditions(before, 4, LATER).set("Ready", true, "Other", "Other words.").list();
    assertThat(ready(said).getReason()).isEqualTo("Other");
    assertThat(ready(said).getObservedGeneration()).isEqualTo(4);
    assertThat(ready(said).getLastTransitionTime()).isEqualTo(NOON.toString());
    assertThat(ready(at(LATER, before, false)).getLastTransitionTime()).isEqualTo(LATER.toString());
    assertThat(
            ready(new Conditions(before, 3, LATER).set("Ready", "Unknown", "R", "M").list())
                .getLastTransitionTime())
        .isEqualTo(LATER.toString());
  }

  @Test
  void theSameSaidAgainIsEqual() {
    var before = at(NOON, List.of(), false);

    assertThat(at(LATER, before, false)).isEqualTo(before);
  }

  @Test
  void thoseNotSetStayAndKeepTheirPlaces() {
    var before =
        new Conditions(List.of(), 1, NOON)
            .set("Available", true, "Serving", "")
            .set("Ready", true, "AsDeclared", "")
            .list();
    var after = new Conditions(before, 2, LATER).set("Available", false, "Gone", "").list();

    assertThat(after).extracting(Condition::getType).containsExactly("Available", "Ready");
    assertThat(ready(after)).isEqualTo(ready(before));
    assertThat(Conditions.find(after, "Stalled")).isEmpty();
  }

  @Test
  void oneThatDoesNotApplyAnyMoreIsTakenOut() {
    var before = at(NOON, List.of(), true);
    var conditions = new Conditions(before, 2, LATER).set("Parity", true, "Identical", "");

    assertThat(conditions.remove("Parity").remove("Stalled").list()).isEqualTo(before);
  }

  @Test
  void longMessagesAreCutAndNeverInTheMiddleOfACharacter() {
    assertThat(message("x".repeat(1024))).hasSize(1024);
    assertThat(message("x".repeat(1025))).hasSize(1024);
    assertThat(message("x".repeat(1023) + "🎧")).isEqualTo("x".repeat(1023));
    assertThat(message("x".repeat(1022) + "🎧!")).isEqualTo("x".repeat(1022) + "🎧");
  }

  private static String message(String text) {
    return ready(new Conditions(List.of(), 1, NOON).set("Ready", false, "R", text).list())
        .getMessage();
  }
}
