package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.blueprint.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why pods are missing is read from where it is said. Messages are as a cluster has said them. */
class MissingPodsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String UNSCHEDULABLE =
      "{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,"
          + " message: '0/2 nodes are available: 2 Insufficient cpu.'}]}";
  private static final String SCHEDULED =
      "{phase: Pending, conditions: [{type: PodScheduled, status: 'True', lastTransitionTime:"
          + " '2026-01-01T12:00:03Z'}]}";
  private static final String QUOTA =
      condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota: pods");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pods \"api-7d4-x2k\" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=2,"
            + " limited: pods=2",
        "pods \"api-7d4-x2k\" is forbidden: maximum cpu usage per Container is 100m, but limit is"
            + " 500m",
        "pods \"api-7d4-x2k\" is forbidden: violates PodSecurity \"restricted:latest\": host"
            + " namespaces (hostNetwork=true)",
        "admission webhook \"deny.example.com\" denied the request: no pods today",
        "Internal error occurred: failed calling webhook \"deny.example.com\": failed to call"
            + " webhook: Post \"https://10.96.0.7:443/?timeout=10s\": connection refused",
        "pods \"api-7d4-\" is forbidden: error looking up service account ns/api: serviceaccount"
            + " \"api\" not found",
        "pods \"api-7d4-x2k\" is forbidden: no PriorityClass with name high was found"
      })
  void podsThatCanNotBeCreated(String message) {
    var said = condition("ReplicaFailure", "True", "FailedCreate", message.replace("'", "''"));

    assertThat(of(deployment("", said))).contains("FailedCreate: " + message);
  }

  @Test
  void aReplicaSetThatCanNotBeCreated() {
    var message =
        "Failed to create new replica set \"api-7d4\": replicasets.apps \"api-7d4\" is forbidden:"
            + " exceeded quota: sets";
    var said = condition("Progressing", "False", "ReplicaSetCreateError", message);

    assertThat(of(deployment("", said))).contains("ReplicaSetCreateError: " + message);
  }

  @Test
  void aDeploymentThatIsPaused() {
    assertThat(of(deployment("paused: true,", QUOTA)))
        .contains(
            "DeploymentPaused: Deployment is paused; to resume it: kubectl rollout resume"
                + " deployment/api -n ns");
    assertThat(of(deployment("paused: false,", ""))).isEmpty();
  }

  /** What can't pass is told first, then what keeps pods from being made, then the others. */
  @Test
  void theGravestIsTold() {
    var broken = "{phase: Pending, containerStatuses: [{state: {waiting: {reason: %s}}}]}";

    assertThat(of(deployment("", QUOTA), UNSCHEDULABLE))
        .contains("FailedCreate: exceeded quota: pods");
    assertThat(of(deployment("", QUOTA), broken.formatted("InvalidImageName")))
        .contains("InvalidImageName");
    assertThat(of(deployment("", ""), UNSCHEDULABLE))
        .contains("Unschedulable: 0/2 nodes are available: 2 Insufficient cpu.");
  }

  @Test
  void whatReplacesAPodThatFailedSaysMoreThanThat() {
    var evicted = "{phase: Failed, reason: Evicted, message: The node was low on resource}";

    assertThat(of(deployment("", ""), evicted)).contains("Evicted: The node was low on resource");
    assertThat(of(deployment("", ""), evicted, UNSCHEDULABLE))
        .contains("Unschedulable: 0/2 nodes are available: 2 Insufficient cpu.");
    assertThat(of(deployment("", QUOTA), evicted)).contains("FailedCreate: exceeded quota: pods");
  }

  @Test
  void thatItTakesLongIsToldWhenNothingElseIs() {
    var late =
        condition("Progressing", "False", "ProgressDeadlineExceeded", "api-7d4 has timed out");

    assertThat(of(deployment("", late)))
        .contains("ProgressDeadlineExceeded: api-7d4 has timed out");
    assertThat(of(deployment("", late), UNSCHEDULABLE))
        .hasValueSatisfying(it -> assertThat(it).startsWith("Unschedulable"));
    assertThat(of(deployment("", late + "," + QUOTA)))
        .contains("FailedCreate: exceeded quota: pods");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ReplicaFailure | False",
        "Available | False",
        "Progressing | True",
        "Progressing | Unknown"
      })
  void otherConditionsSayNothing(String type, String status) {
    assertThat(of(deployment("", condition(type, status, "AReason", "words")))).isEmpty();
  }

  /** A condition may outlive what it says. */
  @Test
  void whatHasAllItsPodsIsInNoTrouble() {
    var complete =
        tree(
            """
            {metadata: {name: api, generation: 2}, spec: {replicas: 2, paused: true},
             status: {observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2,
                      conditions: [%s]}}
            """
                .formatted(QUOTA));

    assertThat(of(complete)).isEmpty();
  }

  /** Pods of a volume that can't be mounted are ContainerCreating, for good. */
  @Test
  void aPodThatSaysNothingIsAskedAboutOnce() {
    var asked =
        new Asked(
            "FailedMount", "MountVolume.SetUp failed for volume \"s\": secret \"s\" not found");

    assertThat(of(asked, deployment("", ""), SCHEDULED, SCHEDULED))
        .contains("FailedMount: MountVolume.SetUp failed for volume \"s\": secret \"s\" not found");
    assertThat(asked.since).containsExactly(NOON.plusSeconds(3));
  }

  /** A pod's condition names the container only. */
  @Test
  void whatAProbeMetIsAdded() {
    var unready =
        "{phase: Running, conditions: [{type: Ready, status: 'False', lastTransitionTime:"
            + " '2026-01-01T12:00:05Z', message: 'containers with unready status: [api]'}]}";
    var asked = new Asked("Unhealthy", "Readiness probe failed: HTTP status 503");

    assertThat(of(asked, deployment("", ""), unready, unready))
        .contains(
            "NotReady: containers with unready status: [api]; Unhealthy: Readiness probe failed:"
                + " HTTP status 503");
    assertThat(asked.since).containsExactly(NOON.plusSeconds(5));
    assertThat(of(deployment("", ""), unready))
        .contains("NotReady: containers with unready status: [api]");
  }

  @Test
  void nobodyIsAskedAboutPodsThatRunOrSayWhyNot() {
    var asked = new Asked("FailedMount", "");

    assertThat(of(asked, deployment("", ""))).isEmpty();
    assertThat(of(asked, deployment("", ""), "{phase: Running}")).isEmpty();
    of(asked, deployment("", ""), UNSCHEDULABLE, SCHEDULED);
    of(asked, deployment("", QUOTA), SCHEDULED);
    assertThat(asked.since).isEmpty();
  }

  private static final class Asked implements EventLookup {
    private final Trouble answer;
    private final List<Instant> since = new ArrayList<>();

    private Asked(String reason, String message) {
      this.answer = new Trouble(reason, message, Instant.MAX);
    }

    @Override
    public Optional<Trouble> warning(Tree.Obj object, Instant silentSince) {
      since.add(silentSince);
      return Optional.of(answer);
    }

    @Override
    public Optional<Trouble> lastWarning(Tree.Obj job, Instant failed) {
      throw new AssertionError("it has not failed");
    }
  }

  private static Optional<String> of(Tree.Obj deployment, String... pods) {
    return of(EventLookup.none(), deployment, pods);
  }

  private static Optional<String> of(EventLookup events, Tree.Obj deployment, String... pods) {
    var all = Stream.of(pods).map(MissingPodsTest::pod).toList();
    return new PodTroubles(all, TroubleOnsets.none().observe(all, NOON), events)
        .of(deployment, Map.of("slot", "blue"), "abc")
        .map(Trouble::text);
  }

  private static Tree.Obj deployment(String paused, String conditions) {
    return tree(
        """
        {metadata: {name: api, namespace: ns, generation: 2}, spec: {%s replicas: 2},
         status: {observedGeneration: 2, updatedReplicas: 1, availableReplicas: 1,
                  conditions: [%s]}}
        """
            .formatted(paused, conditions));
  }

  private static String condition(String type, String status, String reason, String message) {
    return "{type: %s, status: '%s', reason: %s, message: '%s'}"
        .formatted(type, status, reason, message);
  }

  private static Tree.Obj pod(String status) {
    return tree(
        """
        {metadata: {name: api-1, creationTimestamp: '%s', labels: {slot: blue},
                    annotations: {soundbite.io/release: abc}},
         status: %s}
        """
            .formatted(NOON, status));
  }

  private static Tree.Obj tree(String flow) {
    return ((Tree.Obj) Tree.of(Serialization.unmarshal("it: " + flow, Map.class))).object("it");
  }
}
