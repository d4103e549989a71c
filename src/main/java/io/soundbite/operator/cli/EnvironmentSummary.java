package io.soundbite.operator.cli;

import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.DriftStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.HistoryEntry;
import io.soundbite.operator.api.v1alpha1.ParityStatus;
import io.soundbite.operator.api.v1alpha1.PlanStatus;
import io.soundbite.operator.api.v1alpha1.QuotaStatus;
import io.soundbite.operator.api.v1alpha1.RedriveStatus;
import io.soundbite.operator.api.v1alpha1.RejectedEntry;
import io.soundbite.operator.api.v1alpha1.ReleaseStatus;
import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.StackStatus;
import io.soundbite.operator.api.v1alpha1.VerifiedEntry;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one environment is.
 *
 * @param desiredTag the tag that its spec asks for
 * @param release what is live; null before the first release
 */
record EnvironmentSummary(
    Name environment,
    String prefix,
    String region,
    @Nullable AwsStatus aws,
    String desiredTag,
    @Nullable ReleaseStatus release,
    @Nullable RolloutStatus rollout,
    List<HistoryEntry> history,
    List<VerifiedEntry> verified,
    List<RejectedEntry> rejected,
    ConditionSummary available,
    ConditionSummary ready,
    ConditionSummary monitored,
    @Nullable DriftStatus drift,
    @Nullable ParityStatus parity,
    @Nullable PlanStatus plan,
    List<QuotaStatus> quotas,
    @Nullable RedriveStatus redrive,
    List<StackStatus> stacks) {

  static EnvironmentSummary of(SoundBiteEnvironment resource) {
    var spec = resource.getSpec();
    var status = EnvironmentStatus.of(resource);
    return new EnvironmentSummary(
        Name.of(resource),
        spec.prefix(),
        spec.aws().region(),
        status.aws(),
        spec.image().tag(),
        status.release(),
        status.rollout(),
        status.history(),
        status.verified(),
        status.rejected(),
        ConditionSummary.of(resource, "Available"),
        ConditionSummary.of(resource, "Ready"),
        ConditionSummary.of(resource, "Monitored"),
        status.drift(),
        status.parity(),
        status.plan(),
        status.quotas(),
        status.redrive(),
        status.stacks());
  }

  void print(Page page) {
    var lines =
        Table.plain()
            .row("Available", available.text())
            .row("Ready", ready.text())
            .row("Release", ReleaseWords.live(this));
    if (rollout != null) {
      lines.row("Rollout", ReleaseWords.rollout(rollout));
    }
    ReleaseWords.failure(history).ifPresent(it -> lines.row("Failed", it));
    rejected.forEach(it -> lines.row("Rejected", ReleaseWords.rejection(it)));
    lines.row("Drift", Drifted.words(drift));
    if (parity != null && parity.with() != null) {
      lines.row("Parity", parity(parity));
    }
    if (plan != null) {
      lines.row("Plan", plan(plan));
    }
    quotas.stream().filter(QuotaStatus::exceeded).forEach(it -> lines.row("Quota", quota(it)));
    if (monitored.status().equals("False")) {
      lines.row("Monitored", monitored.text());
    }
    if (redrive != null) {
      lines.row("Redrive", redrive(redrive));
    }
    lines.row("Stacks", stacks.isEmpty() ? "not made yet" : counts());
    page.gap().line(heading()).table(2, lines);
  }

  private String heading() {
    return "%s   prefix %s, %s in %s"
        .formatted(environment, prefix, aws == null ? "account not known" : aws.account(), region);
  }

  private String parity(ParityStatus parity) {
    if (parity.equal() == null) {
      return "with %s: not known".formatted(parity.with());
    }
    return parity.equal()
        ? "identical infrastructure to " + parity.with()
        : "differs; see kubectl sbenv diff %s %s".formatted(parity.with(), environment);
  }

  private static String plan(PlanStatus plan) {
    return "%s would create %d, update %d, delete %d; %d blocked"
        .formatted(plan.hash(), plan.create(), plan.update(), plan.delete(), plan.blocked());
  }

  private static String quota(QuotaStatus quota) {
    return "%s %s: %d used, %d claimed by others, %d needed, the limit is %d"
        .formatted(
            quota.service(),
            quota.resource(),
            quota.used(),
            quota.claimed(),
            quota.needed(),
            quota.limit());
  }

  private static String redrive(RedriveStatus round) {
    return "%s: about %d dead letters at %s, round %d"
        .formatted(
            switch (round.step()) {
              case STARTING -> "about to be moved";
              case STARTED -> "moved back";
              case STOPPED -> "stopped, the dead letters became no fewer";
            },
            round.messages(),
            round.at(),
            round.rounds());
  }

  private String counts() {
    return stacks.stream()
        .map(
            it ->
                "%s %d/%d%s"
                    .formatted(
                        label(it),
                        it.ready(),
                        it.resources(),
                        it.drifted() > 0 ? " (%d drifted)".formatted(it.drifted()) : ""))
        .collect(Collectors.joining(", "));
  }

  /** As {@code Queue}, from {@code SoundBite-staging-Queue}. */
  private static String label(StackStatus stack) {
    return stack.name().substring(stack.name().lastIndexOf('-') + 1);
  }
}
