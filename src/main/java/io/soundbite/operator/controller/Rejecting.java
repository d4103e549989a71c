package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.Annotations;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import io.soundbite.operator.promotion.RejectionRequest;
import io.soundbite.operator.promotion.Rejections;
import io.soundbite.operator.promotion.RollbackDetector;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.status.Note;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which releases are rejected after a reconcile: those that it leaves by a rollback, and
 * those that the annotation {@code soundbite.io/reject} names.
 *
 * @param asked the value of the annotation, if it was not handled yet
 */
record Rejecting(EnvironmentStatus before, Optional<String> asked) {

  /** Returns what is rejected once {@code after} is recorded. */
  List<RejectedEntry> entries(Recorded after, Instant now) {
    var rejections = new Rejections(before.rejected());
    var requested = request().map(it -> it.in(rejections, now)).orElse(rejections);
    return new RollbackDetector(Recorded.of(before), before.verified(), after, now)
        .in(requested)
        .entries();
  }

  /** Returns why the annotation is refused, if it is. */
  Optional<Note> refusal() {
    return asked
        .filter(any -> request().isEmpty())
        .map(it -> Requests.refused(Annotations.REJECT, it, "it must be " + RejectionRequest.FORM));
  }

  private Optional<RejectionRequest> request() {
    return asked
        .flatMap(RejectionRequest::parse)
        .filter(it -> known().anyMatch(it.digest()::equals));
  }

  /** The images that this environment has to do with. */
  private Stream<String> known() {
    return Stream.of(
            before.history().stream().map(HistoryEntry::digest),
            before.verified().stream().map(VerifiedEntry::digest),
            before.rejected().stream().map(RejectedEntry::digest),
            Stream.ofNullable(before.image()).map(ImageStatus::digest),
            Stream.ofNullable(before.release()).map(ReleaseStatus::digest))
        .flatMap(it -> it);
  }
}
