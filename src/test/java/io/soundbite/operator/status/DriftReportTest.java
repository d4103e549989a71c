package io.soundbite.operator.status;

import static io.soundbite.operator.status.Situation.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Consent;
import io.soundbite.operator.engine.Drift;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class DriftReportTest {
  private static final Key QUEUE = new Key(Stack.QUEUE, "Queue", "SoundBite-staging-Queue");
  private static final Key LOGS = new Key(Stack.API, "Logs", "/soundbite/staging/api");
  private static final Instant LATER = NOON.plusSeconds(300);
  private static final Consent ALL = new Consent.All();

  private static Drift drift(Key key, String field, @Nullable String have) {
    return new Drift(key, field, "30", have, null);
  }

  private static DriftEntry entry(
      String stack, String resource, String field, @Nullable String have, Instant since) {
    return new DriftEntry(stack, resource, field, "30", have, since.toString(), "Heal");
  }

  private static DriftStatus first(Drift... drift) {
    return new DriftReport("staging", null, NOON).of(List.of(drift), Set.of(), ALL);
  }

  private static DriftStatus then(DriftStatus before, List<Drift> drift, Key... unread) {
    return new DriftReport("staging", before, LATER).of(drift, Set.of(unread), ALL);
  }

  @Test
  void nothingDiffers() {
    assertThat(first()).isEqualTo(new DriftStatus(0, 0, List.of()));
  }

  @Test
  void isSortedByResourceAndField() {
    var report =
        first(drift(QUEUE, "/visibility", "7"), drift(QUEUE, "/poll", null), drift(LOGS, "/", "7"));

    assertThat(report)
        .isEqualTo(
            new DriftStatus(
                3,
                0,
                List.of(
                    entry("SoundBite-staging-API", "API/Logs", "/", "7", NOON),
                    entry("SoundBite-staging-Queue", "Queue/Queue", "/poll", null, NOON),
                    entry("SoundBite-staging-Queue", "Queue/Queue", "/visibility", "7", NOON))));
  }

  @Test
  void whatWasFoundBeforeKeepsItsTimeWhateverItIsNow() {
    var before = first(drift(QUEUE, "/visibility", "7"));
    var now =
        then(
            before,
            List.of(
                drift(QUEUE, "/visibility", "8"),
                drift(QUEUE, "/poll", "7"),
                drift(LOGS, "/visibility", "7")));

    assertThat(now.resources())
        .containsExactly(
            entry("SoundBite-staging-API", "API/Logs", "/visibility", "7", LATER),
            entry("SoundBite-staging-Queue", "Queue/Queue", "/poll", "7", LATER),
            entry("SoundBite-staging-Queue", "Queue/Queue", "/visibility", "8", NOON));
  }

  @Test
  void whatIsGoneAndComesBackIsNew() {
    var before = then(first(drift(QUEUE, "/poll", "7")), List.of());

    assertThat(then(before, List.of(drift(QUEUE, "/poll", "7"))).resources())
        .extracting(DriftEntry::since)
        .containsExactly(LATER.toString());
  }

  @Test
  void whatCannotBeReadIsAsItWasReadLast() {
    var before = first(drift(QUEUE, "/poll", "7"), drift(LOGS, "/retentionDays", "7"));
    var now = then(before, List.of(), QUEUE, new Key(Stack.QUEUE, "Other", "other"));

    assertThat(now.count()).isEqualTo(1);
    assertThat(now.unread()).isEqualTo(2);
    assertThat(now.resources())
        .containsExactly(entry("SoundBite-staging-Queue", "Queue/Queue", "/poll", "7", NOON));
  }

  @Test
  void twentyAreShownAndAllAreCounted() {
    var many = IntStream.range(10, 35).mapToObj(i -> drift(QUEUE, "/tags/" + i, "7")).toList();
    var report = first(many.toArray(Drift[]::new));

    assertThat(report.count()).isEqualTo(25);
    assertThat(report.resources()).hasSize(20);
    assertThat(report.resources().getLast().field()).isEqualTo("/tags/29");
  }

  static final List<Arguments> ACTIONS =
      List.of(
          Arguments.of(ALL, "Heal"),
          Arguments.of(new Consent.Agreed(Set.of(), "waits"), "Plan"),
          Arguments.of(new Consent.Withheld("waits"), "Paused"));

  @ParameterizedTest
  @FieldSource("ACTIONS")
  void saysWhatIsDoneAboutIt(Consent consent, String action) {
    var held = new Drift(LOGS, "/retentionDays", "30", "90", "Downgrade");
    var report =
        new DriftReport("staging", null, NOON)
            .of(List.of(drift(QUEUE, "/poll", "7"), held), Set.of(), consent);

    assertThat(report.resources())
        .extracting(DriftEntry::action)
        .as("what must not be done is not done with anybody's leave")
        .containsExactly("Downgrade", action);
  }
}
