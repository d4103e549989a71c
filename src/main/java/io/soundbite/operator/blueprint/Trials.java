package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.VerificationJob;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Job that tries a release out through the preview Service. A Job is written once: its template
 * can't be changed, and each trial has a Job of its own.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">Jobs</a>
 */
record Trials(Environment environment) {
  /** One at a time is wanted, whatever it is called. */
  static final String ID = "Job/verification";

  /** How long a finished Job stays, for people to look at. */
  private static final Duration KEPT = Duration.ofHours(1);

  KubeObject job(SlotTarget.Trial trial, VerificationJob job) {
    var release = trial.release();
    return named(
        trial.name(),
        Tree.obj(
            "spec",
            Tree.obj(
                "backoffLimit", job.retries(),
                "activeDeadlineSeconds", job.limit().toSeconds(),
                "ttlSecondsAfterFinished", KEPT.toSeconds(),
                "template",
                    Tree.obj(
                        "metadata",
                        Tree.obj(
                            "labels", Workload.verification().labels(environment),
                            "annotations",
                                Map.of(
                                    PodTemplate.TAG, release.tag(),
                                    Release.ANNOTATION, release.hash(),
                                    SlotTarget.Trial.DECLARED, Hash.of(Json.of(job)))),
                        "spec",
                        Placement.of(release.pod(), pod(release, job))))));
  }

  /** With nothing but the name that all of them share. */
  KubeObject bare() {
    return named("verify", Tree.obj());
  }

  private KubeObject named(String name, Tree.Obj body) {
    var manifest =
        Manifest.of("batch/v1", "Job", Workload.verification(), body)
            .named(name)
            .after("Service/api-preview")
            .in(environment);
    return new KubeObject(
        new Key(manifest.key().stack(), ID, manifest.key().name()),
        manifest.body(),
        manifest.after());
  }

  private Tree.Obj pod(Release release, VerificationJob job) {
    return Tree.obj(
        "restartPolicy",
        "Never",
        "automountServiceAccountToken",
        false,
        "enableServiceLinks",
        false,
        "securityContext",
        Hardening.POD,
        "volumes",
        Hardening.VOLUMES,
        "containers",
        List.of(container(release, job)));
  }

  private Tree container(Release release, VerificationJob job) {
    return Tree.obj(
        "name",
        Workload.verification().component(),
        "image",
        job.image() == null ? release.image() : job.image(),
        "command",
        job.command(),
        "env",
        variables(release, job),
        "resources",
        Map.of(
            "requests", Map.of("cpu", "50m", "memory", "64Mi"),
            "limits", Map.of("cpu", "500m", "memory", "256Mi")),
        "securityContext",
        Hardening.CONTAINER,
        // Why it failed, unless it says so itself, is in the last that it printed.
        "terminationMessagePolicy",
        "FallbackToLogsOnError",
        "volumeMounts",
        Hardening.MOUNTS);
  }

  /** What the spec sets by one of our names replaces ours. */
  private Tree variables(Release release, VerificationJob job) {
    var preview =
        "http://%s.%s.svc:%d"
            .formatted(
                environment.names().kube("api-preview"),
                environment.owner().namespace(),
                environment.spec().port());
    var variables = new LinkedHashMap<String, Tree>();
    variables.put("PREVIEW_URL", Variables.plain("PREVIEW_URL", preview));
    variables.put("RELEASE_TAG", Variables.plain("RELEASE_TAG", release.tag()));
    variables.put("RELEASE_DIGEST", Variables.plain("RELEASE_DIGEST", release.digest()));
    job.env().forEach(entry -> variables.put(entry.name(), Variables.of(entry)));
    return Tree.of(variables.values());
  }
}
