package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import java.util.Set;

/** What a candidate needs no gate for, by what has been live and verified here. */
enum Exemption {
  /** It is live: there is nothing to be promoted. */
  LIVE("it is live here"),
  /** It was live before the present release, and the way back must never wait. */
  BACK("it was live here before the present release, and the way back needs no gate"),
  /** Its image comes back, with another configuration: nobody has approved the two together. */
  IMAGE_BACK("its image was live here before the present release, and the way back needs no gate"),
  /** The image is live and verified. A freeze is for changes of configuration too. */
  CONFIGURATION("its image is live and verified here, and only configuration changes"),
  NONE("");

  private final String why;

  Exemption(String why) {
    this.why = why;
  }

  static Exemption of(Own own, Candidate candidate) {
    if (own.live().filter(it -> isRevision(candidate, it.revision())).isPresent()) {
      return LIVE;
    }
    if (own.rejection(candidate).isPresent()) {
      return NONE;
    }
    var predecessors = own.predecessors();
    if (candidate.revision().filter(predecessors::has).isPresent()) {
      return isTried(own, candidate) ? BACK : IMAGE_BACK;
    }
    if (!isImageLive(own, candidate)
        && predecessors.hasImage(candidate.digest())
        && isVerified(own, candidate)) {
      return isVerifiedAsItIs(own, candidate) ? BACK : IMAGE_BACK;
    }
    return isImageLive(own, candidate) && isVerifiedInShape(own, candidate) ? CONFIGURATION : NONE;
  }

  boolean covers(String gate) {
    return switch (this) {
      case LIVE, BACK -> true;
      case IMAGE_BACK -> !Set.of(Gates.APPROVAL, Gates.RULES).contains(gate);
      case CONFIGURATION -> !Set.of(Gates.FREEZE, Gates.APPROVAL, Gates.RULES).contains(gate);
      case NONE -> false;
    };
  }

  String of(Candidate candidate) {
    return "%s may pass: %s.".formatted(candidate, why);
  }

  private static boolean isRevision(Candidate candidate, String revision) {
    return candidate.revision().filter(revision::equals).isPresent();
  }

  private static boolean isImageLive(Own own, Candidate candidate) {
    return own.live().map(ReleaseStatus::digest).filter(candidate.digest()::equals).isPresent();
  }

  /** Whether no Job would run for it that it has not passed: that may be one nobody approved. */
  private static boolean isTried(Own own, Candidate candidate) {
    return candidate.contents().filter(Contents::tried).isEmpty()
        || candidate
            .revision()
            .flatMap(own.recorded()::entry)
            .map(HistoryEntry::verification)
            .isPresent();
  }

  /** Its release is forgotten, so that a Job that is declared would run. */
  private static boolean isVerifiedAsItIs(Own own, Candidate candidate) {
    return candidate.contents().filter(it -> !it.tried()).stream()
        .anyMatch(
            contents ->
                own.verified().stream()
                    .filter(it -> it.digest().equals(candidate.digest()))
                    .anyMatch(it -> it.configHash().equals(contents.configHash())));
  }

  private static boolean isVerified(Own own, Candidate candidate) {
    return own.verified().stream().anyMatch(it -> it.digest().equals(candidate.digest()));
  }

  /** In another shape it was rendered by another operator: that is a release to verify. */
  private static boolean isVerifiedInShape(Own own, Candidate candidate) {
    return own.verified().stream()
        .filter(it -> it.digest().equals(candidate.digest()))
        .anyMatch(it -> it.shapeHash().equals(candidate.shape()));
  }
}
