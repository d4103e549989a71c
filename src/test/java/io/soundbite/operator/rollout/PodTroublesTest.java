package io.soundbite.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTroublesTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant SEEN = CREATED.plusSeconds(27);
  private static final Instant LATER = SEEN.plusSeconds(20);
  private static final Tree.Obj DEPLOYMENT = Tree.obj("spec", Map.of("replicas", 1));
  private static final Map<String, String> BLUE = Map.of("slot", "blue");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{phase: Pending}",
        "{phase: Pending, conditions: [{type: PodScheduled, status: 'True'}]}",
        "{phase: Pending, containerStatuses: [{state: {waiting: {reason: ContainerCreating}}}]}",
        "{phase: Pending, initContainerStatuses: [{state: {waiting: {reason: PodInitializing}}}]}",
        "{phase: Running, conditions: [{type: Ready, status: 'True'}],"
            + " containerStatuses: [{state: {running: {}}, lastState: {terminated: {exitCode: 1}}}]}",
        "{phase: Succeeded, containerStatuses: [{state: {terminated: {exitCode: 0}}}],"
            + " conditions: [{type: Ready, status: 'False'}]}"
      })
  void podsThatStartOrServeAreInNone(String status) {
    assertThat(of(pod(status))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ErrImagePull", "ImagePullBackOff", "CreateContainerError", "RunContainerError"})
  void whatIsTriedAgainLastsAfterAWhile(String reason) {
    assertThat(of(waiting(reason, "because"))).contains(new Trouble(reason, "because", LATER));
  }

  /** What makes a Secret often starts in the same commit as what needs it. */
  @Test
  void aSecretMayComeTwoMinutesLate() {
    assertThat(of(waiting("CreateContainerConfigError", "because")))
        .contains(
            new Trouble(
                "CreateContainerConfigError",
                "because",
                LATER.minus(TroubleOnsets.GRACE).plus(Duration.ofMinutes(2))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidImageName", "ErrImageNeverPull"})
  void whatCanNotBeTriedAgainLastsAtOnce(String reason) {
    assertThat(of(waiting(reason, "because"))).contains(new Trouble(reason, "because", CREATED));
  }

  /** An event filter has no memory, and asks for the reason only. */
  @Test
  void whatWasNotSeenBeforeMayPass() {
    var pod = waiting("ErrImagePull", "because");

    assertThat(PodTroubles.none().ofPod(pod))
        .contains(new Trouble("ErrImagePull", "because", Instant.MAX));
  }

  @Test
  void whatIsNotKnownMayPass() {
    assertThat(of(waiting("SignatureValidationFailed", "")))
        .contains(new Trouble("SignatureValidationFailed", "", Instant.MAX));
  }

  @Test
  void aCrashLoopTellsHowTheContainerEnded() {
    var pod =
        pod(
            """
            {phase: Running, containerStatuses: [{
              state: {waiting: {reason: CrashLoopBackOff, message: back-off 10s}},
              lastState: {terminated: {reason: OOMKilled, exitCode: 137, message: "no heap\\n"}}}]}
            """);

    assertThat(of(pod))
        .contains(
            new Trouble(
                "CrashLoopBackOff",
                "back-off 10s; it ended with OOMKilled, exit code 137: no heap",
                LATER));
  }

  @ParameterizedTest
  @CsvSource({
    "'{waiting: {reason: CrashLoopBackOff}}', CrashLoopBackOff",
    "'{waiting: {reason: CrashLoopBackOff, message: back-off}}', CrashLoopBackOff: back-off"
  })
  void aCrashLoopMaySayLittle(String state, String text) {
    assertThat(of(pod("{phase: Running, containerStatuses: [{state: " + state + "}]}")))
        .map(Trouble::text)
        .contains(text);
  }

  @Test
  void oneCrashIsNoVerdict() {
    assertThat(
            of(
                pod(
                    "{phase: Running, containerStatuses: [{state: {terminated: {exitCode: 1,"
                        + " reason: Error}}}]}")))
        .contains(new Trouble("ContainerTerminated", "Error, exit code 1", Instant.MAX));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{phase: Pending, conditions: [{type: PodScheduled, status: 'False',"
            + " reason: Unschedulable, message: 0/2 nodes}]} | Unschedulable: 0/2 nodes",
        "{phase: Running, conditions: [{type: Ready, status: 'False',"
            + " message: 'unready: [api]'}]} | NotReady: unready: [api]",
        "{phase: Failed, reason: Evicted, message: low on disk} | Evicted: low on disk",
        "{phase: Failed} | PodFailed"
      })
  void podsMayWaitForWhatIsNotTheirs(String status, String text) {
    assertThat(of(pod(status))).map(Trouble::text).contains(text);
    assertThat(of(pod(status))).map(Trouble::lasting).contains(Instant.MAX);
  }

  @Test
  void aPodThatGoesIsInNone() {
    var pod = waiting("ErrImagePull", "because");
    var metadata = pod.object("metadata").with("deletionTimestamp", Tree.of("now"));

    assertThat(of(pod.with("metadata", metadata))).isEmpty();
  }

  @Test
  void onlyPodsOfTheWorkloadAndTheReleaseCount() {
    assertThat(of(Map.of("slot", "green"), "abc", waiting("ErrImagePull", ""))).isEmpty();
    assertThat(of(BLUE, "other", waiting("ErrImagePull", ""))).isEmpty();
    assertThat(of(BLUE, "abc", waiting("ErrImagePull", ""))).isPresent();
  }

  @Test
  void theGravestIsTold() {
    assertThat(
            of(
                BLUE,
                "abc",
                pod("{phase: Pending, conditions: [{type: PodScheduled, status: 'False'}]}"),
                waiting("ImagePullBackOff", ""),
                waiting("CrashLoopBackOff", ""),
                pod("{phase: Running}")))
        .map(Trouble::reason)
        .contains("CrashLoopBackOff");
  }

  private static Optional<Trouble> of(Tree.Obj pod) {
    return of(BLUE, "abc", pod);
  }

  private static Optional<Trouble> of(
      Map<String, String> labels, String release, Tree.Obj... pods) {
    var all = List.of(pods);
    return new PodTroubles(all, TroubleOnsets.none().observe(all, SEEN), EventLookup.none())
        .of(DEPLOYMENT, labels, release);
  }

  private static Tree.Obj waiting(String reason, String message) {
    return pod(
        "{phase: Pending, containerStatuses: [{state: {waiting: {reason: %s, message: '%s'}}}]}"
            .formatted(reason, message));
  }

  private static Tree.Obj pod(String status) {
    return Tree.obj(
        "metadata",
        Map.of(
            "creationTimestamp",
            CREATED.toString(),
            "labels",
            Map.of("slot", "blue", "other", "label"),
            "annotations",
            Map.of("soundbite.io/release", "abc")),
        "status",
        Tree.of(Serialization.unmarshal("status: " + status, Map.class).get("status")));
  }
}
