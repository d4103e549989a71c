package io.soundbite.operator.status;

import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.promotion.Rejections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Events on releases that are rejected, and on those that are no longer. */
record RejectionNotes(List<RejectedEntry> before, List<RejectedEntry> after) {

  List<Note> all() {
    return Stream.concat(
            after.stream().filter(Predicate.not(before::contains)).map(RejectionNotes::rejected),
            before.stream()
                .filter(it -> after.stream().noneMatch(it::isOfSame))
                .map(RejectionNotes::ended))
        .toList();
  }

  private static Note rejected(RejectedEntry entry) {
    return new Note(
        false,
        "ReleaseRejected",
        "%s is rejected. %s It goes forward again only through the gates%s."
            .formatted(
                Rejections.name(entry),
                entry.message(),
                entry.coversImage()
                    ? ", and opens none of those that are promoted from here"
                    : ""));
  }

  private static Note ended(RejectedEntry entry) {
    return new Note(
        false, "RejectionEnded", "%s is no longer rejected.".formatted(Rejections.name(entry)));
  }
}
