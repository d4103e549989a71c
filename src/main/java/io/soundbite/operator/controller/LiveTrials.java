package io.soundbite.operator.controller;

import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.kube.KubeApi;
import io.soundbite.operator.kube.OwnJobs;
import io.soundbite.operator.rollout.PodTroubles;
import io.soundbite.operator.rollout.TrialJob;
import io.soundbite.operator.rollout.TrialView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        .collect(Collectors.toMap(this::suffix, job -> view(job, troubles)));
  }

  /** One that is being taken away fails of that, which says nothing of the release. */
  private static TrialView view(Tree.Obj job, PodTroubles troubles) {
    var view = new TrialJob(job, troubles).view();
    return view.state() == TrialView.State.FAILED
            && job.object("metadata").get("deletionTimestamp") != null
        ? new TrialView(TrialView.State.RUNNING, "")
        : view;
  }

  /**
   * Those that run on although nothing waits for them, and those that somebody else made under the
   * name of one that is wanted, by name alone. What runs as it was declared before goes too: the
   * wanted one takes the name.
   *
   * @param trial name of the one that is wanted, also while it is not known what it should run
   */
  List<KubeObject> unfinished(List<KubeObject> wants, Optional<String> trial) {
    var wanted =
        wants.stream()
            .filter(want -> want.body().text("kind").equals(KIND))
            .collect(Collectors.toMap(want -> want.key().name(), want -> declared(want.body())));
    return all().filter(job -> isStray(job, wanted.get(name(job)), trial)).map(this::bare).toList();
  }

  /**
   * @param declared what the Job of that name should be of; null when that is not known, or none is
   *     wanted
   */
  private boolean isStray(Tree.Obj job, @Nullable String declared, Optional<String> trial) {
    if (declared == null) {
      return trial.filter(name(job)::equals).isPresent() ? !isOwn(job) : isRunning(job);
    }
    return !isOwn(job) || (isRunning(job) && !isOf(job, declared));
  }

  private boolean isOwn(Tree.Obj job) {
    return jobs.includes(job.object("metadata").text("uid"));
  }

  private static boolean isRunning(Tree.Obj job) {
    return new TrialJob(job, PodTroubles.none()).view().state() == TrialView.State.RUNNING;
  }

  /** Those of an earlier version of the operator do not say what they are of. */
  private static boolean isOf(Tree.Obj job, String declared) {
    return declared(job).isEmpty() || declared(job).equals(declared);
  }

  private static String declared(Tree.Obj job) {
    return job.object("spec")
        .object("template")
        .object("metadata")
        .object("annotations")
        .text(SlotTarget.Trial.DECLARED);
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
