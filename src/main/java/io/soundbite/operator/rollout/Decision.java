package io.soundbite.operator.rollout;

import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus.Step;
import java.time.Instant;
import java.util.Optional;

/** What a rollout does next, step by step; see the table of {@link Rollout}. */
final class Decision {
  private final Rollout machine;
  private final Asked asked;
  private final Recorded recorded;
  private final RolloutRules rules;
  private final Occupancy slots;
  private final Failing failing;
  private final Ledger ledger;

  Decision(Rollout machine, Asked asked) {
    this.machine = machine;
    this.asked = asked;
    this.recorded = machine.recorded();
    this.rules = machine.rules();
    this.slots = machine.slots();
    this.failing = machine.failing();
    this.ledger = machine.ledger();
  }

  /** What should be recorded next, which may be what is. */
  Recorded next() {
    var rollout = recorded.rollout();
    if (rollout == null) {
      return asked.free().filter(machine::isNews).map(this::begun).orElse(recorded);
    }
    if (asked.stops(machine)) {
      return stopped(rollout);
    }
    return switch (rollout.step()) {
      case FILLING -> filling(rollout);
      case VERIFYING -> verifying(rollout);
      case OVERLAPPING -> overlapping(rollout);
      case SWITCHING -> switching(rollout);
      case WARM -> warm(rollout);
    };
  }

  /**
   * What is asked for no more makes way, and what a gate is shut for waits in its slot. A switch is
   * taken back on the live Service first, so that nobody makes it after that is recorded.
   */
  private Recorded stopped(RolloutStatus rollout) {
    if (rollout.step() == Step.SWITCHING && !slots.isReturned(rollout)) {
      return recorded;
    }
    if (asked.supersedes(machine, rollout)) {
      return machine.with(ledger.abandoned(rollout)).next(asked);
    }
    return switch (rollout.step()) {
      case FILLING, VERIFYING -> failed(rollout).map(why -> givenUp(rollout, why)).orElse(recorded);
      case OVERLAPPING, SWITCHING -> ledger.refilled(rollout);
      case WARM -> throw new IllegalStateException("live already");
    };
  }

  private Optional<String> failed(RolloutStatus rollout) {
    if (rollout.step() == Step.VERIFYING) {
      return failing.verifying(rollout, machine.trial());
    }
    return slots.serves(rollout) ? Optional.empty() : failing.filling(rollout);
  }

  private Recorded filling(RolloutStatus rollout) {
    if (slots.serves(rollout)) {
      return isTried(rollout) ? onwards(rollout) : ledger.at(rollout, Step.VERIFYING);
    }
    return failing.filling(rollout).map(why -> givenUp(rollout, why)).orElse(recorded);
  }

  private Recorded verifying(RolloutStatus rollout) {
    if (rules.trial().isEmpty()) {
      return ledger.at(rollout, Step.FILLING); // the spec asks for none any more
    }
    var passed = machine.trial().filter(it -> it.state() == TrialView.State.SUCCEEDED).isPresent();
    if (passed) {
      var job = slots.trial().orElseThrow().name();
      return recorded
          .changed(rollout.revision(), it -> it.verifiedBy(job))
          .with(rollout.at(Step.FILLING, machine.now().toString()));
    }
    return failing
        .verifying(rollout, machine.trial())
        .map(why -> givenUp(rollout, why))
        .orElse(recorded);
  }

  private Recorded overlapping(RolloutStatus rollout) {
    var since = Instant.parse(rollout.since());
    if (slots.serves(rollout)) {
      var over =
          !machine.now().isBefore(since.plus(rules.overlap()))
              && machine.view().live().selected().size() > 1;
      return over ? ledger.at(rollout, Step.SWITCHING) : recorded;
    }
    return slots.holds(rollout) && machine.now().isBefore(since.plus(machine.overlapLimit()))
        ? recorded
        : ledger.refilled(rollout);
  }

  private Recorded switching(RolloutStatus rollout) {
    if (slots.isSelected(rollout.to())) {
      return recorded
          .entry(rollout.revision())
          .map(it -> ledger.live(rollout, it))
          .orElse(recorded);
    }
    return slots.serves(rollout) || !slots.isWithdrawn(rollout)
        ? recorded
        : ledger.refilled(rollout);
  }

  private Recorded warm(RolloutStatus rollout) {
    var next = asked.free().filter(machine::isNews);
    if (next.isPresent()) {
      return begun(next.get());
    }
    if (slots.isCold(rollout)) {
      return slots.isEmpty(rollout.from()) ? recorded.with(null) : recorded;
    }
    return slots
        .returnable(rollout)
        .flatMap(previous -> failing.live(rollout).map(why -> back(rollout, previous, why)))
        .orElse(recorded);
  }

  private Recorded back(RolloutStatus rollout, Revision previous, String why) {
    var failed = machine.with(ledger.failed(rollout.revision(), why));
    return new Decision(failed, asked).begun(previous);
  }

  /** Without automatic rollback it stays as it is, and is tried anew when the spec has changed. */
  private Recorded givenUp(RolloutStatus rollout, String why) {
    if (rules.autoRollback()) {
      return ledger.failed(rollout.revision(), why).with(null);
    }
    var entry = recorded.entry(rollout.revision());
    return entry.map(HistoryEntry::generation).filter(it -> it < machine.generation()).isPresent()
        ? ledger
            .refilled(rollout)
            .changed(rollout.revision(), it -> it.askedBy(machine.generation()))
        : recorded;
  }

  private boolean isTried(RolloutStatus rollout) {
    return rules.trial().isEmpty()
        || recorded.entry(rollout.revision()).map(HistoryEntry::verification).isPresent();
  }

  private Recorded onwards(RolloutStatus rollout) {
    var overlaps = rollout.from() != null && !rules.overlap().isZero();
    return ledger.at(rollout, overlaps ? Step.OVERLAPPING : Step.SWITCHING);
  }

  private Recorded begun(Revision revision) {
    return ledger.begun(revision, slots.next());
  }
}
