package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The blue-green state machine. Each step first looks at what is asked for now: what is asked for
 * no more makes way, and what a gate is shut for does not go on; the live Service returns to what
 * is live at once. Only what comes back by itself needs neither.
 *
 * <table>
 * <caption>What leads from step to step</caption>
 * <tr><th>step<th>leads to<th>when
 * <tr><td>none<td>Filling<td>another release is asked for and every gate is open
 * <tr><td>Filling<td>Verifying<td>the slot serves, and a Job is declared that it has not passed
 * <tr><td><td>Overlapping<td>it serves otherwise, and an overlap is declared
 * <tr><td><td>Switching<td>it serves otherwise
 * <tr><td><td>Filling<td>yet another release is asked for, or the same anew after it failed
 * <tr><td><td>none<td>it fails, or is asked for no more
 * <tr><td>Verifying<td>Filling<td>the Job succeeds (it is recorded, so it runs once), or is
 *     declared no more; yet another release is asked for
 * <tr><td><td>none<td>it fails, or is asked for no more
 * <tr><td>Overlapping<td>Switching<td>its time is over, both slots were selected and serve
 * <tr><td><td>Filling<td>pods are lost, or never become as many as there should be; a gate is shut
 * <tr><td><td>none<td>it is asked for no more
 * <tr><td>Switching<td>Warm<td>the live Service selects the slot: from here on it is live
 * <tr><td><td>none<td>the same, for a first release
 * <tr><td><td>Filling<td>pods were lost before that or a gate is shut, and nobody can switch any
 *     more
 * <tr><td><td>none<td>it is asked for no more, and nobody can switch any more
 * <tr><td>Warm<td>none<td>its time is over, the processor follows, and the former slot is empty
 * <tr><td><td>Filling<td>another release is asked for; or what is live fails, and the former comes
 *     back by itself
 * </table>
 *
 * @param stored revisions by name
 * @param generation of the spec
 * @param actingSince when this process began to reconcile: no deadline counts from before
 */
public record Rollout(
    Recorded recorded,
    View view,
    Map<String, Release> stored,
    RolloutRules rules,
    long generation,
    Instant actingSince,
    Instant now) {

  /** What each slot should hold, from what is recorded, if that may go on. */
  public SlotTarget target(Asked asked) {
    return new Targets(slots(), asked.stops(this)).target();
  }

  /** What should be recorded next, which may be what is. */
  public Recorded next(Asked asked) {
    return new Decision(this, asked).next();
  }

  /**
   * Returns {@code next} with the time in which the operator can't act, which deadlines leave out.
   *
   * @param next what is about to be recorded
   * @param refused whether the operator is paused, or a write that the rollout needs was refused
   */
  public Recorded timed(Recorded next, boolean refused) {
    var rollout = next.rollout();
    return rollout == null
        ? next
        : next.with(new StepClock(rollout, actingSince, now).held(refused));
  }

  /** Whether what the step writes first was accepted by the API server. */
  public boolean isWritten() {
    return recorded.rollout() == null || new FirstWrite(slots()).isAccepted(recorded.rollout());
  }

  /** What of {@code asked} would begin to move now if it may. */
  public Optional<Revision> news(Optional<Revision> asked) {
    var rollout = recorded.rollout();
    return asked
        .filter(this::isNews)
        .filter(it -> rollout == null || !rollout.revision().equals(it.name()));
  }

  /** When time alone will change the decision. */
  public Optional<Instant> due() {
    return new Deadlines(this).next();
  }

  /**
   * Names of revisions that a slot in use was rendered from and that are lost. Such a slot must not
   * be touched: nothing says what it should hold.
   */
  public Set<String> missing() {
    return lost().stream()
        .flatMap(slot -> recorded.revision(slot).stream())
        .collect(Collectors.toSet());
  }

  /**
   * The slots in use of which nothing says what they should hold: the release is lost, or was never
   * recorded. They must be left exactly as they are.
   */
  public Set<Slot> lost() {
    return slots().lost();
  }

  /** Whether {@code slot} should have pods: it is live, takes over, or stays warm. */
  public boolean isUsed(Slot slot) {
    return slots().isUsed(slot);
  }

  /** Why what is under way can't go on; whether it is taken down for it is another question. */
  public Optional<String> failure() {
    var rollout = recorded.rollout();
    if (rollout == null) {
      return Optional.empty();
    }
    return switch (rollout.step()) {
      case FILLING -> slots().serves(rollout) ? Optional.empty() : failing().filling(rollout);
      case VERIFYING -> failing().verifying(rollout, trial());
      case OVERLAPPING, SWITCHING -> Optional.empty();
      case WARM -> failing().live(rollout);
    };
  }

  /** What ails the pods that matter now, whether or not it will pass. */
  public Optional<String> trouble() {
    return failing().shown(trial());
  }

  /** Whether the processor runs what is live, or there is none to run it. */
  public boolean isFollowed() {
    return slots().isFollowed();
  }

  /** The same with another record. */
  public Rollout with(Recorded other) {
    return with(other, view);
  }

  /** The same with another record, as {@code seen} shows it. */
  public Rollout with(Recorded other, View seen) {
    return new Rollout(other, seen, stored, rules, generation, actingSince, now);
  }

  /** Returns the verification Job that should run now; empty at any other step. */
  public Optional<SlotTarget.Trial> verification() {
    return slots().trial();
  }

  /** What the Job shows that is run now. */
  Optional<TrialView> trial() {
    return verification().map(SlotTarget.Trial::name).map(view.trials()::get);
  }

  /** For how long a slot may overlap that has the pods needed and yet not its full size. */
  Duration overlapLimit() {
    return rules.overlap().plus(rules.deadline());
  }

  /** Whether it is not live, and did not fail for this generation of the spec. */
  boolean isNews(Revision asked) {
    return (recorded.live() == null || !recorded.live().revision().equals(asked.name()))
        && !recorded.failed(asked.name(), generation);
  }

  Ledger ledger() {
    return new Ledger(recorded, generation, now);
  }

  Occupancy slots() {
    return new Occupancy(recorded, view, stored, rules, actingSince, now);
  }

  Failing failing() {
    return new Failing(recorded, view, slots(), rules, actingSince, now);
  }
}
