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

/** Each case is the life of one container, told by the second. */
class TroubleOnsetsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CREATING = "{state: {waiting: {reason: ContainerCreating}}}";
  private static final String PULL = waiting("ErrImagePull");
  private static final String BACKOFF = waiting("ImagePullBackOff");
  private static final String UNREADY = "{ready: false, state: {running: {}}}";
  private static final String READY = "{ready: true, state: {running: {}}}";
  private static final String CRASHED = "{ready: false, state: {terminated: {exitCode: 1}}}";
  private static final String LOOP = waiting("CrashLoopBackOff");

  private TroubleOnsets onsets = TroubleOnsets.none();

  @Test
  void aContainerThatWasNeverInTroubleHasNone() {
    at(0, CREATING);
    at(1, UNREADY);
    at(9, READY);

    assertThat(onsets.isEmpty()).isTrue();
  }

  /** The pod is old, its trouble is not. */
  @Test
  void graceBeginsAtTheFirstSightOfTheTrouble() {
    at(0, UNREADY);
    at(27, PULL);

    assertThat(lasting(27, PULL)).contains(second(47));
  }

  @Test
  void whatAlternatesIsOneTrouble() {
    at(1, PULL);
    at(3, BACKOFF);
    at(13, PULL);
    at(15, CREATING);
    at(16, BACKOFF);

    assertThat(lasting(16, BACKOFF)).contains(second(21));
  }

  @Test
  void aCrashLoopGoesOnWhileItsContainerRunsForAMoment() {
    at(2, LOOP);
    at(12, UNREADY);
    at(13, CRASHED);
    at(14, LOOP);
    assertThat(lasting(14, LOOP)).contains(second(22));

    at(34, UNREADY);
    at(70, CRASHED);
    at(71, LOOP);
    assertThat(lasting(71, LOOP)).as("running is not being ready").contains(second(22));
  }

  /** Without a readiness probe a container is ready for as long as it runs. */
  @Test
  void aMomentOfReadinessEndsNoCrashLoop() {
    at(2, LOOP);
    at(12, READY);
    at(13, LOOP);

    assertThat(lasting(13, LOOP)).contains(second(22));
  }

  @Test
  void aCrashLoopIsOverWhenItsContainerStaysReady() {
    at(2, LOOP);
    at(12, READY);
    at(32, LOOP);

    assertThat(lasting(32, LOOP)).contains(second(52));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ErrImagePull", "ImagePullBackOff", "CreateContainerError"})
  void whatKeepsItFromStartingIsOverWhenItHasStarted(String reason) {
    at(0, waiting(reason));
    at(1, UNREADY);
    assertThat(onsets.isEmpty()).isTrue();

    at(15, waiting(reason));
    assertThat(lasting(15, waiting(reason))).contains(second(35));
  }

  @Test
  void whatFailsAfterTheStartIsAnotherTroubleThanWhatFailedBeforeIt() {
    at(0, PULL);
    at(19, LOOP);

    assertThat(lasting(19, LOOP)).contains(second(39));
  }

  @Test
  void aPullThatFailsBetweenTwoCrashesBelongsToThem() {
    at(0, LOOP);
    at(11, PULL);

    assertThat(lasting(11, PULL)).contains(second(20));
  }

  @Test
  void whatIsNotSaidForAWhileStartsAnew() {
    at(0, PULL);
    at(1, CREATING);
    at(20, PULL);
    assertThat(lasting(20, PULL)).as("19 s later").contains(second(20));

    at(21, CREATING);
    at(41, CREATING);
    assertThat(onsets.isEmpty()).isTrue();
    at(42, PULL);
    assertThat(lasting(42, PULL)).as("20 s later").contains(second(62));
  }

  @Test
  void silenceCountsFromItsBeginningAndIsOverAlsoWhenNobodyLooked() {
    at(0, PULL);
    at(1, CREATING);
    at(9, CREATING);
    at(300, PULL);

    assertThat(lasting(300, PULL)).contains(second(320));
  }

  @Test
  void eachContainerOfEachPodHasItsOwn() {
    var one = pod("one", "[%s]".formatted(PULL));
    var two =
        pod("two", "[{name: a, %s, {name: b, %s]".formatted(PULL.substring(1), PULL.substring(1)));
    onsets = onsets.observe(List.of(one), BEGIN).observe(List.of(one, two), second(5));

    assertThat(onsets.onsets()).hasSize(3);
    assertThat(of(onsets, one).map(Trouble::lasting)).contains(second(20));
    assertThat(of(onsets, two).map(Trouble::lasting)).contains(second(25));
  }

  @Test
  void aPodThatIsGoneIsForgotten() {
    at(0, PULL);
    onsets = onsets.observe(List.of(pod("another", "[]")), second(1));

    assertThat(onsets.isEmpty()).isTrue();
  }

  private void at(int second, String container) {
    onsets = onsets.observe(List.of(pod("it", "[" + container + "]")), second(second));
  }

  private Optional<Instant> lasting(int second, String container) {
    var pod = pod("it", "[" + container + "]");
    return of(onsets.observe(List.of(pod), second(second)), pod).map(Trouble::lasting);
  }

  private static Optional<Trouble> of(TroubleOnsets onsets, Tree.Obj pod) {
    return new PodTroubles(List.of(), onsets, EventLookup.none()).ofPod(pod);
  }

  private static Instant second(int second) {
    return BEGIN.plusSeconds(second);
  }

  private static String waiting(String reason) {
    return "{state: {waiting: {reason: " + reason + "}}}";
  }

  private static Tree.Obj pod(String uid, String containers) {
    return Tree.obj(
        "metadata",
        Map.of("uid", uid, "creationTimestamp", BEGIN.toString()),
        "status",
        Map.of(
            "containerStatuses",
            Tree.of(Serialization.unmarshal("it: " + containers, Map.class).get("it"))));
  }
}
