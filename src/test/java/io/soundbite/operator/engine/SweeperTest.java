package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.DENIED;
import static io.soundbite.operator.engine.Samples.THEM;
import static io.soundbite.operator.engine.Samples.US;
import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final String HERE = "us-east-1";
  private static final String THERE = "eu-west-1";
  private static final Owner THIRD = new Owner("here", "soundbite", "development");
  private static final KubeObject FIRST = thing("first");
  private static final KubeObject SECOND = thing("second", "wanted", "first");
  private static final List<Step> IN_TURN =
      List.of(new Step.Create(FIRST), new Step.Create(SECOND));

  private final ManualClock clock = new ManualClock();
  private final FakeCloud here = new FakeCloud(clock);
  private final FakeCloud there = new FakeCloud(clock);
  private final Map<String, FakeCloud> clouds = Map.of(HERE, here, THERE, there);
  private final Map<String, RuntimeException> away = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Owner> woken = new LinkedBlockingQueue<>();
  private final Set<Owner> deaf = ConcurrentHashMap.newKeySet();
  private final Sweeper<String> sweeper =
      new Sweeper<>(
          scope -> {
            var bug = away.get(scope);
            if (bug != null) {
              throw bug;
            }
            return clouds.get(scope).set();
          },
          owner -> {
            if (deaf.contains(owner)) {
              throw new IllegalStateException("deaf");
            }
            woken.add(owner);
          },
          new Sweeper.Settings(4, clock, () -> 0L));

  @AfterEach
  void close() {
    sweeper.close();
  }

  private void awaitWake(Owner owner) throws InterruptedException {
    assertThat(woken.poll(10, TimeUnit.SECONDS)).isEqualTo(owner);
  }

  /** Lets {@code time} pass, and the sweeper look at its clock. */
  private void pass(Duration time, Owner owner, String scope, KubeObject... wants) {
    clock.pass(time);
    sweeper.enlist(owner, scope, List.of(wants), INTERVAL);
  }

  private void awaitReads(FakeCloud cloud, int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> cloud.reads.size() == count);
  }

  private Snapshot enlist(KubeObject... wants) {
    return sweeper.enlist(US, HERE, List.of(wants), INTERVAL);
  }

  private List<Step> plan(Snapshot snapshot, KubeObject... wants) {
    return new Planner(new Ours(US, false, Optional.empty())).plan(List.of(wants), snapshot.seen());
  }

  /** Stops a reading in its midst, with what it found being that of now. */
  private FakeCloud.Latch heldIn(Runnable reading) {
    var latch = new FakeCloud.Latch();
    here.holdReads = latch;
    reading.run();
    latch.awaitReached();
    here.holdReads = null;
    return latch;
  }

  /** Begins to write two things, one upon the other, and stops in the first. */
  private FakeCloud.Latch beginInTurn() throws InterruptedException {
    enlist(FIRST, SECOND);
    awaitWake(US);
    var latch = here.hold("first");
    sweeper.execute(US, IN_TURN);
    latch.awaitReached();
    return latch;
  }

  @Test
  void whatIsMissingIsFoundMissingIsMadeAndIsThere() throws InterruptedException {
    var queue = thing("queue");
    enlist(queue);
    awaitWake(US);
    var plan = plan(enlist(queue), queue);
    assertThat(plan).containsExactly(new Step.Create(queue));

    sweeper.execute(US, plan);
    awaitWake(US);

    assertThat(here.there).containsEntry("queue", queue);
    assertThat(plan(enlist(queue), queue)).containsExactly(new Step.Keep(queue.key()));
  }

  @Test
  void nothingChangedNobodyIsWokenAndNothingWritten() throws InterruptedException {
    here.there.put("queue", thing("queue"));
    enlist(thing("queue"));
    awaitWake(US);
    for (int i = 2; i < 6; i++) {
      pass(INTERVAL, US, HERE, thing("queue"));
      awaitReads(here, i);
      await()
          .until(
              () -> enlist(thing("queue")).seen().get(key("queue")).asOf().equals(clock.instant()));
    }

    assertThat(woken).isEmpty();
    assertThat(here.writes).isEmpty();
  }

  @Test
  void driftWakes() throws InterruptedException {
    here.there.put("queue", thing("queue"));
    enlist(thing("queue"));
    awaitWake(US);
    here.there.put("queue", thing("queue", "changed by hand"));
    pass(INTERVAL, US, HERE, thing("queue"));

    awaitWake(US);
    assertThat(plan(enlist(thing("queue")), thing("queue")).getFirst())
        .isInstanceOf(Step.Update.class);
  }

  @Test
  void aRefreshReadsAtOnceAndWakesThoughNothingChanged() throws InterruptedException {
    enlist(thing("queue"), thing("topic"));
    awaitWake(US);
    sweeper.refresh(US, Set.of(key("queue")));
    awaitWake(US);

    assertThat(here.reads).containsExactly(List.of("queue", "topic"), List.of("queue"));
  }

  @Test
  void aRefreshWhileItIsReadLeadsToOneMoreReadingAndAWake() throws InterruptedException {
    enlist(thing("queue"));
    awaitWake(US);
    var latch = heldIn(() -> pass(INTERVAL, US, HERE, thing("queue")));
    sweeper.refresh(US, Set.of(key("queue")));
    latch.letGo();

    awaitWake(US);
    assertThat(here.reads).hasSize(3);
    assertThat(woken).isEmpty();
  }

  @Test
  void environmentsOfOneScopeAreReadInOneBatchAndScopesAreNeverMixed() throws InterruptedException {
    var wants = Map.of(US, thing("ours"), THEM, thing("theirs"), THIRD, thing("third"));
    var first = new FakeCloud.Latch();
    here.holdReads = first;
    sweeper.enlist(US, HERE, List.of(wants.get(US)), INTERVAL);
    sweeper.enlist(THEM, HERE, List.of(wants.get(THEM)), INTERVAL);
    sweeper.enlist(THIRD, THERE, List.of(wants.get(THIRD)), INTERVAL);
    first.awaitReached();
    here.holdReads = null;
    first.letGo();
    await().until(() -> woken.size() == 3);
    woken.clear();
    here.reads.clear();
    there.reads.clear();

    clock.pass(INTERVAL);
    sweeper.enlist(THIRD, THERE, List.of(wants.get(THIRD)), INTERVAL);
    awaitReads(here, 1);
    awaitReads(there, 1);

    assertThat(here.reads).containsExactly(List.of("ours", "theirs"));
    assertThat(there.reads).containsExactly(List.of("third"));
  }

  /** Both are in one batch: each had been read, and the next readings fall together. */
  private FakeCloud.Latch heldInOneBatch(String id) throws InterruptedException {
    sweeper.enlist(US, HERE, List.of(thing("ours"), thing("slow")), INTERVAL);
    awaitWake(US);
    sweeper.enlist(THEM, HERE, List.of(thing("theirs")), INTERVAL);
    awaitWake(THEM);
    here.reads.clear();
    for (var name : List.of("ours", "theirs", "slow")) {
      here.there.put(name, thing(name));
    }
    var latch = new FakeCloud.Latch();
    here.heldReads.put(id, latch);
    clock.pass(INTERVAL);
    sweeper.enlist(THIRD, HERE, List.of(), INTERVAL);
    latch.awaitReached();
    assertThat(here.reads).containsExactly(List.of("ours", "slow", "theirs"));
    return latch;
  }

  @Test
  void whatIsSlowOfOneKeepsNoOtherFromBeingTold() throws InterruptedException {
    var latch = heldInOneBatch("slow");
    awaitWake(THEM);
    assertThat(seen(THEM, thing("theirs"))).isInstanceOf(Observation.Present.class);
    latch.letGo();
    awaitWake(US);
  }

  @Test
  void norOnesOwnRestForLong() throws InterruptedException {
    var latch = heldInOneBatch("slow");
    awaitWake(THEM);
    awaitWake(US);
    assertThat(seen(US, thing("ours"), thing("slow"))).isInstanceOf(Observation.Present.class);
    assertThat(seen(US, thing("slow"), thing("ours"))).isInstanceOf(Observation.Absent.class);
    latch.letGo();
    awaitWake(US);
    assertThat(seen(US, thing("slow"), thing("ours"))).isInstanceOf(Observation.Present.class);
  }

  /** What is known of the first of {@code wants}. */
  private Observation<?> seen(Owner owner, KubeObject... wants) {
    return sweeper.enlist(owner, HERE, List.of(wants), INTERVAL).seen().get(wants[0].key());
  }

  /** The service answers with what was there before; somebody asks for a reading nevertheless. */
  @Test
  void whatWasJustWrittenIsNeitherDriftNorWrittenAgain() throws InterruptedException {
    here.settles = Duration.ofSeconds(60);
    var old = thing("queue", "old");
    here.there.put("queue", old);
    enlist(thing("queue"));
    awaitWake(US);
    sweeper.execute(US, plan(enlist(thing("queue")), thing("queue")));
    awaitWake(US);
    here.stale.put("queue", Optional.of(old));

    clock.pass(Duration.ofSeconds(59));
    sweeper.forgive(US);
    awaitWake(US);
    assertThat(plan(enlist(thing("queue")), thing("queue")))
        .containsExactly(new Step.Keep(key("queue")));

    pass(Duration.ofSeconds(1), US, HERE, thing("queue"));
    awaitWake(US);
    assertThat(plan(enlist(thing("queue")), thing("queue")).getFirst())
        .as("by now it should show")
        .isInstanceOf(Step.Update.class);
    assertThat(here.writes).containsExactly("update queue");
  }

  @Test
  void anotherIntervalTakesEffectAtOnce() throws InterruptedException {
    enlist(thing("queue"));
    awaitWake(US);
    clock.pass(Duration.ofMinutes(2));
    here.there.put("queue", thing("queue"));
    sweeper.enlist(US, HERE, List.of(thing("queue")), Duration.ofMinutes(1));

    awaitWake(US);
  }

  @Test
  void oneNameClaimedTwiceIsReadOnceAndBothAreTold() {
    var latch = new FakeCloud.Latch();
    here.holdReads = latch;
    sweeper.enlist(THIRD, HERE, List.of(thing("other")), INTERVAL);
    latch.awaitReached();
    here.holdReads = null;
    latch.letGo();
    sweeper.enlist(US, HERE, List.of(thing("queue")), INTERVAL);
    sweeper.enlist(THEM, HERE, List.of(thing("queue")), INTERVAL);
    await().until(() -> woken.containsAll(List.of(US, THEM, THIRD)));
    here.reads.clear();

    clock.pass(INTERVAL);
    sweeper.enlist(THEM, HERE, List.of(thing("queue")), INTERVAL);
    awaitReads(here, 1);

    assertThat(here.reads).containsExactly(List.of("other", "queue"));
  }

  @Test
  void aScopeThatHangsDelaysNoOther() throws InterruptedException {
    var latch = new FakeCloud.Latch();
    here.holdReads = latch;
    enlist(thing("queue"));
    latch.awaitReached();
    sweeper.enlist(THEM, THERE, List.of(thing("queue")), INTERVAL);
    awaitWake(THEM);
    sweeper.refresh(THEM, Set.of(key("queue")));
    awaitWake(THEM);
    latch.letGo();
    awaitWake(US);
  }

  @Test
  void aScopeThatCantEvenBeAskedIsShownAndTriedAgain() throws InterruptedException {
    away.put(HERE, new IllegalStateException("no such profile"));
    enlist(thing("queue"));
    awaitWake(US);
    var blocked = (Step.Blocked) plan(enlist(thing("queue")), thing("queue")).getFirst();
    assertThat(blocked.reason()).isEqualTo("InternalError");
    assertThat(blocked.message()).contains("no such profile");

    away.clear();
    pass(Duration.ofMinutes(1), US, HERE, thing("queue"));
    awaitWake(US);
    assertThat(plan(enlist(thing("queue")), thing("queue")))
        .containsExactly(new Step.Create(thing("queue")));
  }

  @Test
  void aScopeThatCantBeWrittenToIsNotHammered() throws InterruptedException {
    enlist(thing("queue"));
    awaitWake(US);
    var plan = plan(enlist(thing("queue")), thing("queue"));
    away.put(HERE, new IllegalStateException("no such profile"));
    sweeper.execute(US, plan);
    awaitWake(US);

    var snapshot = enlist(thing("queue"));
    assertThat(snapshot.busy()).isFalse();
    assertThat(snapshot.ripe(key("queue"), Samples.NOON, clock.instant())).isFalse();
    assertThat(snapshot.failures().get(key("queue")).failure().message())
        .contains("no such profile");
  }

  @Test
  void aReadingThatBeganBeforeAWriteEndedDoesNotOverwriteIt() throws InterruptedException {
    enlist(thing("queue"));
    awaitWake(US);
    var latch = heldIn(() -> pass(INTERVAL, US, HERE, thing("queue")));
    sweeper.execute(US, List.of(new Step.Create(thing("queue"))));
    awaitWake(US);
    latch.letGo();
    awaitReads(here, 2);
    sweeper.refresh(US, Set.of());

    assertThat(enlist(thing("queue")).seen().get(key("queue")))
        .isInstanceOf(Observation.Present.class);
  }

  @Test
  void aNewSpecInMidTurnSkipsWhatHasNotBegun() throws InterruptedException {
    var latch = beginInTurn();
    var snapshot = enlist(thing("first"), thing("second", "else", "first"));
    latch.letGo();
    awaitWake(US);

    assertThat(snapshot.busy()).isTrue();
    assertThat(here.writes).containsExactly("create first");
    assertThat(here.there).doesNotContainKey("second");
  }

  @Test
  void whileWritesAreUnderWayOthersAreIgnoredAndToldWhenTheyEnd() throws InterruptedException {
    enlist(thing("first"), thing("second"));
    awaitWake(US);
    var latch = here.hold("first");
    sweeper.execute(US, List.of(new Step.Create(thing("first"))));
    latch.awaitReached();
    sweeper.execute(US, List.of(new Step.Create(thing("second"))));
    latch.letGo();
    awaitWake(US);

    assertThat(here.writes).containsExactly("create first");
    assertThat(woken).isEmpty();
  }

  @Test
  void aTurnThatCanDoNothingDoesNotWakeOrItWouldBeStartedForEver() throws InterruptedException {
    enlist(FIRST, SECOND);
    awaitWake(US);
    var first = new Step.Create(thing("first")).held("Waiting", "its next try is not due");
    sweeper.execute(US, List.of(first, new Step.Create(thing("second", "wanted", "first"))));
    sweeper.execute(THEM, List.of(first));

    assertThat(woken.poll(300, TimeUnit.MILLISECONDS)).isNull();
    assertThat(here.writes).isEmpty();
  }

  private boolean sweeperBusy() {
    return enlist(FIRST, SECOND).busy();
  }

  @Test
  void anotherScopeBeginsFromNothing() throws InterruptedException {
    here.there.put("queue", thing("queue"));
    var latch = new FakeCloud.Latch();
    here.holdReads = latch;
    enlist(thing("queue"));
    latch.awaitReached();
    sweeper.enlist(US, THERE, List.of(thing("queue")), INTERVAL);
    awaitWake(US);
    latch.letGo();
    awaitReads(here, 1);
    sweeper.refresh(US, Set.of(key("queue")));
    awaitWake(US);

    assertThat(
            sweeper.enlist(US, THERE, List.of(thing("queue")), INTERVAL).seen().get(key("queue")))
        .as("what was read of the former scope is not taken for the new one's")
        .isInstanceOf(Observation.Absent.class);
    assertThat(woken).isEmpty();
  }

  @Test
  void writesOfAFormerScopeStop() throws InterruptedException {
    var latch = beginInTurn();
    sweeper.enlist(US, THERE, List.of(thing("first")), INTERVAL);
    awaitWake(US);
    latch.letGo();
    sweeper.enlist(THEM, HERE, List.of(thing("first")), INTERVAL);
    awaitWake(THEM);

    assertThat(here.writes).containsExactly("create first");
  }

  @Test
  void whoRetiredIsNotWrittenForNorWoken() throws InterruptedException {
    var latch = beginInTurn();
    sweeper.retire(US);
    latch.letGo();
    sweeper.refresh(US, Set.of(key("first")));
    sweeper.forgive(US);
    sweeper.execute(US, List.of(new Step.Create(thing("first"))));
    sweeper.enlist(THEM, HERE, List.of(thing("first")), INTERVAL);
    awaitWake(THEM);

    assertThat(here.writes).containsExactly("create first");
    assertThat(woken).isEmpty();
  }

  @Test
  void forgivingTriesAgainWhatFailed() throws InterruptedException {
    here.unreadable.put("queue", DENIED);
    enlist(thing("queue"));
    awaitWake(US);
    here.unreadable.clear();
    sweeper.forgive(US);
    awaitWake(US);

    assertThat(enlist(thing("queue")).failures()).isEmpty();
  }

  @Test
  void oneThatCantBeWokenKeepsNoOtherFromIt() throws InterruptedException {
    deaf.add(US);
    enlist(thing("ours"));
    sweeper.enlist(THEM, HERE, List.of(thing("theirs")), INTERVAL);
    awaitWake(THEM);
    clock.pass(INTERVAL);
    here.there.put("theirs", thing("theirs"));
    here.there.put("ours", thing("ours"));
    sweeper.enlist(THEM, HERE, List.of(thing("theirs")), INTERVAL);
    awaitWake(THEM);
    deaf.clear();
    sweeper.refresh(US, Set.of(key("ours")));
    awaitWake(US);
  }

  @Test
  void afterClosingNothingIsBegunNorTold() throws InterruptedException {
    var latch = beginInTurn();
    sweeper.close();
    latch.letGo();
    await().until(() -> here.there.containsKey("first"));
    await().until(() -> !sweeperBusy());

    assertThat(here.writes).containsExactly("create first");
    assertThat(woken).isEmpty();
  }

  @Test
  void manyAskersAtOnceAreAllWoken() throws InterruptedException {
    enlist(thing("queue"));
    awaitWake(US);
    for (int round = 0; round < 200; round++) {
      sweeper.refresh(US, Set.of(key("queue")));
      awaitWake(US);
    }
    assertThat(here.reads).hasSize(201);
  }

  @Test
  void whatIsNoLongerReadIsNotRemembered() throws InterruptedException {
    enlist(FIRST, SECOND);
    awaitWake(US);
    assertThat(here.dropped).isEmpty();

    enlist(FIRST);
    assertThat(here.dropped).containsOnly("second"); // once more when a reading of it ends

    sweeper.enlist(US, THERE, List.of(FIRST), INTERVAL);
    assertThat(here.dropped).containsOnly("second", "first");

    awaitWake(US);
    sweeper.retire(US);
    assertThat(there.dropped).containsExactly("first");
  }

  @Test
  void whatIsReadWhileItsEnvironmentGoesIsNotRemembered() {
    var reading = heldIn(() -> enlist(FIRST));
    sweeper.retire(US);
    here.dropped.clear();

    reading.letGo();

    await().untilAsserted(() -> assertThat(here.dropped).containsOnly("first"));
  }

  /** Whose a resource is gets confirmed before the write, from what is remembered. */
  @Test
  void whatIsBeingWrittenIsRememberedUntilThen() throws InterruptedException {
    var write = beginInTurn();
    sweeper.retire(US);
    assertThat(here.dropped).isEmpty();

    write.letGo();

    await().untilAsserted(() -> assertThat(here.dropped).containsOnly("first", "second"));
  }

  @Test
  void aSuccessorInItsPlaceGoesOnWithWhatIsRemembered() {
    var reading = heldIn(() -> enlist(FIRST));
    sweeper.retire(US);
    here.dropped.clear();
    enlist(FIRST);

    reading.letGo();
    awaitReads(here, 2);

    assertThat(here.dropped).isEmpty();
  }
}
