package io.soundbite.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.RejectedEntry.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people are told of rejections. */
class RejectionNotesTest {
  private static RejectedEntry entry(@Nullable String revision, String since) {
    return new RejectedEntry(
        "1.4.2", "sha256:0123456789abcdef", revision, since, Cause.ROLLBACK, "It was left.");
  }

  private static List<Note> between(List<RejectedEntry> before, List<RejectedEntry> after) {
    return new RejectionNotes(before, after).all();
  }

  @Test
  void anImage() {
    assertThat(between(List.of(), List.of(entry(null, "9"))))
        .containsExactly(
            new Note(
                false,
                "ReleaseRejected",
                "1.4.2 (0123456789ab) is rejected. It was left. It goes forward again only through"
                    + " the gates, and opens none of those that are promoted from here."));
  }

  @Test
  void aConfiguration() {
    assertThat(between(List.of(), List.of(entry("prod-1", "9"))))
        .containsExactly(
            new Note(
                false,
                "ReleaseRejected",
                "1.4.2 (0123456789ab, only as prod-1) is rejected. It was left. It goes forward"
                    + " again only through the gates."));
  }

  @Test
  void noLonger() {
    assertThat(between(List.of(entry(null, "9")), List.of()))
        .containsExactly(
            new Note(false, "RejectionEnded", "1.4.2 (0123456789ab) is no longer rejected."));
  }

  @Test
  void onceMoreIsToldAndTheSameIsNot() {
    var entry = entry(null, "9");

    assertThat(between(List.of(entry), List.of(entry))).isEmpty();
    assertThat(between(List.of(entry), List.of(entry(null, "10"))))
        .extracting(Note::reason)
        .containsExactly("ReleaseRejected");
  }
}
