package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.logGroup;
import static io.soundbite.operator.engine.Samples.thing;
import static io.soundbite.operator.engine.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsentTest {
  private static final Step CREATE = new Step.Create(thing("new", "wanted", "queue"));
  private static final Step UPDATE = update(thing("queue", "1"), thing("queue", "2"));
  private static final Step KEEP = new Step.Keep(logGroup(7).key());
  private static final Step BLOCKED =
      new Step.Blocked(thing("held").key(), "NotRead", "not read", List.of());
  private static final List<Step> PLAN = List.of(CREATE, UPDATE, KEEP, BLOCKED);

  private static Consent agreed(Step... steps) {
    return new Consent.Agreed(
        new Plan(List.of(steps), Optional.empty()).fingerprints(), "waits for a yes");
  }

  @Test
  void toAll() {
    var all = new Consent.All();

    assertThat(all.to(PLAN)).isEqualTo(PLAN);
    assertThat(all.toRelease("1.4.2")).isTrue();
    assertThat(all.reason()).isEmpty();
    assertThat(all.message()).isEmpty();
  }

  @Test
  void toWhatSomebodyAgreedTo() {
    var consent = agreed(UPDATE);

    assertThat(consent.to(PLAN))
        .containsExactly(
            new Step.Blocked(
                CREATE.key(), "Planned", "Queue/new waits for a yes", List.of(), Set.of("queue")),
            UPDATE,
            KEEP,
            BLOCKED);
    assertThat(consent.reason()).isEqualTo("Planned");
    assertThat(consent.message()).isEqualTo("waits for a yes");
  }

  @Test
  void toAnUpdateOnlyAsAWhole() {
    var want = Specimens.table(true, true);
    var have = Specimens.table("PROVISIONED", true, false);
    var part = Specimens.table(true, false);
    var whole = new Step.Update(new Change<>(want, have, Difference.between(want, have)));
    var half = new Step.Update(new Change<>(want, part, Difference.between(want, part)));

    assertThat(agreed(whole).to(List.of(half))).containsExactly(half);
    assertThat(agreed(half).to(List.of(whole))).singleElement().isInstanceOf(Step.Blocked.class);
  }

  /** What is created in several calls was agreed to as a whole. */
  @Test
  void toWhatACreationStillLacks() {
    var begun = Set.of(UPDATE.key());
    var consent = new Consent.Agreed(Set.of(), begun, "waits for a yes");

    assertThat(consent.to(PLAN)).contains(UPDATE).doesNotContain(CREATE);
    assertThat(new Plan(PLAN, Optional.empty()).without(begun).writes()).containsExactly(CREATE);
  }

  @Test
  void toAReleaseByItsName() {
    var consent = new Consent.Agreed(Set.of(Plan.ofRelease("1.4.2")), "waits for a yes");

    assertThat(consent.toRelease("1.4.2")).isTrue();
    assertThat(consent.toRelease("1.4.3")).isFalse();
    assertThat(agreed(CREATE, UPDATE).toRelease("1.4.2")).isFalse();
    assertThat(consent.to(PLAN)).noneMatch(Step::writes);
  }

  @Test
  void toNothing() {
    var withheld = new Consent.Withheld("waits for soundbite.io/paused to go");

    assertThat(withheld.to(PLAN))
        .containsExactly(
            CREATE.held("Paused", "Queue/new waits for soundbite.io/paused to go"),
            UPDATE.held("Paused", "Queue/queue waits for soundbite.io/paused to go"),
            KEEP,
            BLOCKED);
    assertThat(withheld.toRelease("1.4.2")).isFalse();
    assertThat(withheld.reason()).isEqualTo("Paused");
    assertThat(withheld.message()).isEqualTo("waits for soundbite.io/paused to go");
  }
}
