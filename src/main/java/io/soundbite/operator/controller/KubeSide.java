package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Executor;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.ProviderSet;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.engine.Sweeper;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.kube.KubeCache;
import io.soundbite.operator.kube.KubeObjects;
import io.soundbite.operator.kube.OwnObjects;
import io.soundbite.operator.kube.Revisions;
import io.soundbite.operator.rollout.PodTroubles;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.View;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Kubernetes half of a reconcile: read from informers, written at once. */
final class KubeSide {
  private static final int WRITES_AT_ONCE = 8;

  private final Environment environment;
  private final Children children;
  private final Glance glance;
  private final LiveTrials trials;
  private final MadeJobs jobs;
  private final StoredReleases revisions;
  private final KubeObjects objects;
  private final ProviderSet providers;
  private final KubeApi api;
  private final Sweeper.Journal journal;
  private final TroubleMemory troubles;
  private final WarningEvents events;
  private final Clock clock;

  KubeSide(
      Environment environment,
      KubernetesClient client,
      Children children,
      MadeJobs jobs,
      Sweeper.Journal journal,
      TroubleMemory troubles,
      Clock clock) {
    this.jobs = jobs;
    this.journal = journal;
    this.troubles = troubles;
    this.events = new WarningEvents(client, clock);
    this.environment = environment;
    this.children = children;
    this.clock = clock;
    this.glance = new Glance(children);
    this.api = new KubeApi(client, children);
    var resource = children.context().getPrimaryResource();
    var own = jobs.of(environment.owner(), Recorded.of(EnvironmentStatus.of(resource)));
    this.trials = new LiveTrials(environment, children, api, own);
    var mandate = new Incumbency(client, resource);
    this.revisions = new StoredReleases(new Revisions(api, children), mandate, environment);
    this.objects = new KubeObjects(api, glance, mandate, environment.owner().cluster(), own, clock);
    this.providers = new ProviderSet(List.of(objects));
  }

  /**
   * What is to be done.
   *
   * @param problem what keeps slots from being touched at all
   */
  record Planned(List<Step> steps, Map<Key, Observation<?>> seen, Optional<Problem> problem) {
    /** Whether an object that the environment needs has no owner: one that was left by a former. */
    boolean isLeft() {
      return seen.values().stream()
          .anyMatch(
              it ->
                  it
                      instanceof
                      Observation.Present<?>(
                          var have,
                          Ownership.Unowned none,
                          var at,
                          var notices));
    }

    /** Whether an object that the environment needs is somebody else's. */
    boolean isTaken() {
      return steps.stream()
          .anyMatch(
              it -> it instanceof Step.Blocked held && held.reason().equals(Step.NAMING_CONFLICT));
    }
  }

  /** What the slots show, as the plan will see them. */
  View view() {
    return view(glance);
  }

  /** Only what is the environment's own is a slot or a Service of it. */
  private View view(KubeCache cache) {
    var own = new OwnObjects(cache, api, environment.owner());
    return new LiveSlots(environment, children, own, api, trials, this::diagnosis).view();
  }

  private PodTroubles diagnosis(List<Tree.Obj> pods) {
    return new PodTroubles(
        pods, troubles.observe(environment.owner(), pods, clock.instant()), events);
  }

  /** When to look again at what keeps pods away, since nothing tells when that changes. */
  Optional<Instant> lookAgain() {
    return events.due();
  }

  /** What runs here, of whichever environment. */
  List<RepositoryUse.Image> images() {
    var environments =
        children
            .context()
            .getPrimaryCache()
            .list()
            .map(it -> it.getMetadata().getUid())
            .collect(Collectors.toSet());
    var running = new RunningImages(environment.owner().cluster(), environments);
    return children.all("Deployment").map(api::tree).flatMap(running::of).toList();
  }

  /** Returns the stored releases of the environment. */
  StoredReleases stored() {
    return revisions;
  }

