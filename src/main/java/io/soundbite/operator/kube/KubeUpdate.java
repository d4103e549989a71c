package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Progress;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One update under way. What is written is bound to the version that was read. An object that has
 * changed meanwhile is read and written again if the change is in nothing the operator answers for,
 * such as its status; else it is a conflict, and must be observed anew.
 */
final class KubeUpdate {
  private static final int ATTEMPTS = 5;

  private final KubeApi api;
  private final Mandate mandate;
  private final KubeTarget target;
  private final KubeObject want;
  private Tree.Obj have;
  private List<FieldDiff> diffs;

  KubeUpdate(KubeApi api, Mandate mandate, Change<KubeObject> change) {
    this.api = api;
    this.mandate = mandate;
    this.target = KubeTarget.of(change.want());
    this.want = change.want();
    this.have = change.have().body();
    this.diffs = change.diffs();
  }

  /** What a Job runs can't be changed: what admission made of it stays as it is. */
  private List<FieldDiff> fixed() {
    return target.kind().equals(KubeObjects.JOB)
        ? diffs.stream().filter(diff -> diff.path().startsWith("/spec/")).toList()
        : List.of();
  }

  /**
   * Runs it.
   *
   * @param cached the object, perhaps as it was a moment ago
   */
  Progress run(Optional<Tree.Obj> cached) {
    var fixed = fixed();
    if (!fixed.isEmpty()) {
      return new Progress.Done(fixed);
    }
    var live = cached;
    for (int attempt = 1; ; attempt++) {
      if (live.isEmpty()) {
        return KubeObjects.answered(want, api.create(target, want.body()));
      }
      if (!Projection.of(live.get(), want.body()).equals(have)) {
        return new Progress.Failed(target.conflict("patch", "it has changed since it was read"));
      }
      try {
        return write(live.get());
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
        live = api.get(target);
      }
    }
  }

  /**
   * What others own, which no apply can remove, goes in one patch with all that differs, so that a
   * Deployment rolls once; the apply that follows changes no value, only who owns them.
   */
  private Progress write(Tree.Obj live) {
    if (Replacement.isNeeded(target.kind(), diffs)) {
      return entitled(() -> replace(live));
    }
    try {
      return hasOthers(live)
          ? entitled(() -> patch(live))
          : entitled(() -> apply(KubeApi.version(live)));
    } catch (KubernetesClientException e) {
      if (!KubeErrors.isImmutable(e)) {
        throw e;
      }
      return Replacement.isSafe(target.kind())
          ? entitled(() -> replace(live))
          : new Progress.Failed(Replacement.remedy(target, target.failure("patch", e)));
    }
  }

  private Progress patch(Tree.Obj live) {
    var written = diffs.stream().map(diff -> ServerDefaults.written(target.kind(), diff)).toList();
    var patched = api.patch(target, live, JsonPatch.of(live, written));
    if (diffs.stream().allMatch(KubeUpdate::isExtra) && FieldSet.ours(patched).isPresent()) {
      return KubeObjects.answered(want, patched);
    }
    have = Projection.of(patched, want.body());
    diffs = List.of();
    return entitled(() -> apply(KubeApi.version(patched)));
  }

  private Progress apply(String version) {
    return KubeObjects.answered(want, api.apply(target, want.body(), version));
  }

  /** Should it end in between, the object is missing, and is created by the next reconcile. */
  private Progress replace(Tree.Obj live) {
    api.deleteNow(target, live);
    return api.get(target)
        .<Progress>map(
            left -> new Progress.Wait(KubeObjects.GOING, KubeObjects.going(target, left)))
        .orElseGet(
            () -> entitled(() -> KubeObjects.answered(want, api.create(target, want.body()))));
  }

  /** What {@code write}, which is bound to a version read before, comes to; if it may be. */
  private Progress entitled(Supplier<Progress> write) {
    return mandate
        .revoked()
        .<Progress>map(why -> new Progress.Failed(target.conflict("patch", why)))
        .orElseGet(write);
  }

  private boolean hasOthers(Tree.Obj live) {
    var owned = FieldSet.ours(live);
    var others = FieldSet.others(live);
    return diffs.stream()
        .filter(KubeUpdate::isExtra)
        .anyMatch(
            diff ->
                owned.filter(set -> set.covers(diff.steps())).isEmpty()
                    || others.filter(set -> set.covers(diff.steps())).isPresent());
  }

  private static boolean isExtra(FieldDiff diff) {
    return diff.want() == null;
  }
}
