package io.soundbite.operator.controller;

import static java.util.stream.Collectors.toSet;

import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.Feature;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.PromotionStatus;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.HoldsData;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Notice;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.status.DriftReport;
import io.soundbite.operator.status.Monitoring;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.Redrive;
import io.soundbite.operator.status.ReleaseReport;
import io.soundbite.operator.status.SpecCheck;
import io.soundbite.operator.status.StatusFactory;
import io.soundbite.operator.status.SyncReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what one turn found into what status is made of. */
record Report(
    Environment environment,
    Halves wants,
    Judge judge,
    Judgement judgement,
    StatusFactory factory) {

  StatusFactory.Findings of(
      Turn.Sought sought,
      Finding<Boolean> identity,
      Rollout rollout,
      KubeSide.Planned plan,
      Turn.Started started,
      Redrive redrive,
      KubeOutcome kube,
      Optional<Problem> unstored) {
    var aws = started.planned();
    var drift =
        Stream.concat(judge.drift(judgement).stream(), started.inspection().drift().stream())
            .toList();
    var release =
        new ReleaseReport(
            rollout,
            sought.wanted().map(Revision::name).orElse(null),
            sought.image().problem().orElse(null),
            judgement.held(sought.wanted()).orElse(null),
            sought.gates().firstShut());
    var there = there(aws);
    return new StatusFactory.Findings(
        FactsSource.recorded(environment),
        sought.image().value().orElse(null),
        release,
        SyncReport.of(
            environment.names().environment(),
            Stream.concat(
                    judge.known(aws.steps()).stream(),
                    new Housekeeping(rollout, plan.steps(), drift).settled(kube.steps()).stream())
                .toList(),
            kube.with(aws.snapshot()),
            drift),
        kube.problem().or(identity::problem).filter(Problem::lasting).or(() -> unstored),
        new SpecCheck(judge.requests().resource()).problem(),
        new StatusFactory.Insight(
            drift(drift, judge.unread(plan, aws)),
            judgement.approval().status(),
            data(there),
            started.clearance().quotas()),
        redrive,
        monitoring(aws),
        judge.requests().rejecting().entries(rollout.recorded(), factory.now()),
        handled(staying(there, aws), sought, rollout.recorded(), redrive),
        sought.promotion().orElse(null));
  }

  private Monitoring monitoring(AwsSide.Planned aws) {
    return new Monitoring(
        environment.spec().has(Feature.MONITORING),
        judgement.read(),
        wants.aws().stream()
            .map(want -> aws.snapshot().seen().get(want.key()))
            .<Notice>mapMulti(
                (seen, to) -> {
                  if (seen instanceof Observation.Present<?> present) {
                    present.notices().forEach(to);
                  }
                })
            .toList());
  }

  /** A yes to a plan that could not be judged yet is still to be judged. */
  private LastHandled handled(
      Set<String> there, Turn.Sought sought, Recorded recorded, Redrive redrive) {
    var begun = sought.wanted().filter(it -> recorded.revisions().contains(it.name()));
    var requests = judge.requests();
    var asked =
        requests.handled(
            there, begun.flatMap(any -> sought.promotion()).map(PromotionStatus::approval));
    var handled =
        requests.redrive().filter(any -> redrive.answered()).map(asked::withRedrive).orElse(asked);
    var before = factory.before().lastHandled();
    return judgement.read() ? handled : handled.withApply(before == null ? null : before.apply());
  }

  /** Absent until everything was read once. */
  private @Nullable DriftStatus drift(List<Drift> drift, Set<Key> unread) {
    var before = factory.before().drift();
    return before == null && !unread.isEmpty()
        ? null
        : new DriftReport(environment.names().environment(), before, factory.now())
            .of(drift, unread, judgement.consent());
  }

  /** The resources that hold data, and are there and ours. */
  private Set<String> there(AwsSide.Planned aws) {
    var standing =
        aws.steps().stream()
            .filter(AwsSide.Planned::stands)
            .filter(step -> !beginsToExpire(step))
            .map(Step::key)
            .collect(toSet());
    return wants.aws().stream()
        .filter(want -> want instanceof HoldsData && standing.contains(want.key()))
        .map(want -> want.key().path())
        .collect(toSet());
  }

  /** Those of them that need not be deleted by hand to be created as declared. */
  private static Set<String> staying(Set<String> there, AwsSide.Planned aws) {
    var fixed =
        aws.steps().stream()
            .filter(Report::isFixed)
            .map(step -> step.key().path())
            .collect(toSet());
    return there.stream().filter(path -> !fixed.contains(path)).collect(toSet());
  }

  private static boolean isFixed(Step step) {
    return step instanceof Step.Blocked blocked && blocked.reason().equals(Step.IMMUTABLE);
  }

  /** Until what deletes old data is set the resource is being created, and holds none. */
  private static boolean beginsToExpire(Step step) {
    return step instanceof Step.Update(var change)
        && change.diffs().stream().anyMatch(FieldDiff::expiring);
  }

  private List<String> data(Set<String> there) {
    return Stream.concat(factory.before().data().stream(), there.stream())
        .distinct()
        .sorted()
        .toList();
  }
}
