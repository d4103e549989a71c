package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialJobTest {
  private static final String FAILED =
      "[{type: FailureTarget, status: 'True'}, {type: Failed, status: 'True',"
          + " reason: BackoffLimitExceeded, message: too often}]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{type: SuccessCriteriaMet, status: 'True'}]",
        "[{type: FailureTarget, status: 'True'}]",
        "[{type: Failed, status: 'False'}, {type: Complete, status: 'False'}]"
      })
  void runsUntilItHasEnded(String conditions) {
    assertThat(view(conditions)).isEqualTo(new TrialView(TrialView.State.RUNNING, ""));
  }

  @Test
  void hasSucceeded() {
    assertThat(
            view("[{type: SuccessCriteriaMet, status: 'True'}, {type: Complete, status: 'True'}]"))
        .isEqualTo(new TrialView(TrialView.State.SUCCEEDED, ""));
  }

  @Test
  void hasFailedInTheJobsOwnWords() {
    assertThat(view(FAILED))
        .isEqualTo(new TrialView(TrialView.State.FAILED, "BackoffLimitExceeded: too often"));
  }

  @Test
  void tellsHowItsLastPodEnded() {
    assertThat(
            view(
                FAILED,
                pod("trial", "2026-01-01T00:00:00Z", "{exitCode: 2}"),
                pod("trial", "2026-01-01T00:00:09Z", "{exitCode: 1, message: \"is 503\\n\"}"),
                pod("other", "2026-01-01T00:00:10Z", "{exitCode: 3}")))
        .extracting(TrialView::message)
        .isEqualTo("BackoffLimitExceeded: too often (it ended with exit code 1: is 503)");
  }

  @Test
  void tellsOnlySoMuchOfIt() {
    var pod =
        pod(
            "trial",
            "2026-01-01T00:00:00Z",
            "{exitCode: 1, message: %s}".formatted("x".repeat(9999)));

    assertThat(view(FAILED, pod).message()).hasSizeLessThan(600).endsWith("x…)");
  }

  @Test
  void tellsThatItIsSuspended() {
    assertThat(
            view(
                "[{type: Suspended, status: 'True', reason: JobSuspended,"
                    + " message: Job suspended}]"))
        .isEqualTo(new TrialView(TrialView.State.RUNNING, "JobSuspended: Job suspended"));
  }

  @Test
  void tellsWhatItsPodsWaitFor() {
    assertThat(view("[]", pending("trial"), pending("other")))
        .isEqualTo(
            new TrialView(TrialView.State.RUNNING, "Unschedulable: 0/2 nodes are available"));
  }

  /** No condition says it. */
  @Test
  void tellsWhatEventsSayOfPodsThatCanNotBeCreated() {
    assertThat(new TrialJob(job("[]"), troubles(new Told())).view())
        .isEqualTo(new TrialView(TrialView.State.RUNNING, "FailedCreate: about trial"));
    assertThat(
            new TrialJob(
                    job("[]"),
                    troubles(new Told(), pod("trial", "2026-01-01T00:00:00Z", "{exitCode: 1}")))
                .view())
        .as("it has not failed for good: another is to be made")
        .isEqualTo(new TrialView(TrialView.State.RUNNING, "FailedCreate: about trial"));
    assertThat(new TrialJob(job("[]"), troubles(new Told(), running())).view())
        .isEqualTo(new TrialView(TrialView.State.RUNNING, ""));
  }

  /** Pods that have not ended are deleted when the Job's time is over. */
  @Test
  void tellsWhatItsPodsWaitedForUntilItFailed() {
    assertThat(
            new TrialJob(
                    job(
                        "[{type: Failed, status: 'True', reason: DeadlineExceeded, message: too"
                            + " long, lastTransitionTime: '2026-01-01T00:00:09Z'}]"),
                    troubles(new Told()))
                .view())
        .isEqualTo(
            new TrialView(
                TrialView.State.FAILED,
                "DeadlineExceeded: too long (FailedScheduling: until 2026-01-01T00:00:09Z)"));
  }

  private record Told() implements EventLookup {
    @Override
    public Optional<Trouble> warning(Tree.Obj object, Instant silentSince) {
      var name = object.object("metadata").text("name");
      return Optional.of(new Trouble("FailedCreate", "about " + name, Instant.MAX));
    }

    @Override
    public Optional<Trouble> lastWarning(Tree.Obj job, Instant failed) {
      return Optional.of(new Trouble("FailedScheduling", "until " + failed, Instant.MAX));
    }
  }

  private static PodTroubles troubles(EventLookup events, Tree.Obj... pods) {
    return new PodTroubles(List.of(pods), TroubleOnsets.none(), events);
  }

  private static Tree.Obj job(String conditions) {
    return tree(
        """
        {metadata: {name: trial, creationTimestamp: '2026-01-01T00:00:00Z'},
         status: {conditions: %s}}
        """
            .formatted(conditions));
  }

  private static Tree.Obj pending(String job) {
    return tree(
        """
        {metadata: {creationTimestamp: '2026-01-01T00:00:00Z',
                    labels: {batch.kubernetes.io/job-name: %s}},
         status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False',
           reason: Unschedulable, message: 0/2 nodes are available}]}}
        """
            .formatted(job));
  }

  private static Tree.Obj running() {
    return tree(
        """
        {metadata: {creationTimestamp: '2026-01-01T00:00:00Z',
                    labels: {batch.kubernetes.io/job-name: trial}},
         status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}
        """);
  }

  private static TrialView view(String conditions, Tree.Obj... pods) {
    var job = job(conditions);
    return new TrialJob(job, troubles(EventLookup.none(), pods)).view();
  }

  private static Tree.Obj pod(String job, String created, String terminated) {
    return tree(
        """
        {metadata: {creationTimestamp: '%s', labels: {batch.kubernetes.io/job-name: %s}},
         status: {phase: Failed, containerStatuses: [{state: {terminated: %s}}]}}
        """
            .formatted(created, job, terminated));
  }

  private static Tree.Obj tree(String flow) {
    return ((Tree.Obj) Tree.of(Serialization.unmarshal("it: " + flow, Map.class))).object("it");
  }
}
