package io.soundbite.operator.status;

/** The condition that says whether the release asked for is live, or which gate is shut for it. */
record Promoted(ReleaseReport release) {
  private static final String TYPE = "Promoted";

  void in(Conditions conditions) {
    var live = release.recorded().live();
    var failure = release.failure();
    if (release.underWay() && !release.isGated()) {
      conditions.setAsked(TYPE, "Unknown", "RollingOut", "The release asked for is on its way.");
    } else if (failure.isPresent()) {
      conditions.setAsked(TYPE, "False", "RolledBack", Readiness.rolledBack(failure.get()));
    } else if (live != null && release.reached()) {
      conditions.setAsked(
          TYPE, "True", "Live", "Release %s (%s) is live.".formatted(live.tag(), live.digest()));
    } else if (release.gate().isPresent()) {
      var gate = release.gate().get();
      conditions.setAsked(TYPE, "False", gate.reason(), gate.message());
    } else if (release.held() != null) {
      conditions.setAsked(TYPE, "False", release.held().reason(), release.held().message());
    } else {
      conditions.setAsked(
          TYPE, "Unknown", "RollingOut", "The release asked for is about to begin.");
    }
  }
}