  /** Returns {@code next} with the Job that was made in this turn, so that no other counts. */
  Recorded tried(Recorded next, Rollout rollout) {
    var now = next.rollout();
    var before = rollout.recorded().rollout();
    return now == null || before == null || !now.started().equals(before.started())
        ? next
        : rollout
            .verification()
            .flatMap(it -> jobs.uid(environment.owner(), environment.names().kube(it.name())))
            .map(next::triedBy)
            .orElse(next);
  }

  /** {@code rollout} as it is now that {@code recorded} was decided. */
  Rollout rollout(Rollout rollout, Recorded recorded) {
    return rollout.with(recorded, view(children));
  }

  /** What is to be done. A slot whose release is lost is left as it is. */
  Planned plan(Rollout rollout, List<KubeObject> wants, Planner planner) {
    var untouched =
        rollout.lost().stream()
            .flatMap(
                slot -> Stream.of("Deployment", "ConfigMap").map(it -> it + "/api-" + slot.text()))
            .collect(Collectors.toSet());
    var safe = wants.stream().filter(want -> !untouched.contains(want.key().id())).toList();
    var seen = providers.observe(safe);
    var steps =
        Stream.concat(planner.plan(safe, seen).stream(), strays(safe, trial(rollout), planner))
            .toList();
    var planned = new Planned(steps, seen, Optional.empty());
    return rollout.lost().isEmpty() || planned.isTaken()
        ? planned // what is taken is the cause, and the step says so
        : new Planned(steps, seen, Optional.of(revisions.lost(rollout)));
  }

  /** Does what {@code admitted} leaves of the plan. */
  KubeOutcome run(Planned plan, List<Step> admitted) {
    return run(admitted, plan.problem(), isAwaited(plan.steps()));
  }

  /** Deletes the objects and all that tries releases out, those that others depend on last. */
  KubeOutcome remove(List<KubeObject> wants, Planner planner) {
    var plan =
        Stream.concat(removal(wants, planner), strays(List.of(), Optional.empty(), planner))
            .toList();
    return new HeldPods(children, api).in(run(plan, Optional.empty(), isAwaited(plan)));
  }

  /** Whether one of these objects is out of reach. */
  boolean barred(List<KubeObject> wants) {
    return wants.stream().anyMatch(objects::isBarred);
  }

  /**
   * Takes away what still tries out a release that has gone on or was given up, or as declared
   * before.
   */
  private Stream<Step> strays(List<KubeObject> wants, Optional<String> trial, Planner planner) {
    return removal(trials.unfinished(wants, trial), planner).filter(Step.Delete.class::isInstance);
  }

  /** Name of the Job that tries a release out, also while its image is not known again. */
  private Optional<String> trial(Rollout rollout) {
    return rollout.verification().map(it -> environment.names().kube(it.name()));
  }

  private Stream<Step> removal(List<KubeObject> objects, Planner planner) {
    return planner.planRemoval(objects, providers.observe(objects), true, false).stream();
  }

  /** Returns who owns the field of the object of {@code key} that differs. */
  Optional<String> owner(Key key, FieldDiff diff, List<KubeObject> wants) {
    return wants.stream()
        .filter(want -> want.key().equals(key))
        .findFirst()
        .flatMap(want -> objects.owner(want, diff));
  }

  /** What stands in the way may go at any time, and no event tells of it. */
  private static boolean isAwaited(List<Step> plan) {
    return plan.stream().anyMatch(Step.Blocked.class::isInstance);
  }

  private KubeOutcome run(List<Step> plan, Optional<Problem> problem, boolean awaited) {
    var results =
        new Executor(providers, WRITES_AT_ONCE)
            .run(
                plan,
                environment.owner(),
                () -> true,
                (step, progress) -> journal.ended(environment.owner(), step, progress));
    return KubeOutcome.of(plan, results, problem, awaited, clock.instant());
  }
}
