package io.soundbite.operator.controller;

import io.soundbite.operator.engine.Consent;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.status.Approval;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What may be done in a turn.
 *
 * @param inspection of the Kubernetes half
 * @param read whether there was enough to judge a yes by
 * @param frozen whether nothing may be done at all
 * @param rolling whether a release is moving
 */
record Judgement(
    Approval approval,
    DriftWatch.Inspection inspection,
    boolean read,
    boolean frozen,
    boolean rolling) {

  /** How people know a release before it has a slot. */
  static String label(Revision revision) {
    var release = revision.release();
    return "%s (%s, configuration %s)"
        .formatted(release.tag(), release.digest(), release.configHash());
  }

  /** What of the Kubernetes half's plan may be done. */
  List<Step> kube() {
    return rolling && !frozen ? inspection.steps() : consent().to(inspection.steps());
  }

  /** Whether {@code wanted} may be rolled out. */
  boolean allows(Revision wanted) {
    return approval.consent().toRelease(label(wanted));
  }

  /**
   * Why {@code wanted} has to wait; empty when it has not. A pause holds back whatever is on its
   * way, also while it is not known what is asked for.
   */
  Optional<Problem> held(Optional<Revision> wanted) {
    return wanted
        .map(it -> allows(it) ? "" : "Release %s".formatted(label(it)))
        .or(() -> frozen ? Optional.of("Everything") : Optional.empty())
        .filter(what -> !what.isEmpty())
        .map(
            what ->
                Problem.waiting(consent().reason(), "%s %s.".formatted(what, consent().message())));
  }

  Consent consent() {
    return approval.consent();
  }

  List<Note> notes() {
    return approval.refusal().stream().toList();
  }
}
