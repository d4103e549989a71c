package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.DriftEntry;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Drift;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftNotesTest {
  private static final Key QUEUE = new Key(Stack.QUEUE, "Queue", "SoundBite-staging-Queue");
  private static final Key LOGS = new Key(Stack.API, "Logs", "/soundbite/staging/api");

  private static Drift drift(Key key, String field, @Nullable String want, @Nullable String have) {
    return new Drift(key, field, want, have, null);
  }

  private static Note found(String text) {
    return new Note(true, "DriftFound", text);
  }

  @Test
  void nothingIsSaidOfNothing() {
    assertThat(DriftNotes.of(List.of(), List.of())).isEmpty();
  }

  @Test
  void oneForEachResource() {
    var found =
        List.of(
            drift(QUEUE, "/visibility", "PT30S", "PT1M"),
            drift(LOGS, "/retentionDays", "30", null),
            drift(QUEUE, "/tags/strangers", null, "1"));

    assertThat(DriftNotes.of(found, List.of()))
        .containsExactly(
            found("API/Logs /retentionDays: want 30, have nothing"),
            found(
                "Queue/Queue /visibility: want PT30S, have PT1M; Queue/Queue /tags/strangers: want"
                    + " nothing, have 1"));
  }

  @Test
  void whatWasPutRightIsNoWarning() {
    assertThat(DriftNotes.of(List.of(), List.of(drift(LOGS, "/retentionDays", "30", "7"))))
        .containsExactly(
            new Note(false, "DriftHealed", "Put right: API/Logs /retentionDays: want 30, have 7"));
  }

  @Test
  void whatIsGoneIsSaidSo() {
    var gone = drift(QUEUE, "/", "present", null);

    assertThat(DriftNotes.of(List.of(gone), List.of(gone)))
        .containsExactly(
            found("Queue/Queue is gone"),
            new Note(false, "DriftHealed", "Put right: Queue/Queue is gone"));
  }

  @Test
  void threeFieldsAreNamedAndTheOthersCounted() {
    var fields =
        Stream.of("/a", "/b", "/c", "/d", "/e").map(it -> drift(QUEUE, it, "1", "2")).toList();
    var three =
        "Queue/Queue /a: want 1, have 2; Queue/Queue /b: want 1, have 2; Queue/Queue /c: want 1,"
            + " have 2";

    assertThat(DriftNotes.of(fields.subList(0, 3), List.of())).containsExactly(found(three));
    assertThat(DriftNotes.of(fields, List.of())).containsExactly(found(three + "; and 2 more"));
  }

  @Test
  void whatStatusShowsInOneLine() {
    var entry =
        new DriftEntry("SoundBite-staging-Queue", "Queue/Q", "/", "present", null, "then", "Heal");

    assertThat(DriftNotes.summary(List.of(entry), 1)).isEqualTo("Queue/Q is gone");
    assertThat(DriftNotes.summary(List.of(entry, entry, entry, entry), 40))
        .isEqualTo("Queue/Q is gone; Queue/Q is gone; Queue/Q is gone; and 37 more");
  }
}
