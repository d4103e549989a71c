package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is, as of {@code observedGeneration}. Written only when its meaning changed. */
public record EnvironmentStatus(
    @JsonPropertyDescription(
            "The metadata.generation that this status speaks of; smaller while a change of spec has"
                + " not been seen.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where the environment is in AWS: looked up, never typed.")
        @Nullable AwsStatus aws,
    @JsonPropertyDescription(
            "What spec.image was resolved to; kept while repository and tag stay the same, so that"
                + " a tag pushed again changes nothing by itself.")
        @Nullable ImageStatus image,
    @JsonPropertyDescription("The release that serves: the one the live Service selects.")
        @Nullable ReleaseStatus release,
    @JsonPropertyDescription(
            "The change of release under way, written before it is acted on; absent when there is"
                + " none.")
        @Nullable RolloutStatus rollout,
    @JsonPropertyDescription("The last ten releases, newest first, and how each ended.")
        List<HistoryEntry> history,
    @JsonPropertyDescription(
            "When this environment held Ready with which release, newest first, at most twenty:"
                + " what spec.promotion.from of others goes by.")
        List<VerifiedEntry> verified,
    @JsonPropertyDescription(
            "The releases that were left by a rollback, failed, or were rejected by hand, newest"
                + " first, at most twenty: they go forward again only through the gates, and their"
                + " images open no gate of those that are promoted from here.")
        List<RejectedEntry> rejected,
    @JsonPropertyDescription("What the gates go by that the spec does not say.")
        @Nullable PromotionStatus promotion,
    @JsonPropertyDescription("The five stacks with their counts.") List<StackStatus> stacks,
    @JsonPropertyDescription(
            "Where live resources are not as declared although they had been; absent until"
                + " everything was read once.")
        @Nullable DriftStatus drift,
    @JsonPropertyDescription(
            "Whether this environment and the one it is promoted from are identical"
                + " infrastructure on live state.")
        @Nullable ParityStatus parity,
    @JsonPropertyDescription(
            "What would be done; only under spec.drift.policy: Plan, and while something is to be"
                + " done.")
        @Nullable PlanStatus plan,
    @JsonPropertyDescription(
            "Resources that hold data and have been there: when one is gone it is lost, and never"
                + " recreated without permission. Absent until AWS was read once; written before"
                + " anything is created.")
        @Nullable List<String> dataResources,
    @JsonPropertyDescription(
            "How AWS quotas stand of which the environment has something to make yet; absent when"
                + " all is made, and where AWS does not tell.")
        List<QuotaStatus> quotas,
    @JsonPropertyDescription("The last round in which dead letters were moved back to the queue.")
        @Nullable RedriveStatus redrive,
    @JsonPropertyDescription("Which requests made by annotation were last acted on.")
        @Nullable LastHandled lastHandled,
    @JsonPropertyDescription(
            "Available: the live slot serves. Ready: this generation of the spec is wholly live and"
                + " in sync. Synced: the last reading and writing of AWS succeeded. Reconciling:"
                + " work towards the spec is under way. Stalled: it cannot go on without help."
                + " Drifted: live resources are not as declared. Parity: identical infrastructure"
                + " to the environment it is promoted from. Promoted: the release asked for is"
                + " live; else which gate is shut and what opens it. Verified: it held Ready."
                + " Redrive: dead letters are moved back by themselves; absent when nobody asks for"
                + " that. Monitored: with the feature monitoring, alarms have data and every address"
                + " has confirmed.")
        List<Condition> conditions) {

  /** Copies the lists. */
  public EnvironmentStatus {
    history = history == null ? List.of() : List.copyOf(history);
    verified = verified == null ? List.of() : List.copyOf(verified);
    rejected = rejected == null ? List.of() : List.copyOf(rejected);
    stacks = stacks == null ? List.of() : List.copyOf(stacks);
    dataResources = dataResources == null ? null : List.copyOf(dataResources);
    quotas = quotas == null ? List.of() : List.copyOf(quotas);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** What {@code resource} says; empty when the operator has not come to it yet. */
  public static EnvironmentStatus of(SoundBiteEnvironment resource) {
    return resource.getStatus() == null ? empty() : resource.getStatus();
  }

  /** Returns the resources that hold data and have been there, as far as is known. */
  public List<String> data() {
    return dataResources == null ? List.of() : dataResources;
  }

  /** The same with another parity and other conditions. */
  public EnvironmentStatus with(@Nullable ParityStatus parity, List<Condition> conditions) {
    return with(verified, rejected, parity, conditions);
  }

  /** The same with other verified and rejected releases and other conditions. */
  public EnvironmentStatus withVerified(
      List<VerifiedEntry> verified, List<RejectedEntry> rejected, List<Condition> conditions) {
    return with(verified, rejected, parity, conditions);
  }

  private EnvironmentStatus with(
      List<VerifiedEntry> verified,
      List<RejectedEntry> rejected,
      @Nullable ParityStatus parity,
      List<Condition> conditions) {
    return new EnvironmentStatus(
        observedGeneration,
        aws,
        image,
        release,
        rollout,
        history,
        verified,
        rejected,
        promotion,
        stacks,
        drift,
        parity,
        plan,
        dataResources,
        quotas,
        redrive,
        lastHandled,
        conditions);
  }

  /** Nothing known yet. */
  public static EnvironmentStatus empty() {
    return new EnvironmentStatus(
        null, null, null, null, null, List.of(), List.of(), List.of(), null, List.of(), null, null,
        null, null, List.of(), null, null, List.of());
  }
}
