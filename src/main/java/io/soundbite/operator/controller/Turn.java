package io.soundbite.operator.controller;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Releases;
import io.soundbite.operator.rollout.Asked;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.RolloutRules;
import io.soundbite.operator.status.DriftNotes;
import io.soundbite.operator.status.IgnoreRules;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.StatusFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One turn of an environment of which is known where it is: rollout, blueprint, observe, plan,
 * execute, status. Kubernetes is written here and at once; AWS is read and written beside, so that
 * an absent endpoint delays neither a heal nor a switch.
 */
final class Turn {
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final Workings workings;
  private final SoundBiteEnvironment resource;
  private final Environment environment;
  private final StatusFactory factory;
  private final EnvironmentStatus before;
  private final Requests requests;
  private final Scope scope;
  private final Optional<SoundBiteEnvironment> source;
  private final KubeSide cluster;

  /**
   * @param factory of the status that this turn ends with
   */
  Turn(
      Workings workings,
      Context<SoundBiteEnvironment> context,
      SoundBiteEnvironment resource,
      Environment environment,
      StatusFactory factory) {
    this.workings = workings;
    this.resource = resource;
    this.environment = environment;
    this.factory = factory;
    this.before = factory.before();
    this.requests = new Requests(resource, before);
    this.scope = workings.scopes().of(resource);
    this.source = new PromotionSource(context).of(resource);
    this.cluster = workings.kubeSide(environment, context);
  }

  /**
   * How it ended.
   *
   * @param due when the next turn is, if nothing happens before
   */
  record Outcome(EnvironmentStatus status, Optional<Instant> due) {}

  Outcome run() {
    if (requests.anew()) {
      workings.aws().sweeper().forgive(environment.owner());
    }
    workings.tell(resource, requests.refusals());
    var image = workings.images().of(environment, scope, before, source);
    var wanted =
        image
            .value()
            .map(it -> Revision.of(environment.names().prefix(), Releases.of(environment, it)));
    var recorded = Recorded.of(before);
    var rollout =
        new Rollout(
            recorded,
            cluster.view(),
            cluster.releases(recorded, wanted),
            RolloutRules.of(environment.spec()),
            resource.getMetadata().getGeneration(),
            factory.now());
    var wants = Halves.of(Blueprint.of(environment, rollout.target()));
    var rules = new IgnoreRules(environment.spec().drift().ignore());
    var invalid = rules.problem(wants.all(), Blueprint.waiting(environment));
    if (invalid.isPresent()) {
      return new Outcome(factory.stopped(invalid.get()), Optional.empty());
    }
    return converge(image, wanted, rollout, wants);
  }

  private Outcome converge(
      Finding<ImageStatus> image, Optional<Revision> wanted, Rollout rollout, Halves wants) {
    var planners = Planners.of(environment, requests.protection());
    var mark = workings.drift().mark();
    var sight = workings.aws().look(environment, scope, planners.aws(), wants.aws());
    var judge = new Judge(workings, environment, wants, factory, requests, cluster);
    if (before.stacks().isEmpty() && !judge.isRead(sight)) {
      // Nothing runs yet: both halves are made at once as soon as this one was read.
      return new Outcome(factory.located(FactsSource.recorded(environment)), Optional.empty());
    }
    var plan = cluster.plan(rollout, wants.kube(), planners.kube());
    var judgement = judge.judge(plan, sight, rollout, wanted);
    tell(judgement.notes(), judgement.inspection());

    var aws = start(judge, judgement, sight, mark);
    var kube = cluster.run(plan, judgement.kube());
    if (!judge.isRead(sight)) {
      mark = workings.drift().mark();
      sight = workings.aws().look(environment, scope, planners.aws(), wants.aws());
      aws = start(judge, judgement, sight, mark);
    }

    // Gates will stand here: they decide whether `wanted` may begin.
    var recorded = rollout.recorded();
    var standing = aws.planned().stands();
    var next =
        judgement.frozen()
            ? recorded
            : rollout.next(
                new Asked(
                    wanted,
                    wanted
                        .filter(judgement::allows)
                        .filter(it -> recorded.live() != null || standing)
                        .isPresent()));
    if (!next.equals(recorded)) {
      wanted.ifPresent(it -> cluster.store(it, next.revisions()));
    }

    var identity =
        workings
            .identityProviders()
            .of(environment, scope)
            .and(
                judgement.frozen()
                    ? Finding.known(true)
                    : workings
                        .environmentTags()
                        .of(environment, scope, recorded, rollout.stored()));
    var findings =
        new Report(environment, wants, judge, judgement, factory)
            .of(image, identity, wanted, next, cluster.view(), plan, aws, kube);
    var due =
        Stream.of(
                rollout.due(),
                image.until(),
                identity.until(),
                judgement.inspection().contested(),
                aws.inspection().contested(),
                next.equals(recorded) && !kube.wrote()
                    ? Optional.<Instant>empty()
                    : Optional.of(factory.now().plus(AT_ONCE)),
                kube.retryAt())
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    return new Outcome(factory.of(findings), due);
  }

  /** What became of the AWS half in this turn. */
  record Started(AwsSide.Planned planned, DriftWatch.Inspection inspection) {}

  private Started start(Judge judge, Judgement judgement, AwsSide.Planned sight, long mark) {
    var inspection = judge.inspect(sight, mark);
    tell(List.of(), inspection);
    var admitted = sight.with(judgement.consent().to(inspection.steps()));
    return new Started(workings.aws().run(environment, admitted), inspection);
  }

  private void tell(List<Note> notes, DriftWatch.Inspection inspection) {
    workings.tell(resource, notes);
    workings.tell(resource, DriftNotes.of(inspection.found(), inspection.healed()));
  }
}
