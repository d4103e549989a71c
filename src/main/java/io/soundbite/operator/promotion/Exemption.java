package io.soundbite.operator.promotion;

import io.soundbite.operator.api.v1alpha1.ReleaseStatus;

/** What a candidate needs no gate for, by what has been live and verified here. */
enum Exemption {
  /** It is live: there is nothing to be promoted. */
  LIVE("it is live here"),
  /** It comes back, and the way back must never wait. */
  BACK("it has been live or verified here before, and the way back needs no gate"),
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
    var imageIsLive = own.live().map(ReleaseStatus::digest).filter(candidate.digest()::equals);
    if (candidate.revision().filter(own.recorded()::served).isPresent()
        || (imageIsLive.isEmpty() && isVerified(own, candidate))) {
      return BACK;
    }
    return imageIsLive.isPresent() && isVerifiedInShape(own, candidate) ? CONFIGURATION : NONE;
  }

  boolean covers(String gate) {
    return switch (this) {
      case LIVE, BACK -> true;
      case CONFIGURATION -> !gate.equals(Gates.FREEZE);
      case NONE -> false;
    };
  }

  String of(Candidate candidate) {
    return "%s may pass: %s.".formatted(candidate, why);
  }

  private static boolean isRevision(Candidate candidate, String revision) {
    return candidate.revision().filter(revision::equals).isPresent();
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
