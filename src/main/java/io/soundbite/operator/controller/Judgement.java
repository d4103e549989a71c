package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Consent;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.status.Approval;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be done in a turn, and what it shows of drift.
 *
 * @param unread of which resources nothing is known
 * @param frozen whether nothing may be done at all
 * @param rolling whether a release is moving
 */
record Judgement(
    Approval approval,
    DriftWatch.Inspection inspection,
    Set<Key> unread,
    boolean frozen,
    boolean rolling) {

  /** How people know a release before it has a slot. */
  static String label(Revision revision) {
    var release = revision.release();
    return "%s (%s, configuration %s)"
        .formatted(release.tag(), release.digest(), release.configHash());
  }

  /** What of the Kubernetes half's plan may be done. */
  List<Step> kube(List<Step> plan) {
    var held = inspection.hold(plan);
    return rolling && !frozen ? held : approval.consent().to(held);
  }

  /** What of the AWS half's plan may be done. */
  List<Step> aws(List<Step> plan) {
    return approval.consent().to(inspection.hold(plan));
  }

  /** Whether {@code wanted} may be rolled out. */
  boolean allows(Revision wanted) {
    return approval.consent().toRelease(label(wanted));
  }

  /** Why {@code wanted} has to wait; empty when it has not. */
  Optional<Problem> held(Revision wanted) {
    return allows(wanted)
        ? Optional.empty()
        : Optional.of(
            Problem.waiting(
                approval.consent().reason(),
                "Release %s %s.".formatted(label(wanted), approval.consent().message())));
  }

  List<Drift> drift() {
    return inspection.drift();
  }

  Consent consent() {
    return approval.consent();
  }

  List<Note> notes() {
    return approval.refusal().stream().toList();
  }

  /** When time alone changes it. */
  Optional<Instant> due() {
    return inspection.contest().until();
  }
}
