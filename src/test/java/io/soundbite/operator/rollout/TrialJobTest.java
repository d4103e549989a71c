package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.blueprint.Tree;
import java.util.List;
import java.util.Map;
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
        "[{type: Suspended, status: 'True'}]",
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

  private static TrialView view(String conditions, Tree.Obj... pods) {
    var job = tree("{metadata: {name: trial}, status: {conditions: %s}}".formatted(conditions));
    return new TrialJob(job, List.of(pods)).view();
  }

  private static Tree.Obj pod(String job, String created, String terminated) {
    return tree(
        """
        {metadata: {creationTimestamp: '%s', labels: {batch.kubernetes.io/job-name: %s}},
         status: {containerStatuses: [{state: {terminated: %s}}]}}
        """
            .formatted(created, job, terminated));
  }

  private static Tree.Obj tree(String flow) {
    return ((Tree.Obj) Tree.of(Serialization.unmarshal("it: " + flow, Map.class))).object("it");
  }
}
