package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.api.v1alpha1.Slot;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Executor;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.ProviderSet;
import io.soundbite.operator.engine.Step;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.kube.KubeObjects;
import io.soundbite.operator.kube.Revisions;
import io.soundbite.operator.rollout.Recorded;
import io.soundbite.operator.rollout.Revision;
import io.soundbite.operator.rollout.Rollout;
import io.soundbite.operator.rollout.SlotView;
import io.soundbite.operator.rollout.View;
import io.soundbite.operator.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Kubernetes half of a reconcile: read from informers, written at once. */
final class KubeSide {
  private static final int WRITES_AT_ONCE = 8;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Environment environment;
  private final Children children;
  private final StoredReleases revisions;
  private final ProviderSet providers;
  private final KubeApi api;
  private final Clock clock;

  KubeSide(Environment environment, KubernetesClient client, Children children, Clock clock) {
    this.environment = environment;
    this.children = children;
    this.clock = clock;
    this.api = new KubeApi(client, children);
    this.revisions = new StoredReleases(new Revisions(api, children), environment);
    this.providers =
        new ProviderSet(
            List.of(new KubeObjects(api, children, environment.owner().cluster(), clock)));
  }

  /**
   * What became of the Kubernetes objects.
   *
   * @param steps the plan as it was before the writes
   * @param failures of writes
   * @param problem what keeps slots from being touched at all
   */
  record Converged(
      List<Step> steps,
      Map<Key, Failure> failures,
      boolean wrote,
      Optional<Problem> problem,
      Optional<Instant> retryAt) {
    boolean done() {
      return steps.stream().allMatch(Step.Keep.class::isInstance);
    }
  }

  /** What the slots show. */
  View view() {
    var slots = new EnumMap<Slot, SlotView>(Slot.class);
    for (var slot : Slot.values()) {
      live("apps/v1", "Deployment", "api-" + slot.text())
          .ifPresent(deployment -> slots.put(slot, SlotView.of(deployment)));
    }
    return new View(slots, live("v1", "Service", "api").flatMap(KubeSide::selected));
  }

  /**
   * The recorded releases that are stored, by name; the wanted one is stored again when it is lost.
   */
  Map<String, Release> releases(Recorded recorded, Optional<Revision> wanted) {
    var needed = recorded.revisions();
    var stored = new HashMap<>(revisions.of(needed));
    wanted
        .filter(it -> needed.contains(it.name()) && !stored.containsKey(it.name()))
        .ifPresent(
            it -> {
              revisions.store(it);
              stored.put(it.name(), it.release());
            });
    return stored;
  }

  /** Stores a release before its slot is touched, and forgets those that no one needs. */
  void store(Revision revision, Set<String> needed) {
    revisions.store(revision);
    revisions.prune(needed);
  }

  /** Brings the objects to what is wanted. A slot whose release is lost is left as it is. */
  Converged converge(Rollout rollout, List<KubeObject> wants) {
    var untouched =
        rollout.lost().stream()
            .flatMap(
                slot -> Stream.of("Deployment", "ConfigMap").map(it -> it + "/api-" + slot.text()))
            .collect(Collectors.toSet());
    var safe = wants.stream().filter(want -> !untouched.contains(want.key().id())).toList();
    return run(
        planner().plan(safe, providers.observe(safe)),
        rollout.lost().isEmpty() ? Optional.empty() : Optional.of(lost(rollout)));
  }

  /** Deletes the objects, those that others depend on last. */
  Converged remove(List<KubeObject> wants) {
    return run(
        planner().planRemoval(wants, providers.observe(wants), true, false), Optional.empty());
  }

  /** Adoption is for AWS; what else carries our names in a namespace is not ours. */
  private Planner planner() {
    return new Planner(new Ours(environment.owner(), false, Optional.empty()));
  }

  /** The images in all Deployments that the operator made, whichever environment they are of. */
  List<RepositoryUse.Image> images() {
    return children.all("Deployment").map(api::tree).flatMap(this::images).toList();
  }

  private Stream<RepositoryUse.Image> images(Tree.Obj deployment) {
    var metadata = deployment.object("metadata");
    var holder =
        new Owner(
            environment.owner().cluster(),
            metadata.text("namespace"),
            metadata
                .items("ownerReferences")
                .findFirst()
                .map(it -> it.text("name"))
                .orElse(metadata.text("name")));
    return deployment
        .object("spec")
        .object("template")
        .object("spec")
        .items("containers")
        .map(container -> new RepositoryUse.Image(holder, container.text("image")));
  }

  private Converged run(List<Step> plan, Optional<Problem> problem) {
    var results =
        new Executor(providers, WRITES_AT_ONCE)
            .run(
                plan,
                environment.owner(),
                () -> true,
                (step, progress) -> StepLog.ended(environment.owner(), step, progress));
    var failures = new HashMap<Key, Failure>();
    results.forEach(
        (key, progress) -> {
          if (progress instanceof Progress.Failed(var failure)) {
            failures.put(key, failure);
          }
        });
    var waits =
        plan.stream().anyMatch(Step.Blocked.class::isInstance)
            || results.values().stream().anyMatch(it -> !(it instanceof Progress.Done));
    return new Converged(
        plan,
        failures,
        results.values().stream().anyMatch(Progress.Done.class::isInstance),
        problem,
        waits ? Optional.of(clock.instant().plus(AGAIN)) : Optional.empty());
  }

  private Optional<Tree.Obj> live(String apiVersion, String kind, String suffix) {
    return children
        .get(apiVersion, kind, environment.owner().namespace(), environment.names().kube(suffix))
        .map(api::tree);
  }

  private static Optional<Slot> selected(Tree.Obj service) {
    var slot = service.object("spec").object("selector").text("soundbite.io/slot");
    return Arrays.stream(Slot.values()).filter(it -> it.text().equals(slot)).findFirst();
  }

  private static Problem lost(Rollout rollout) {
    return new Problem(
        "ReleaseLost",
        ("Nothing says what the slots %s run (lost ControllerRevisions: %s), so they are left as"
                + " they are. Set the spec to what they run, or to a new release.")
            .formatted(
                rollout.lost().stream().map(Slot::text).sorted().toList(), rollout.missing()),
        true);
  }
}
