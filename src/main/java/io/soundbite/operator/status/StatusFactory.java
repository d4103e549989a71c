package io.soundbite.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.LastHandled;
import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.PromotionStatus;
import io.soundbite.operator.api.v1alpha1.QuotaStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds status from what a reconcile found.
 *
 * @param before status as it was
 * @param generation of the spec that was reconciled
 */
public record StatusFactory(EnvironmentStatus before, long generation, Instant now) {
  private static final String TERMINATING = "Terminating";

  /**
   * Everything a reconcile found out.
   *
   * @param surroundings what is wrong outside the environment, as an unknown identity provider
   * @param declared what is wrong with the spec, whether or not anything uses it yet
   * @param rejected the releases that are rejected from now on
   */
  public record Findings(
      @Nullable AwsStatus aws,
      @Nullable ImageStatus image,
      ReleaseReport release,
      SyncReport sync,
      Optional<Problem> surroundings,
      Optional<Problem> declared,
      Insight insight,
      Redrive redrive,
      Monitoring monitoring,
      List<RejectedEntry> rejected,
      LastHandled handled,
      @Nullable PromotionStatus promotion) {}

  /**
   * What was found out about live resources.
   *
   * @param drift null until there is something to compare
   * @param plan what waits for a yes; null when nothing does
   * @param data resources that hold data and have been there
   * @param quotas how those stand of which something is to be made
   */
  public record Insight(
      @Nullable DriftStatus drift,
      @Nullable PlanStatus plan,
      List<String> data,
      List<QuotaStatus> quotas) {}

  /** Status of a reconcile that ran to its end. */
  public EnvironmentStatus of(Findings findings) {
    var recorded = findings.release().recorded();
    return new EnvironmentStatus(
        generation,
        findings.aws(),
        findings.image(),
        recorded.live(),
        recorded.rollout(),
        recorded.history(),
        before.verified(),
        findings.rejected(),
        findings.promotion(),
        findings.sync().stacks(),
        findings.insight().drift(),
        before.parity(),
        findings.insight().plan(),
        findings.insight().data(),
        findings.insight().quotas(),
        findings.redrive().status(),
        findings.handled().equals(LastHandled.none()) ? null : findings.handled(),
        conditions(findings));
  }

  /** Status once it is known where the environment is, and before anything of it is made. */
  public EnvironmentStatus located(AwsStatus aws) {
    return starting(aws, before.dataResources());
  }

  /**
   * Returns the status once AWS was read, and before anything is made.
   *
   * @param data resources that hold data and have been there
   */
  public EnvironmentStatus looked(List<String> data) {
    return starting(before.aws(), data);
  }

  private EnvironmentStatus starting(@Nullable AwsStatus aws, @Nullable List<String> data) {
    return stopped(
        conditions(),
        new Problem("Starting", "Nothing has been made yet.", false),
        aws,
        data,
        before.lastHandled());
  }

  /** Status of an environment that is on its way out, and what keeps it. */
  public EnvironmentStatus terminating(Problem problem, @Nullable LastHandled handled) {
    var conditions =
        conditions()
            .set(TERMINATING, true, "DeletionRequested", "The custom resource is being deleted.");
    return stopped(conditions, problem, before.aws(), before.dataResources(), handled);
  }

  /** Status when nothing could be done at all; what was known stays. */
  public EnvironmentStatus stopped(Problem problem) {
    return stopped(
        conditions(), problem, before.aws(), before.dataResources(), before.lastHandled());
  }

  /** Whether this generation of the spec had been reached. */
  public boolean reached() {
    return Conditions.find(before.conditions(), "Synced")
        .filter(it -> it.getStatus().equals("True"))
        .filter(it -> it.getObservedGeneration() == generation)
        .isPresent();
  }

  /** For how long the environment has been on its way out. */
  public Duration terminatingFor() {
    return Conditions.find(before.conditions(), TERMINATING)
        .map(it -> Duration.between(Instant.parse(it.getLastTransitionTime()), now))
        .orElse(Duration.ZERO);
  }

  private Conditions conditions() {
    return new Conditions(before.conditions(), generation, now);
  }

  private EnvironmentStatus stopped(
      Conditions conditions,
      Problem problem,
      @Nullable AwsStatus aws,
      @Nullable List<String> data,
      @Nullable LastHandled handled) {
    conditions.set("Synced", false, problem.reason(), problem.message());
    notReady(conditions, problem, false);
    if (Conditions.find(before.conditions(), "Available").isEmpty()) {
      conditions.set("Available", false, "NoRelease", "No release has gone live yet.");
    }
    return new EnvironmentStatus(
        generation,
        aws,
        before.image(),
        before.release(),
        before.rollout(),
        before.history(),
        before.verified(),
        before.rejected(),
        before.promotion(),
        before.stacks(),
        before.drift(),
        before.parity(),
        before.plan(),
        data,
        before.quotas(),
        before.redrive(),
        handled,
        conditions.list());
  }

  private List<Condition> conditions(Findings findings) {
    var release = findings.release();
    var sync = findings.sync();
    var conditions = conditions();
    available(conditions, release);
    conditions.set("Synced", sync.synced(), sync.reason(), sync.message());
    drifted(conditions, findings.insight().drift());
    new Promoted(release).in(conditions);
    findings.redrive().in(conditions);
    findings.monitoring().in(conditions);
    var patience =
        new Patience(
            conditions.list(),
            release.recorded().live(),
            release.rollout().rules().deadline(),
            now);
    new Readiness(release, sync, findings.surroundings(), findings.declared())
        .obstacle()
        .map(patience::judge)
        .ifPresentOrElse(
            obstacle -> notReady(conditions, obstacle, release.moving()),
            () ->
                conditions
                    .set("Ready", true, "AsDeclared", ready(release))
                    .set("Reconciling", false, "AsDeclared", "Nothing to do.")
                    .set("Stalled", false, "AsDeclared", "Nothing is in the way."));
    return conditions.list();
  }

  /**
   * @param moving whether a release is moving, whatever else there is: then nothing stands still
   */
  private static void notReady(Conditions conditions, Problem problem, boolean moving) {
    var passing = moving || problem.outlook() == Problem.Outlook.PASSING;
    conditions
        .set("Ready", false, problem.reason(), problem.message())
        .set("Reconciling", passing, problem.reason(), problem.message())
        .set("Stalled", !passing && problem.lasting(), problem.reason(), problem.message());
  }

  private static void drifted(Conditions conditions, @Nullable DriftStatus drift) {
    if (drift == null) {
      return;
    }
    if (drift.count() > 0) {
      conditions.set(
          "Drifted", true, "Drifted", DriftNotes.summary(drift.resources(), drift.count()));
    } else if (drift.unread() > 0) {
      conditions.set(
          "Drifted",
          "Unknown",
          "Unread",
          "%d resources could not be read.".formatted(drift.unread()));
    } else {
      conditions.set("Drifted", false, "AsDeclared", "Every live resource is as it was declared.");
    }
  }

  private static String ready(ReleaseReport release) {
    return "Release %s is live and every resource is as declared."
        .formatted(Objects.requireNonNull(release.recorded().live()).tag());
  }

  private static void available(Conditions conditions, ReleaseReport release) {
    var live = release.recorded().live();
    if (live == null) {
      conditions.set("Available", false, "NoRelease", "No release has gone live yet.");
    } else if (release.available()) {
      conditions.set(
          "Available",
          true,
          "Serving",
          "Release %s serves from the %s slot.".formatted(live.tag(), live.slot().text()));
    } else {
      conditions.set("Available", false, "NoReadyPods", Readiness.noReadyPods(release, live));
    }
  }
}
