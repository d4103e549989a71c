package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How each decision is written down.
 *
 * @param generation of the spec
 */
record Ledger(Recorded recorded, long generation, Instant now) {

  /** {@code revision} begins, in the slot {@code to}. */
  Recorded begun(Revision revision, Slot to) {
    var live = recorded.live();
    var entry =
        new HistoryEntry(
            revision.release().tag(),
            revision.release().digest(),
            revision.release().configHash(),
            revision.name(),
            to,
            now.toString(),
            null,
            Outcome.ROLLING_OUT,
            generation,
            recorded.entry(revision.name()).map(HistoryEntry::verification).orElse(null),
            null,
            null,
            null);
    return recorded
        .prepended(entry)
        .with(
            new RolloutStatus(
                live == null ? null : live.slot(),
                to,
                revision.name(),
                Step.FILLING,
                now.toString(),
                now.toString()));
  }

  /** At another step of the same rollout. */
  Recorded at(RolloutStatus rollout, Step step) {
    return recorded.with(rollout.at(step, now.toString()));
  }

  /** From the beginning: nothing that was meant before can be written any more. */
  Recorded refilled(RolloutStatus rollout) {
    var at = now.toString();
    return recorded.with(
        new RolloutStatus(rollout.from(), rollout.to(), rollout.revision(), Step.FILLING, at, at));
  }

  /** {@code revision} has failed. */
  Recorded failed(String revision, String why) {
    return recorded.changed(revision, it -> it.ended(now.toString(), Outcome.ROLLED_BACK, why));
  }

  /** What was on its way is not wanted any more. */
  Recorded abandoned(RolloutStatus rollout) {
    return recorded
        .changed(rollout.revision(), it -> it.ended(now.toString(), Outcome.ABANDONED, null))
        .with(null);
  }

  /** From history, so that what is known to be live is recorded even when its revision is lost. */
  Recorded live(RolloutStatus rollout, HistoryEntry entry) {
    var live =
        new ReleaseStatus(
            entry.tag(),
            entry.digest(),
            Digest.brief(entry.digest()),
            entry.configHash(),
            rollout.revision(),
            rollout.to(),
            now.toString());
    var warm = rollout.from() == null ? null : rollout.at(Step.WARM, now.toString());
    return switched(live, warm);
  }

  private Recorded switched(ReleaseStatus live, @Nullable RolloutStatus warm) {
    var history =
        recorded.history().stream()
            .map(
                it ->
                    switch (it.outcome()) {
                      case LIVE -> it.ended(now.toString(), Outcome.REPLACED, null);
                      case ROLLING_OUT -> it.revision().equals(live.revision()) ? it.live() : it;
                      case REPLACED, ABANDONED, ROLLED_BACK -> it;
                    })
            .toList();
    return new Recorded(live, warm, history);
  }
}
