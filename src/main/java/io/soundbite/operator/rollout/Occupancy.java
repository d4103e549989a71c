package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.HistoryEntry.Outcome;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each slot is for, and how it is, from what is recorded and seen. The live Service moves only
 * to a slot that serves, so that a crash or a lost pod between decision and act leaves it where
 * pods are.
 *
 * @param stored revisions by name
 */
record Occupancy(
    Recorded recorded,
    View view,
    Map<String, Release> stored,
    RolloutRules rules,
    Instant actingSince,
    Instant now) {

  /** The slot that the live Service should select. */
  Slot live() {
    return recorded
        .switchingTo()
        .filter(
            to ->
                isSelected(to)
                    || Optional.ofNullable(recorded.rollout()).filter(this::serves).isPresent())
        .orElseGet(this::resting);
  }

  /** The slot that the live Service should select when no switch is made. */
  Slot resting() {
    var live = recorded.live();
    return live == null ? view.selected().orElse(Slot.BLUE) : live.slot();
  }

  /**
   * Where a release goes. What serves goes on serving, also when nothing is recorded: a restore may
   * lose the status. And only the other slot can be tried out before it is live.
   */
  Slot next() {
    if (recorded.live() != null) {
      return recorded.live().slot().other();
    }
    var selected = live();
    return isServing(selected) || rules.trial().isPresent() ? selected.other() : selected;
  }

  /** How many pods each slot should have while it is in use. */
  SlotSizes sizes() {
    return new SlotSizes(this);
  }

  /** The slots in use of which nothing says what they should hold. */
  Set<Slot> lost() {
    return Stream.of(Slot.values())
        .filter(this::isUsed)
        .filter(slot -> release(slot).isEmpty())
        .collect(Collectors.toSet());
  }

  /**
   * Whether the slot that takes over runs its release completely, in the live size, and was written
   * since this rollout began: what somebody else meant to write to it before can't be written any
   * more.
   */
  boolean serves(RolloutStatus rollout) {
    return filled(rollout)
        .filter(it -> it.rollout().equals(rollout.started()))
        .filter(it -> it.serves(sizes().size(rollout.to())))
        .isPresent();
  }

  /** The Job that tries out what takes over; empty at any other step. */
  Optional<SlotTarget.Trial> trial() {
    return Optional.ofNullable(recorded.rollout())
        .filter(it -> it.step() == RolloutStatus.Step.VERIFYING)
        .flatMap(
            it ->
                Optional.ofNullable(stored.get(it.revision()))
                    .map(release -> SlotTarget.Trial.of(release, Instant.parse(it.started()))));
  }

  /** Whether the slot that takes over has the ready pods that the environment needs at least. */
  boolean holds(RolloutStatus rollout) {
    return filled(rollout)
        .filter(it -> it.ready() >= sizes().bounds(rollout.to()).min())
        .isPresent();
  }

  /** Whether the live Service selects {@code slot} and no other. */
  boolean isSelected(Slot slot) {
    return view.selected().filter(slot::equals).isPresent();
  }

  /** Whether the live Service is back at what is live, and nobody can move it any more. */
  boolean isReturned(RolloutStatus rollout) {
    return recorded.live() == null || (isWithdrawn(rollout) && isSelected(recorded.live().slot()));
  }

  /** Whether a switch that was meant has been taken back, so that nobody can make it any more. */
  boolean isWithdrawn(RolloutStatus rollout) {
    return view.live()
        .rollout()
        .equals(new SlotTarget.Fence(rollout.to(), rollout.started(), true).mark());
  }

  /**
   * Whether the previous release need not be warm any longer: its time is over, and the processor
   * has followed, or has had its time and nothing would come back for it.
   */
  boolean isCold(RolloutStatus rollout) {
    var since = Instant.parse(rollout.since());
    return rollout.step() == Step.WARM
        && !now.isBefore(since.plus(rules.warmth()))
        && (isFollowed()
            || (new StepClock(rollout, actingSince, now).isOver(rules.deadline())
                && returnable(rollout).isEmpty()));
  }

  /** What comes back if what is live fails: what was live before, unless it has failed itself. */
  Optional<Revision> returnable(RolloutStatus rollout) {
    return Optional.ofNullable(rollout.from())
        .filter(any -> rules.autoRollback())
        .flatMap(recorded::revision)
        .filter(name -> !recorded.hasFailed(name))
        .flatMap(name -> Optional.ofNullable(stored.get(name)).map(it -> new Revision(name, it)));
  }

  /** Whether the processor runs what is live, or there is none to run it. */
  boolean isFollowed() {
    var live = recorded.live();
    return live == null
        || view.processor().map(it -> it.isOf(live.revision()) && it.serves(0)).orElse(true);
  }

  /** Whether a slot has no pods, or none that could be taken down. */
  boolean isEmpty(@Nullable Slot slot) {
    if (slot == null) {
      return true;
    }
    var seen = view.slots().get(slot);
    return seen == null || seen.desired() == 0 || release(slot).isEmpty();
  }

  /** What {@code slot} should hold; empty when nothing says it. */
  Optional<Release> release(Slot slot) {
    return recorded.revision(slot).map(stored::get);
  }

  /** The slot that takes over, if it has its release and that is stored. */
  Optional<SlotView> filled(RolloutStatus rollout) {
    return Optional.ofNullable(view.slots().get(rollout.to()))
        .filter(it -> stored.containsKey(rollout.revision()) && it.isOf(rollout.revision()));
  }

  private boolean isServing(Slot slot) {
    var seen = view.slots().get(slot);
    return isSelected(slot) && seen != null && seen.desired() > 0 && !isGivenUp(slot);
  }

  private boolean isGivenUp(Slot slot) {
    return recorded
        .revision(slot)
        .flatMap(recorded::entry)
        .map(HistoryEntry::outcome)
        .filter(Outcome.ROLLED_BACK::equals)
        .isPresent();
  }

  /** Whether a slot has pods: it is live, takes over, or stays warm. */
  boolean isUsed(Slot slot) {
    var live = recorded.live();
    var rollout = recorded.rollout();
    return (live == null ? isServing(slot) : live.slot() == slot)
        || (rollout != null
            && (rollout.to() == slot || (rollout.from() == slot && !isCold(rollout))));
  }
}
