package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.SlotTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The blue-green state machine. Gates stand before the first step only: a release that has begun
 * goes on, fails, or makes way for another one.
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
 * <tr><td><td>Filling<td>pods are lost, or never become as many as there should be
 * <tr><td>Switching<td>Warm<td>the live Service selects the slot: from here on it is live
 * <tr><td><td>none<td>the same, for a first release
 * <tr><td><td>Filling<td>pods were lost before that, and nobody can switch any more
 * <tr><td>Warm<td>none<td>its time is over, the processor follows, and the former slot is empty
 * <tr><td><td>Filling<td>another release is asked for; or what is live fails, and the former comes
 *     back by itself
 * </table>
 *
 * @param stored revisions by name
 * @param generation of the spec
 */
public record Rollout(
    Recorded recorded,
    View view,
    Map<String, Release> stored,
    RolloutRules rules,
    long generation,
    Instant now) {

  /** What each slot should hold, from what is recorded alone. */
  public SlotTarget target() {
    return new Targets(slots()).target();
  }

  /** What should be recorded next, which may be what is. */
  public Recorded next(Asked asked) {
    var rollout = recorded.rollout();
    if (rollout == null) {
      return asked.free().filter(this::isNews).map(this::begun).orElse(recorded);
    }
    return switch (rollout.step()) {
      case FILLING -> filling(rollout, asked);
      case VERIFYING -> verifying(rollout, asked);
      case OVERLAPPING -> overlapping(rollout);
      case SWITCHING -> switching(rollout);
      case WARM -> warm(rollout, asked);
    };
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
    var rollout = recorded.rollout();
    return rollout == null
        ? Optional.empty()
        : Stream.concat(limits(rollout), failing().due(rollout))
            .filter(now::isBefore)
            .min(Instant::compareTo);
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
    return failing().shown();
  }

  /** Whether the processor runs what is live, or there is none to run it. */
  public boolean isFollowed() {
    return slots().isFollowed();
  }

  /** The same with another record. */
  public Rollout with(Recorded other) {
    return new Rollout(other, view, stored, rules, generation, now);
  }

  private Optional<TrialView> trial() {
    return target().trial().map(SlotTarget.Trial::name).map(view.trials()::get);
  }

  private Stream<Instant> limits(RolloutStatus rollout) {
    var since = Instant.parse(rollout.since());
    return switch (rollout.step()) {
      case FILLING -> Stream.of(since.plus(rules.deadline()));
      case VERIFYING -> rules.trial().stream().map(it -> since.plus(it).plus(rules.deadline()));
      case OVERLAPPING -> Stream.of(since.plus(rules.overlap()), since.plus(overlapLimit()));
      case SWITCHING -> Stream.empty();
      case WARM ->
          slots().isFollowed()
              ? Stream.of(since.plus(rules.warmth()))
              : Stream.of(since.plus(rules.warmth()), since.plus(rules.deadline()));
    };
  }

  private Recorded filling(RolloutStatus rollout, Asked asked) {
    if (isSuperseded(rollout, asked)) {
      return superseded(rollout, asked);
    }
    if (slots().serves(rollout)) {
      return isTried(rollout) ? onwards(rollout) : ledger().at(rollout, Step.VERIFYING);
    }
    return failing().filling(rollout).map(why -> givenUp(rollout, why)).orElse(recorded);
  }

  private Recorded verifying(RolloutStatus rollout, Asked asked) {
    if (isSuperseded(rollout, asked)) {
      return superseded(rollout, asked);
    }
    if (rules.trial().isEmpty()) {
      return ledger().at(rollout, Step.FILLING); // the spec asks for none any more
    }
    var passed = trial().filter(it -> it.state() == TrialView.State.SUCCEEDED).isPresent();
    if (passed) {
      var job = target().trial().orElseThrow().name();
      return recorded
          .changed(rollout.revision(), it -> it.verifiedBy(job))
          .with(rollout.at(Step.FILLING, now.toString()));
    }
    return failing().verifying(rollout, trial()).map(why -> givenUp(rollout, why)).orElse(recorded);
  }

  private Recorded overlapping(RolloutStatus rollout) {
    var since = Instant.parse(rollout.since());
    if (slots().serves(rollout)) {
      var over = !now.isBefore(since.plus(rules.overlap())) && view.live().selected().size() > 1;
      return over ? ledger().at(rollout, Step.SWITCHING) : recorded;
    }
    return slots().holds(rollout) && now.isBefore(since.plus(overlapLimit()))
        ? recorded
        : ledger().refilled(rollout);
  }

  /** For how long a slot may overlap that has the pods needed and yet not its full size. */
  private Duration overlapLimit() {
    return rules.overlap().plus(rules.deadline());
  }

  private Recorded switching(RolloutStatus rollout) {
    if (slots().isSelected(rollout.to())) {
      return recorded
          .entry(rollout.revision())
          .map(it -> ledger().live(rollout, it))
          .orElse(recorded);
    }
    return slots().serves(rollout) || !slots().isWithdrawn(rollout)
        ? recorded
        : ledger().refilled(rollout);
  }

  private Recorded warm(RolloutStatus rollout, Asked asked) {
    var next = asked.free().filter(this::isNews);
    if (next.isPresent()) {
      return begun(next.get());
    }
    if (slots().isCold(rollout)) {
      return slots().isEmpty(rollout.from()) ? recorded.with(null) : recorded;
    }
    return slots()
        .returnable(rollout)
        .flatMap(previous -> failing().live(rollout).map(why -> back(rollout, previous, why)))
        .orElse(recorded);
  }

  private Recorded back(RolloutStatus rollout, Revision previous, String why) {
    return with(ledger().failed(rollout.revision(), why)).begun(previous);
  }

  /** Without automatic rollback it stays as it is, and is tried anew when the spec has changed. */
  private Recorded givenUp(RolloutStatus rollout, String why) {
    if (rules.autoRollback()) {
      return ledger().failed(rollout.revision(), why).with(null);
    }
    var entry = recorded.entry(rollout.revision());
    return entry.map(HistoryEntry::generation).filter(it -> it < generation).isPresent()
        ? ledger().refilled(rollout).changed(rollout.revision(), it -> it.askedBy(generation))
        : recorded;
  }

  /**
   * Whether something else is asked for than what is on its way. What comes back by itself makes
   * way only for what may go live.
   */
  private boolean isSuperseded(RolloutStatus rollout, Asked asked) {
    return asked
        .release()
        .filter(it -> !it.name().equals(rollout.revision()))
        .filter(it -> !recorded.failed(it.name(), generation))
        .filter(it -> !recorded.returning() || (asked.admitted() && isNews(it)))
        .isPresent();
  }

  private Recorded superseded(RolloutStatus rollout, Asked asked) {
    return with(ledger().abandoned(rollout)).next(asked);
  }

  /** Whether it is not live, and did not fail for this generation of the spec. */
  private boolean isNews(Revision asked) {
    return (recorded.live() == null || !recorded.live().revision().equals(asked.name()))
        && !recorded.failed(asked.name(), generation);
  }

  private boolean isTried(RolloutStatus rollout) {
    return rules.trial().isEmpty()
        || recorded.entry(rollout.revision()).map(HistoryEntry::verification).isPresent();
  }

  private Recorded onwards(RolloutStatus rollout) {
    var overlaps = rollout.from() != null && !rules.overlap().isZero();
    return ledger().at(rollout, overlaps ? Step.OVERLAPPING : Step.SWITCHING);
  }

  private Recorded begun(Revision revision) {
    return ledger().begun(revision, slots().next());
  }

  private Ledger ledger() {
    return new Ledger(recorded, generation, now);
  }

  private Occupancy slots() {
    return new Occupancy(recorded, view, stored, rules, now);
  }

  private Failing failing() {
    return new Failing(recorded, view, slots(), rules, now);
  }
}
