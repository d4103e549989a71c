package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.kube.OwnJobs;
import io.soundbite.operator.rollout.PodTroubles;
import io.soundbite.operator.rollout.TrialJob;
import io.soundbite.operator.rollout.TrialView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The verification Jobs of one environment as informers show them.
 *
 * @param jobs which of them the operator made: only those count
 */
record LiveTrials(Environment environment, Children children, KubeApi api, OwnJobs jobs) {
  private static final String KIND = "Job";

  /**
   * How far each is, by its name after the prefix.
   *
   * @param troubles of the environment's pods
   */
  Map<String, TrialView> views(PodTroubles troubles) {
    return all()
        .filter(this::isOwn)
        .collect(Collectors.toMap(this::suffix, job -> new TrialJob(job, troubles).view()));
  }

  /**
   * Those that run on although nothing waits for them, and those that somebody else made under the
   * name of one that is wanted, by name alone.
   */
  List<KubeObject> unfinished(Set<String> wanted) {
    return all()
        .filter(job -> wanted.contains(name(job)) ? !isOwn(job) : isRunning(job))
        .map(this::bare)
        .toList();
  }

  private boolean isOwn(Tree.Obj job) {
    return jobs.includes(job.object("metadata").text("uid"));
  }

  private static boolean isRunning(Tree.Obj job) {
    return new TrialJob(job, PodTroubles.none()).view().state() == TrialView.State.RUNNING;
  }

  private Stream<Tree.Obj> all() {
    return children.own(KIND).map(api::tree).filter(job -> name(job).startsWith(prefix()));
  }

  private KubeObject bare(Tree.Obj job) {
    return new KubeObject(
        new Key(Stack.API, KIND + "/" + suffix(job), name(job)),
        Tree.obj(
            "apiVersion",
            "batch/v1",
            "kind",
            KIND,
            "metadata",
            Tree.obj("name", name(job), "namespace", environment.owner().namespace())),
        Set.of());
  }

  private String suffix(Tree.Obj job) {
    return name(job).substring(prefix().length());
  }

  private String prefix() {
    return environment.names().kube("");
  }

  private static String name(Tree.Obj job) {
    return job.object("metadata").text("name");
  }
}
