package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.PromotionStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Releases;
import io.soundbite.operator.promotion.Verdict;
import io.soundbite.operator.rollout.Asked;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.RolloutRules;
import io.soundbite.operator.status.DriftNotes;
import io.soundbite.operator.status.IgnoreRules;
import io.soundbite.operator.status.Note;
import io.soundbite.operator.status.Patience;
import io.soundbite.operator.status.Problem;
import io.soundbite.operator.status.Redrive;
import io.soundbite.operator.status.RedriveRules;
import io.soundbite.operator.status.StatusFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One turn of an environment of which is known where it is: rollout, blueprint, observe, plan,
 * execute, status. Kubernetes is written here and at once; AWS is read and written beside, so that
 * an absent endpoint delays neither a heal nor a switch.
 */
final class Turn {
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  /** What stands in a release's way may go at any time, and no event tells of it. */
  private static final Duration BLOCKED = Duration.ofSeconds(5);

  private final Workings workings;
  private final SoundBiteEnvironment resource;
  private final Environment environment;
  private final StatusFactory factory;
  private final EnvironmentStatus before;
  private final Requests requests;
  private final Scope scope;
  private final Optional<SoundBiteEnvironment> source;
  private final KubeSide cluster;
  private final KubernetesClient client;

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
    this.client = context.getClient();
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
    var generation = resource.getMetadata().getGeneration();
    if (requests.anew() || !generation.equals(before.observedGeneration())) {
      workings.drift().forgive(environment.owner());
    }
    var recorded = Recorded.of(before);
    var found = workings.images().of(environment, scope, before, source, generation);
    var asked =
        found
            .value()
            .map(it -> Revision.of(environment.names().prefix(), Releases.of(environment, it)));
    var idle = asked.filter(it -> isLive(it, recorded)).isPresent();
    var pinned = idle ? Finding.known(environment) : workings.trialImages().of(environment, scope);
    // Without its verification Job a release waits like one whose own image is not known.
    var wanted = asked.filter(any -> pinned.value().isPresent());
    var image =
        found.value().isPresent() && pinned.value().isEmpty()
            ? new Finding<>(found.value(), pinned.problem(), pinned.until())
            : found;
    var rollout =
        new Rollout(
            recorded,
            cluster.view(),
            cluster.stored().with(wanted, recorded),
            RolloutRules.of(environment.spec()),
            generation,
            workings.activity().since(),
            factory.now());
    var verified = pinned.value().orElse(environment);
    var gatekeeper =
        new Gatekeeper(
            resource, source, workings.shape(), verified.spec().rollout().trial(), factory.now());
    var sought =
        new Sought(
            image,
            wanted,
            gatekeeper.judge(image, wanted),
            gatekeeper.status(idle ? Optional.empty() : wanted));
    var wants = workings.blueprints().of(verified, rollout.target(sought.asked(false)));
    var rules = new IgnoreRules(environment.spec().drift().ignore());
    var invalid = rules.problem(wants.all(), Blueprint.waiting(environment));
    if (invalid.isPresent()) {
      return new Outcome(factory.stopped(invalid.get()), Optional.empty());
    }
    return converge(sought, rollout, wants);
  }

  private static boolean isLive(Revision asked, Recorded recorded) {
    return recorded.live() != null && recorded.live().revision().equals(asked.name());
  }

  /**
   * What the spec asks for.
   *
   * @param wanted empty while its image is not known
   * @param gates whether it may go live
   * @param promotion what status says for the gates
   */
  record Sought(
      Finding<ImageStatus> image,
      Optional<Revision> wanted,
      Verdict gates,
      Optional<PromotionStatus> promotion) {
    /** What may go live as far as the gates say. */
    Optional<Revision> free() {
      return wanted.filter(any -> gates.isOpen());
    }

    /**
     * What the rollout is told.
     *
     * @param admitted whether it may begin: it is {@link #free} and nothing else holds it
     */
    Asked asked(boolean admitted) {
      return new Asked(wanted, gates.isOpen(), admitted);
    }
  }

  private Outcome converge(Sought sought, Rollout rollout, Halves wants) {
    var judge =
        new Judge(workings, environment, wants, factory, requests, cluster, restored(wants));
    var planners =
        Planners.of(
            environment,
            requests
                .protection()
                .withReached(judge.reached())
                .withCreating(workings.drift().creating(environment.owner())));
    var mark = workings.drift().mark();
    var sight = workings.aws().look(environment, scope, planners.aws(), wants.aws());
    if (before.stacks().isEmpty() && !judge.isRead(sight)) {
      // Nothing runs yet: both halves are made at once as soon as this one was read.
      return new Outcome(factory.located(FactsSource.recorded(environment)), Optional.empty());
    }
    if (before.stacks().isEmpty() && before.dataResources() == null) {
      // Recorded first: what this operator is about to make must not count as found.
      var data = new FirstLook(environment, wants, requests.restored()).data(sight);
      return new Outcome(factory.looked(data), Optional.of(factory.now()));
    }
    var plan = cluster.plan(rollout, wants.kube(), planners.kube());
    var judgement = judge.judge(plan, sight, rollout, sought.free());
    tell(judgement.notes(), judgement.inspection());

    var live = rollout.recorded().live() != null;
    var kmsKey = workings.kmsKeys().use(environment, scope);
    workings.tell(resource, workings.kmsKeys().news(environment, kmsKey).stream().toList());
    var aws = start(judge, judgement, sight, mark, live, kmsKey);
    var kube = judge.shown(cluster.run(plan, judgement.kube()));
    if (!judge.isRead(sight)) {
      mark = workings.drift().mark();
      sight = workings.aws().look(environment, scope, planners.aws(), wants.aws());
      aws = start(judge, judgement, sight, mark, live, kmsKey);
    }

    var recorded = rollout.recorded();
    // What was left without an owner is handed over first: a release may be among it.
    var stands = live || (aws.planned().stands() && !plan.isLeft());
    var admitted = sought.free().filter(judgement::allows).filter(any -> stands).isPresent();
    var decided = judgement.frozen() ? recorded : rollout.next(sought.asked(admitted));
    var unstored =
        decided.equals(recorded)
            ? Optional.<Problem>empty()
            : cluster.stored().keep(sought.wanted(), decided);
    if (unstored.isEmpty() && !decided.equals(recorded)) {
      workings.tell(resource, cluster.stored().prune(decided).stream().toList());
    }
    var timed =
        rollout.timed(
            cluster.tried(unstored.isPresent() ? recorded : decided, rollout),
            judgement.frozen() || (kube.isRefused() && !rollout.isWritten()));
    var next = Attribution.in(client, resource, recorded, timed, factory.now());

    var tags =
        judgement.frozen()
            ? Finding.known(true)
            : workings.environmentTags().of(environment, scope, recorded, rollout.stored());
    tell(tags);
    var identity =
        workings
            .identityProviders()
            .of(environment, scope)
            .and(kmsKey)
            .and(tags)
            .and(
                unstored
                    .map(
                        it ->
                            Finding.<Boolean>missing(it, Optional.of(factory.now().plus(BLOCKED))))
                    .orElseGet(() -> Finding.known(true)));
    var redrive = redrive(sight);
    var findings =
        new Report(environment, wants, judge, judgement, factory)
            .of(
                sought,
                identity,
                cluster.rollout(rollout, next),
                plan,
                aws,
                redrive,
                kube,
                unstored);
    var status = factory.of(findings);
    var patience = Patience.of(status, environment.spec().rollout().deadline(), factory.now());
    var due =
        Stream.of(
                rollout.due(),
                patience.due(),
                sought.image().until(),
                sought.gates().opens(),
                identity.until(),
                workings.drift().due(environment.owner()),
                aws.clearance().until(),
                redrive.due(),
                next.equals(recorded)
                        && !kube.wrote()
                        && isRecorded(redrive)
                        && findings.rejected().equals(before.rejected())
                    ? Optional.<Instant>empty()
                    : Optional.of(factory.now().plus(AT_ONCE)),
                cluster.lookAgain(),
                kube.retryAt())
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    return new Outcome(status, due);
  }

  /** Returns the resources that the environment had before its status was lost. */
  private Set<Key> restored(Halves wants) {
    return before.stacks().isEmpty() && !before.data().isEmpty()
        ? new FirstLook(environment, wants, requests.restored())
            .own(workings.aws().read(environment, scope, wants.aws()))
        : Set.of();
  }

  /** What became of the AWS half in this turn. */
  record Started(
      AwsSide.Planned planned, DriftWatch.Inspection inspection, Preflight.Clearance clearance) {}

  private Started start(
      Judge judge,
      Judgement judgement,
      AwsSide.Planned sight,
      long mark,
      boolean live,
      Finding<KmsUse> kmsKey) {
    var inspection = judge.inspect(sight, mark);
    tell(List.of(), inspection);
    var clearance =
        workings
            .preflight()
            .clear(
                environment,
                scope,
                KmsUse.clear(kmsKey, judgement.consent().to(inspection.steps()), live),
                live,
                sight.snapshot().busy(),
                before.quotas());
    var cleared = sight.with(clearance.steps());
    return new Started(workings.aws().run(environment, cleared), inspection, clearance);
  }

  private Redrive redrive(AwsSide.Planned sight) {
    var rules =
        new RedriveRules(
            environment.spec().queue().autoRedrive(),
            requests.redrive(),
            before.redrive(),
            factory.now());
    return workings.deadLetters().of(environment, scope, rules, sight.steps(), requests.paused());
  }

  /** Whether status says already what is to be done about dead letters: it is done only then. */
  private boolean isRecorded(Redrive redrive) {
    return Objects.equals(redrive.status(), before.redrive());
  }

  private void tell(Finding<Boolean> tags) {
    tags.problem()
        .filter(it -> it.reason().equals(EnvironmentTags.IMMUTABLE))
        .ifPresent(
            it -> workings.tell(resource, List.of(new Note(true, it.reason(), it.message()))));
  }

  private void tell(List<Note> notes, DriftWatch.Inspection inspection) {
    workings.tell(resource, notes);
    workings.tell(resource, DriftNotes.of(inspection.found(), inspection.healed()));
  }
}
