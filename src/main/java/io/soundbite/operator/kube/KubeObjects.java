package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.ResourceProvider;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/**
 * Every kind of Kubernetes object an environment consists of: read from informers, written with
 * server-side apply by one field manager, each write bound to the version that was seen.
 */
public final class KubeObjects implements ResourceProvider<KubeObject> {
  private static final int READS_AT_ONCE = 8;
  static final String JOB = "Job";
  static final Duration GOING = Duration.ofSeconds(2);

  private final KubeApi api;
  private final KubeCache cache;
  private final Mandate mandate;
  private final String cluster;
  private final OwnJobs jobs;
  private final Clock clock;

  /**
   * @param mandate to change and delete; what is created overwrites nothing
   * @param cluster id of the cluster, part of every owner
   */
  public KubeObjects(KubeApi api, KubeCache cache, Mandate mandate, String cluster, Clock clock) {
    this(api, cache, mandate, cluster, OwnJobs.any(), clock);
  }

  /**
   * @param jobs which Jobs are the operator's
   */
  public KubeObjects(
      KubeApi api, KubeCache cache, Mandate mandate, String cluster, OwnJobs jobs, Clock clock) {
    this.jobs = jobs;
    this.api = api;
    this.cache = cache;
    this.mandate = mandate;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public Class<KubeObject> kind() {
    return KubeObject.class;
  }

  @Override
  public Map<Key, Observation<KubeObject>> observe(List<KubeObject> wants) {
    return wants.stream()
        .gather(
            Gatherers.mapConcurrent(READS_AT_ONCE, want -> Map.entry(want.key(), observe(want))))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Observation<KubeObject> observe(KubeObject want) {
    var target = KubeTarget.of(want);
    try {
      return api.get(target, cache)
          .<Observation<KubeObject>>map(
              live ->
                  new Observation.Present<>(
                      projected(live, want), holder(live, want), clock.instant()))
          .orElseGet(() -> new Observation.Absent<>(clock.instant()));
    } catch (KubernetesClientException e) {
      return new Observation.Unknown<>(target.failure("get", e), clock.instant());
    }
  }

  /**
   * Creates by an apply that no existing object can satisfy, so that a stranger's, made since it
   * was looked for, is never taken over: that is a conflict.
   */
  @Override
  public Progress create(KubeObject want) {
    var target = KubeTarget.of(want);
    try {
      var made = api.create(target, want.body());
      if (target.kind().equals(JOB)) {
        jobs.made(target.name(), made.object("metadata").text("uid"));
      }
      return answered(want, made);
    } catch (KubernetesClientException e) {
      return new Progress.Failed(target.failure("create", e));
    }
  }

  @Override
  public Progress update(Change<KubeObject> change) {
    var target = KubeTarget.of(change.want());
    try {
      return new KubeUpdate(api, mandate, change).run(api.get(target, cache));
    } catch (KubernetesClientException e) {
      return new Progress.Failed(target.failure("patch", e));
    }
  }

  /** Pods go before their Deployment, so that when it is gone nothing runs any more. */
  @Override
  public Progress delete(KubeObject have, boolean withData) {
    var target = KubeTarget.of(have);
    try {
      var live = api.get(target);
      if (live.isEmpty()) {
        return new Progress.Done();
      }
      if (live.get().object("metadata").get("deletionTimestamp") == null) {
        var revoked = mandate.revoked();
        if (revoked.isPresent()) {
          return new Progress.Failed(target.conflict("delete", revoked.get()));
        }
        api.delete(target, live.get());
      }
      return api.get(target)
          .<Progress>map(left -> new Progress.Wait(GOING, going(target, left)))
          .orElseGet(Progress.Done::new);
    } catch (KubernetesClientException e) {
      return new Progress.Failed(target.failure("delete", e));
    }
  }

  static String going(KubeTarget target, Tree.Obj left) {
    return target
        + " is being deleted"
        + Finalizers.holding(left).map(holder -> "; " + holder).orElse("");
  }

  /** Nothing to do: the garbage collector takes objects along with their custom resource. */
  @Override
  public Progress release(KubeObject have, Owner owner) {
    return new Progress.Done();
  }

  /** Returns who owns the field of {@code object} that differs, as the API server recorded. */
  public Optional<String> owner(KubeObject object, FieldDiff diff) {
    return api.get(KubeTarget.of(object), cache)
        .flatMap(live -> FieldSet.owner(live, diff.steps()));
  }

  /**
   * Whether the object may not even be read. So it is in a namespace that is being deleted, once
   * the operator's Role there has gone.
   */
  public boolean isBarred(KubeObject object) {
    try {
      api.get(KubeTarget.of(object));
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }
  }

  /**
   * Returns how a write ended whose answer was {@code live}: what differs there from what was sent
   * was changed within the write, by admission.
   */
  static Progress answered(KubeObject sent, Tree.Obj live) {
    return new Progress.Done(Difference.between(sent, projected(live, sent)));
  }

  /** A Job that somebody else made is not one to wait for, whatever it says; by name, to delete. */
  private Ownership holder(Tree.Obj live, KubeObject want) {
    return want.body().text("kind").equals(JOB)
            && want.body().get("spec") != null
            && !jobs.includes(live.object("metadata").text("uid"))
        ? new Ownership.Foreign("whoever made it, which was not the operator")
        : Holder.of(live, cluster);
  }

  private static KubeObject projected(Tree.Obj live, KubeObject want) {
    return new KubeObject(want.key(), Projection.of(live, want.body()), want.after());
  }
}
