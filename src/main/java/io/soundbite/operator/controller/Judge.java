package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.DriftSpec;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Evidence;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Plan;
import io.soundbite.operator.engine.Snapshot;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.status.Approval;
import io.soundbite.operator.status.StatusFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges a plan: what of it is drift, and what of it may be done.
 *
 * @param restored the resources that an environment restored without its status had before
 */
record Judge(
    Workings workings,
    Environment environment,
    Halves wants,
    StatusFactory factory,
    Requests requests,
    KubeSide cluster,
    Set<Key> restored) {

  /**
   * Judges both halves of a plan, before anything of it is done.
   *
   * @param plan of the Kubernetes half
   * @param sight of the AWS half, which may not have been read yet
   */
  Judgement judge(
      KubeSide.Planned plan, AwsSide.Planned sight, Rollout rollout, Optional<Revision> wanted) {
    var inspection = inspect(wants.kube(), plan.steps(), workings.drift().mark(), evidence());
    // While a release moves, the objects it moves wait for nobody's approval.
    var rolling = rollout.recorded().rollout() != null;
    var steps =
        new ArrayList<>(workings.drift().hold(environment.owner(), sight.steps(), Evidence.none()));
    if (!rolling) {
      steps.addAll(inspection.steps());
    }
    return new Judgement(
        approval(new Plan(steps, rollout.news(wanted).map(Judgement::label)), isRead(sight)),
        inspection,
        isRead(sight),
        requests.paused(),
        rolling);
  }

  /**
   * Looks at the AWS half as it is now.
   *
   * @param mark from before it was looked at; writes go on beside
   */
  DriftWatch.Inspection inspect(AwsSide.Planned sight, long mark) {
    return inspect(wants.aws(), sight.steps(), mark, new Readings(sight.snapshot()));
  }

  /**
   * Tells of AWS resources what was read and what is only assumed; nothing names who changes them.
   */
  private record Readings(Snapshot snapshot) implements Evidence {
    @Override
    public Optional<String> owner(Key key, FieldDiff diff) {
      return Optional.empty();
    }

    @Override
    public boolean isRead(Key key) {
      return snapshot.seen().get(key) instanceof Observation.Present<?> present
          && !(present.ownership() instanceof Ownership.Written);
    }
  }

  /** Returns what was done, with what had no effect or was refused shown as held back. */
  KubeOutcome shown(KubeOutcome done) {
    return done.showing(held(done.steps()));
  }

  /** Returns the drift of the Kubernetes half as it is after the writes. */
  List<Drift> drift(Judgement judgement) {
    return workings
        .drift()
        .drift(environment.owner(), wants.kube(), held(judgement.inspection().steps()));
  }

  private List<Step> held(List<Step> steps) {
    return workings.drift().hold(environment.owner(), steps, evidence());
  }

  private Evidence evidence() {
    return (key, diff) -> cluster.owner(key, diff, wants.kube());
  }

  private DriftWatch.Inspection inspect(
      List<? extends Desired> half, List<Step> steps, long mark, Evidence evidence) {
    return workings
        .drift()
        .inspect(environment.owner(), wants.all(), half, steps, mark, this::isRecorded, evidence);
  }

  private Approval approval(Plan plan, boolean read) {
    if (requests.paused()) {
      return Approval.withheld("waits for the annotation soundbite.io/paused to go");
    }
    if (environment.spec().drift().policy() == DriftSpec.Policy.HEAL) {
      return Approval.given(requests.apply());
    }
    return read
        ? Approval.of(plan.without(begun()), requests.apply(), factory.before().plan())
            .completing(begun())
        : Approval.unread(factory.before().plan()).completing(begun());
  }

  /** Whether everything was read, or tried to be, since the start. */
  boolean isRead(AwsSide.Planned sight) {
    return sight
        .snapshot()
        .seen()
        .keySet()
        .containsAll(wants.aws().stream().map(Desired::key).toList());
  }

  /** Of what nothing is known, and nothing was either. */
  Set<Key> unread(KubeSide.Planned plan, AwsSide.Planned sight) {
    return Stream.concat(
            wants.aws().stream()
                .map(want -> want.key())
                .filter(key -> isUnread(key, sight.snapshot().seen().get(key))),
            plan.seen().keySet().stream().filter(key -> isUnread(key, plan.seen().get(key))))
        .collect(Collectors.toSet());
  }

  /** Returns the resources that had been as wanted, as far as is remembered or recorded. */
  Set<String> reached() {
    return workings
        .drift()
        .reached(environment.owner())
        .orElseGet(
            () ->
                wants.aws().stream()
                    .map(want -> want.key())
                    .filter(this::isRecorded)
                    .collect(Collectors.toSet()))
        .stream()
        .map(Key::path)
        .collect(Collectors.toSet());
  }

  private Set<Key> begun() {
    return workings.drift().creating(environment.owner());
  }

  private boolean isUnread(Key key, @Nullable Observation<?> observation) {
    return observation == null ? !isRecorded(key) : observation instanceof Observation.Unknown;
  }

  /** What has not been read since the start is as it is recorded. */
  List<Step> known(List<Step> steps) {
    return steps.stream()
        .map(
            step ->
                step instanceof Step.Blocked blocked
                        && blocked.reason().equals("NotRead")
                        && isRecorded(step.key())
                    ? new Step.Keep(step.key())
                    : step)
        .toList();
  }

  /** Whether status says that a resource had been as it is wanted now. */
  private boolean isRecorded(Key key) {
    return restored.contains(key)
        || (factory.reached() && isSameBlueprint())
        || (factory.before().drift() != null
            && factory.before().drift().resources().stream()
                .anyMatch(entry -> entry.resource().equals(key.path())));
  }

  /** What a former operator's blueprint wanted says nothing of what is wanted now. */
  private boolean isSameBlueprint() {
    var parity = factory.before().parity();
    return parity != null && workings.shape().equals(parity.shapeHash());
  }
}
