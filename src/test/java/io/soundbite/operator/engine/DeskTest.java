package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.DENIED;
import static io.soundbite.operator.engine.Samples.NOON;
import static io.soundbite.operator.engine.Samples.THROTTLED;
import static io.soundbite.operator.engine.Samples.key;
import static io.soundbite.operator.engine.Samples.thing;
import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeskTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Key QUEUE = key("queue");

  private final ManualClock clock = new ManualClock();
  private final Desk desk = new Desk(clock, () -> 0L, Instant::plus);

  private Observation<?> absent() {
    return new Observation.Absent<KubeObject>(clock.instant());
  }

  private Observation<?> present(String value) {
    return present(value, clock.instant());
  }

  private static Observation<?> present(String value, Instant when) {
    return new Observation.Present<>(
        thing("queue", value), new Ownership.OwnedBy(Samples.US), when);
  }

  private Observation<?> unknown(Failure failure) {
    return new Observation.Unknown<KubeObject>(failure, clock.instant());
  }

  /** Reads what is due and answers with {@code found}. */
  private boolean read(Observation<?> found) {
    var taken = desk.takeDue(clock.instant());
    assertThat(taken).extracting(Desired::key).containsExactly(QUEUE);
    return desk.publish(taken, Map.of(QUEUE, found));
  }

  private boolean readWhenDue(Observation<?> found) {
    clock.pass(Duration.between(clock.instant(), desk.nextDue()));
    return read(found);
  }

  private Instant in(Duration time) {
    return clock.instant().plus(time);
  }

  private void wantQueue() {
    desk.want(List.of(thing("queue")), INTERVAL);
  }

  private Snapshot snapshot() {
    return desk.snapshot();
  }

  @Nested
  class Reading {
    /** Everything is read again and again, and is hardly ever another. */
    @Test
    void isKeptInTheInstanceThatIsKeptAlready() {
      var want = thing("queue");
      desk.want(List.of(want), INTERVAL);
      read(present("other"));
      var other = have();
      readWhenDue(present("other"));
      assertThat(have()).isSameAs(other);

      readWhenDue(present("wanted"));
      assertThat(have()).isSameAs(want);
      readWhenDue(present("other"));
      assertThat(have()).isEqualTo(other).isNotSameAs(want);
    }

    private Desired have() {
      return ((Observation.Present<?>) snapshot().seen().get(QUEUE)).have();
    }

    @Test
    void whatIsNewIsDueAtOnceAndTakenOnce() {
      assertThat(desk.nextDue()).isEqualTo(Instant.MAX);
      wantQueue();

      assertThat(desk.nextDue()).isEqualTo(NOON);
      assertThat(desk.takeDue(clock.instant())).containsExactly(thing("queue"));
      assertThat(desk.takeDue(clock.instant())).isEmpty();
      assertThat(desk.nextDue()).as("the publisher asks again").isEqualTo(Instant.MAX);
    }

    @Test
    void whatWasReadIsDueAgainAfterTheInterval() {
      wantQueue();
      read(present("wanted"));

      assertThat(desk.nextDue()).isEqualTo(in(INTERVAL));
      clock.pass(INTERVAL.minusSeconds(1));
      assertThat(desk.takeDue(clock.instant())).isEmpty();
      clock.pass(Duration.ofSeconds(1));
      assertThat(desk.takeDue(clock.instant())).hasSize(1);
    }

    @Test
    void anotherIntervalTakesEffectAtOnce() {
      wantQueue();
      read(present("wanted"));
      clock.pass(Duration.ofMinutes(2));

      desk.want(List.of(thing("queue")), Duration.ofMinutes(3));
      assertThat(desk.nextDue()).as("since it was read").isEqualTo(in(Duration.ofMinutes(1)));
      desk.want(List.of(thing("queue")), Duration.ofMinutes(1));
      assertThat(desk.takeDue(clock.instant())).as("overdue").hasSize(1);
    }

    @Test
    void aLongerIntervalDoesToo() {
      wantQueue();
      read(present("wanted"));
      desk.want(List.of(thing("queue")), Duration.ofHours(1));

      assertThat(desk.nextDue()).isEqualTo(in(Duration.ofHours(1)));
    }

    @Test
    void anotherIntervalDelaysNeitherWhatWasAskedForNorWhatIsToBeTriedAgain() {
      desk.want(List.of(thing("asked"), thing("failed")), INTERVAL);
      desk.publish(
          desk.takeDue(clock.instant()),
          Map.of(key("asked"), absent(), key("failed"), unknown(THROTTLED)));
      desk.refresh(Set.of(key("asked")));
      desk.want(List.of(thing("asked"), thing("failed")), Duration.ofHours(1));

      assertThat(desk.takeDue(clock.instant())).containsExactly(thing("asked"));
      assertThat(desk.nextDue()).isBefore(in(Duration.ofSeconds(2)));
    }

    @Test
    void onlyNewsIsTold() {
      wantQueue();

      assertThat(read(absent())).as("first").isTrue();
      assertThat(readWhenDue(absent())).as("still absent").isFalse();
      assertThat(readWhenDue(present("other"))).as("appeared").isTrue();
      assertThat(readWhenDue(present("other"))).as("same").isFalse();
      assertThat(readWhenDue(present("wanted"))).as("changed").isTrue();
      assertThat(readWhenDue(unknown(DENIED))).as("unreadable").isTrue();
      assertThat(readWhenDue(unknown(DENIED))).as("still unreadable").isFalse();
      assertThat(readWhenDue(unknown(THROTTLED))).as("for another reason").isTrue();
      assertThat(readWhenDue(present("wanted"))).as("readable").isTrue();
      assertThat(readWhenDue(absent())).as("gone").isTrue();
    }

    @Test
    void anotherOwnerIsNews() {
      wantQueue();
      read(present("wanted"));

      assertThat(
              readWhenDue(
                  new Observation.Present<>(
                      thing("queue"), new Ownership.OwnedBy(Samples.THEM), clock.instant())))
          .isTrue();
    }

    @Test
    void whatIsNoLongerWantedIsForgotten() {
      wantQueue();
      var taken = desk.takeDue(clock.instant());
      desk.refresh(Set.of(QUEUE));
      desk.want(List.of(), INTERVAL);

      assertThat(desk.publish(taken, Map.of(QUEUE, absent()))).isFalse();
      assertThat(snapshot()).isEqualTo(Snapshot.empty());
      assertThat(desk.nextDue()).isEqualTo(Instant.MAX);
    }

    @Test
    void whatCameBackWhileItWasReadIsReadOnce() {
      wantQueue();
      var taken = desk.takeDue(clock.instant());
      desk.want(List.of(), INTERVAL);
      wantQueue();

      assertThat(desk.takeDue(clock.instant())).as("being read already").isEmpty();
      desk.publish(taken, Map.of(QUEUE, absent()));
      assertThat(desk.takeDue(clock.instant())).as("due since it came back").hasSize(1);
    }

    @Test
    void withoutAnAnswerItIsAskedAgainSoon() {
      wantQueue();

      assertThat(desk.publish(desk.takeDue(clock.instant()), Map.of())).isFalse();
      assertThat(desk.nextDue()).isEqualTo(in(Duration.ofSeconds(5)));
      assertThat(snapshot().seen()).isEmpty();
    }
  }

  /** One call in a thousand fails on AWS, and says nothing of the resource. */
  @Nested
  class Missing {
    @Test
    void aReadingThatFailsOnceIsMadeAgainAndNotTold() {
      wantQueue();
      read(present("one"));
      clock.pass(INTERVAL);

      assertThat(read(unknown(THROTTLED))).isFalse();
      assertThat(snapshot().seen())
          .containsEntry(QUEUE, present("one", clock.instant().minus(INTERVAL)));
      assertThat(snapshot().failures()).isEmpty();
      assertThat(desk.nextDue()).isBetween(clock.instant(), in(Duration.ofSeconds(1)));

      assertThat(readWhenDue(present("one"))).isFalse();
      assertThat(readWhenDue(unknown(THROTTLED))).as("once more, and not in a row").isFalse();
      assertThat(snapshot().failures()).isEmpty();
    }

    @Test
    void aSecondInARowIsTold() {
      wantQueue();
      read(present("one"));
      clock.pass(INTERVAL);
      read(unknown(THROTTLED));

      assertThat(readWhenDue(unknown(THROTTLED))).isTrue();
      assertThat(snapshot().seen().get(QUEUE)).isInstanceOf(Observation.Unknown.class);
      assertThat(snapshot().failures()).containsKey(QUEUE);
    }

    @Test
    void aRefusalIsToldAtOnce() {
      wantQueue();
      read(present("one"));
      clock.pass(INTERVAL);

      assertThat(read(unknown(DENIED))).isTrue();
    }

    @Test
    void whatWasNeverReadIsUnknownAtOnce() {
      wantQueue();

      assertThat(read(unknown(THROTTLED))).isTrue();
    }

    @Test
    void whoAskedIsToldByTheNextOne() {
      wantQueue();
      read(present("one"));
      desk.refresh(Set.of(QUEUE));

      assertThat(read(unknown(THROTTLED))).isFalse();
      assertThat(readWhenDue(present("one"))).isTrue();
    }
  }

  @Nested
  class Asking {
    @Test
    void whoAskedIsToldThoughNothingChanged() {
      wantQueue();
      read(absent());
      desk.refresh(Set.of(QUEUE));

      assertThat(read(absent())).isTrue();
      assertThat(readWhenDue(absent())).as("once").isFalse();
    }

    @Test
    void askingWhileItIsReadLeadsToOneMoreReadingThatTells() {
      wantQueue();
      read(absent());
      clock.pass(INTERVAL);
      var early = desk.takeDue(clock.instant());
      desk.refresh(Set.of(QUEUE));

      assertThat(desk.publish(early, Map.of(QUEUE, absent()))).as("began before").isFalse();
      assertThat(read(absent())).isTrue();
    }

    @Test
    void anotherKeysReadingDoesNotAnswer() {
      desk.want(List.of(thing("queue"), thing("topic")), INTERVAL);
      desk.publish(desk.takeDue(clock.instant()), Map.of(QUEUE, absent(), key("topic"), absent()));
      clock.pass(INTERVAL);
      var both = desk.takeDue(clock.instant());
      desk.refresh(Set.of(QUEUE));

      assertThat(desk.publish(both, Map.of(QUEUE, absent(), key("topic"), absent()))).isFalse();
      assertThat(read(absent())).isTrue();
    }

    @Test
    void askingForWhatIsNotWantedIsNoReasonToTell() {
      wantQueue();
      read(absent());
      desk.refresh(Set.of(key("stranger")));

      assertThat(readWhenDue(absent())).isFalse();
    }

    @Test
    void askingAgainWhenNothingAnswered() {
      wantQueue();
      read(absent());
      desk.refresh(Set.of(QUEUE));
      desk.publish(desk.takeDue(clock.instant()), Map.of());

      assertThat(readWhenDue(absent())).as("still asked for").isTrue();
    }

    @Test
    void aFailureDoesNotPutOffWhatWasAskedMeanwhile() {
      wantQueue();
      var early = desk.takeDue(clock.instant());
      desk.forgive();
      desk.publish(early, Map.of(QUEUE, unknown(DENIED)));

      assertThat(desk.nextDue()).isEqualTo(clock.instant());
    }
  }

  @Nested
  class Writing {
    private void write(Step step, Progress progress) {
      desk.begin();
      desk.ended(step, progress, Lag.none());
    }

    private void seen(Observation<?> found) {
      wantQueue();
      read(found);
    }

    private Observation<?> now() {
      return snapshot().seen().get(QUEUE);
    }

    @Test
    void whatWasCreatedIsThereUntilReadOtherwise() {
      seen(absent());
      write(new Step.Create(thing("queue")), new Progress.Done());

      assertThat(now())
          .isEqualTo(
              new Observation.Present<>(thing("queue"), new Ownership.Written(), clock.instant()));
      assertThat(readWhenDue(present("wanted"))).as("as written").isFalse();
      assertThat(readWhenDue(present("other"))).isTrue();
    }

    @Test
    void whatWasUpdatedIsAsWritten() {
      seen(present("old"));
      write(Samples.update(thing("queue"), thing("queue", "old")), new Progress.Done());

      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue"));
    }

    /** Else a condition that tells of it would be over until the next reading. */
    @Test
    void whatWasToldOfItStaysUntilReadOtherwise() {
      var notices = List.of(new Notice(Notice.NO_DATA, "no data"));
      seen(
          new Observation.Present<>(
              thing("queue", "old"), new Ownership.OwnedBy(Samples.US), clock.instant(), notices));
      write(Samples.update(thing("queue"), thing("queue", "old")), new Progress.Done());

      assertThat(((Observation.Present<?>) now()).notices()).isEqualTo(notices);
      assertThat(readWhenDue(present("wanted"))).as("news").isTrue();
      assertThat(((Observation.Present<?>) now()).notices()).isEmpty();
    }

    @Test
    void whatWasDeletedIsGone() {
      seen(present("wanted"));
      write(new Step.Delete(thing("queue"), false), new Progress.Done());

      assertThat(now()).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void whatWasReleasedIsNobodysSoThatItIsNotReleasedTwice() {
      seen(present("wanted"));
      write(new Step.Release(thing("queue")), new Progress.Done());

      var planner = new Planner(new Ours(Samples.US, false, java.util.Optional.empty()));
      assertThat(planner.planRemoval(List.of(thing("queue")), snapshot().seen(), false, false))
          .containsExactly(new Step.Keep(QUEUE));
    }

    @Test
    void stepsThatWriteNothingChangeNothing() {
      seen(present("wanted"));
      var before = snapshot();
      desk.ended(new Step.Keep(QUEUE), new Progress.Done(), Lag.none());
      desk.ended(new Step.Keep(QUEUE).held("Waiting", "for it"), new Progress.Done(), Lag.none());
      desk.ended(new Step.Create(thing("queue")), new Progress.Skipped("superseded"), Lag.none());

      assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void aReadingThatBeganBeforeAWriteEndedNeverOverwritesIt() {
      seen(absent());
      clock.pass(INTERVAL);
      var early = desk.takeDue(clock.instant());
      var old = absent();
      write(new Step.Create(thing("queue")), new Progress.Done());
      desk.publish(early, Map.of(QUEUE, old));

      assertThat(now()).isInstanceOf(Observation.Present.class);
    }

    @Test
    void norDoesItEndAWait() {
      seen(absent());
      clock.pass(INTERVAL);
      var early = desk.takeDue(clock.instant());
      write(
          new Step.Create(thing("queue")),
          new Progress.Wait(Duration.ofSeconds(7), "is being made"));

      assertThat(desk.publish(early, Map.of(QUEUE, absent()))).isFalse();
      assertThat(snapshot().waits()).containsEntry(QUEUE, "is being made");
      assertThat(desk.nextDue()).isEqualTo(in(Duration.ofSeconds(7)));
    }

    @Test
    void whoAskedForAnOvertakenReadingIsToldAllTheSame() {
      seen(absent());
      desk.refresh(Set.of(QUEUE));
      var early = desk.takeDue(clock.instant());
      write(new Step.Create(thing("queue")), new Progress.Done());

      assertThat(desk.publish(early, Map.of(QUEUE, absent()))).isTrue();
    }

    @Test
    void aWriteSettlesForAWholeInterval() {
      seen(present("old"));
      clock.pass(INTERVAL.minusSeconds(1));
      write(Samples.update(thing("queue"), thing("queue", "old")), new Progress.Done());

      assertThat(desk.nextDue()).isEqualTo(in(INTERVAL));
    }

    @Test
    void unlessAReadingWasAskedFor() {
      seen(present("old"));
      desk.refresh(Set.of(QUEUE));
      write(Samples.update(thing("queue"), thing("queue", "old")), new Progress.Done());

      assertThat(desk.nextDue()).isEqualTo(clock.instant());
    }

    @Test
    void aWaitIsLookedAtAgainAndToldThoughNothingChanged() {
      seen(present("full"));
      write(
          new Step.Delete(thing("queue", "full"), true),
          new Progress.Wait(Duration.ofSeconds(2), "1000 objects deleted"));

      assertThat(snapshot().ripe(QUEUE, NOON, clock.instant())).isFalse();
      assertThat(desk.nextDue()).isEqualTo(in(Duration.ofSeconds(2)));
      assertThat(readWhenDue(present("full"))).as("time to go on").isTrue();
      assertThat(snapshot().ripe(QUEUE, NOON, clock.instant())).isTrue();
    }

    @Test
    void aWriteOfWhatIsNoLongerWantedLeavesNothingToRead() {
      seen(absent());
      desk.begin();
      desk.want(List.of(), INTERVAL);
      desk.ended(new Step.Create(thing("queue")), new Progress.Failed(THROTTLED), Lag.none());
      desk.ended(new Step.Create(thing("queue")), new Progress.Done(), Lag.none());

      clock.pass(INTERVAL);
      assertThat(desk.takeDue(clock.instant())).isEmpty();
      assertThat(snapshot().seen()).isEmpty();
    }

    @Test
    void oneTurnAtATime() {
      assertThat(desk.begin()).isTrue();
      assertThat(snapshot().busy()).isTrue();
      assertThat(desk.begin()).isFalse();
      desk.end();
      assertThat(snapshot().busy()).isFalse();
      assertThat(desk.begin()).isTrue();
    }

    @Test
    void aTurnThatWroteIsTold() {
      seen(absent());
      write(new Step.Create(thing("queue")), new Progress.Failed(DENIED));

      assertThat(desk.end()).isTrue();
    }

    @Test
    void aTurnInWhichAllWasSkippedIsNotToldOrItWouldBeBegunForEver() {
      seen(absent());
      write(new Step.Create(thing("queue")), new Progress.Skipped("waits"));

      assertThat(desk.end()).isFalse();
    }

    @Test
    void whoCameTooEarlyIsTold() {
      seen(absent());
      desk.begin();
      snapshot();
      assertThat(desk.end()).as("saw that it is busy").isTrue();

      desk.begin();
      desk.begin();
      assertThat(desk.end()).as("wanted to write").isTrue();

      desk.begin();
      assertThat(desk.end()).as("nobody came").isFalse();
    }

    @Test
    void anotherWishIsAnotherTurn() {
      wantQueue();
      var turn = desk.turn();
      wantQueue();
      assertThat(desk.turn()).isEqualTo(turn);
      desk.want(List.of(thing("queue", "else")), INTERVAL);
      assertThat(desk.turn()).isNotEqualTo(turn);
    }
  }

  @Nested
  class Settling {
    private static final Duration SETTLES = Duration.ofSeconds(60);

    private Observation<?> now() {
      return snapshot().seen().get(QUEUE);
    }

    private void written(Step step) {
      desk.ended(step, new Progress.Done(), Lag.of(SETTLES));
    }

    private void updated() {
      wantQueue();
      read(present("old"));
      written(Samples.update(thing("queue"), thing("queue", "old")));
    }

    private boolean reread(Observation<?> found) {
      desk.refresh(Set.of(QUEUE));
      return read(found);
    }

    private void assertAsWritten() {
      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue"));
    }

    @Test
    void whatAReadingShowsInsteadOfWhatWasWrittenCountsAsThat() {
      updated();
      clock.pass(SETTLES.minusSeconds(1));
      reread(present("old"));

      assertAsWritten();
      assertThat(now().asOf()).as("it was read").isEqualTo(clock.instant());
    }

    @Test
    void itIsNoNews() {
      updated();
      desk.want(List.of(thing("queue")), SETTLES.dividedBy(2));

      assertThat(readWhenDue(present("old"))).isFalse();
    }

    @Test
    void itIsReadAgainWhenTheTimeIsOver() {
      updated();
      clock.pass(Duration.ofSeconds(20));
      reread(present("old"));

      assertThat(desk.nextDue()).isEqualTo(in(Duration.ofSeconds(40)));
      assertThat(readWhenDue(present("old"))).as("drift now").isTrue();
      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue", "old"));
      assertThat(desk.nextDue()).as("as ever").isEqualTo(in(INTERVAL));
    }

    @Test
    void aReadingThatShowsItIsNotReadAgain() {
      updated();
      reread(present("wanted"));

      assertThat(((Observation.Present<?>) now()).ownership())
          .isEqualTo(new Ownership.OwnedBy(Samples.US));
      assertThat(desk.nextDue()).isEqualTo(in(INTERVAL));
    }

    /** One server may know already what another does not. */
    @Test
    void anOldAnswerAfterANewOneCountsForNothing() {
      updated();
      reread(present("wanted"));
      reread(present("old"));

      assertAsWritten();
    }

    @Test
    void aReadingThatBeganInTimeMayBeOldThoughItEndsLater() {
      updated();
      clock.pass(SETTLES.minusSeconds(1));
      desk.refresh(Set.of(QUEUE));
      var slow = desk.takeDue(clock.instant());
      clock.pass(Duration.ofSeconds(10));
      desk.publish(slow, Map.of(QUEUE, present("old")));

      assertAsWritten();
    }

    @Test
    void whatWasMadeMayNotBeThereYet() {
      wantQueue();
      read(absent());
      written(new Step.Create(thing("queue")));
      reread(absent());

      assertAsWritten();
    }

    @Test
    void whatWasDeletedMayStillBeThere() {
      wantQueue();
      read(present("wanted"));
      written(new Step.Delete(thing("queue"), false));
      reread(present("wanted"));

      assertThat(now()).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void whatWasLeftToNobodyMayStillShowItsOwner() {
      wantQueue();
      read(present("wanted"));
      written(new Step.Release(thing("queue")));
      reread(present("wanted"));
      assertThat(((Observation.Present<?>) now()).ownership()).isEqualTo(new Ownership.Unowned());

      var left =
          new Observation.Present<>(
              thing("queue", "without the owner's tag"),
              new Ownership.RetainedBy(Samples.US),
              clock.instant());
      reread(left);
      assertThat(now()).isEqualTo(left);
    }

    /** Nothing has been read since it was created, so that its tags alone tell its owner. */
    @Test
    void whatWasLeftSoonAfterItWasCreatedShowsThatItIsLeft() {
      var group = group(Map.of(Tags.OWNER, Samples.US.toString()));
      desk.want(List.of(group), INTERVAL);
      desk.publish(desk.takeDue(clock.instant()), Map.of(group.key(), absent()));
      written(new Step.Create(group));
      written(new Step.Release(group));
      var left =
          new Observation.Present<>(
              group(Map.of()), new Ownership.RetainedBy(Samples.US), clock.instant());
      desk.refresh(Set.of(group.key()));
      desk.publish(desk.takeDue(clock.instant()), Map.of(group.key(), left));

      assertThat(snapshot().seen().get(group.key())).isEqualTo(left);
    }

    private static LogGroup group(Map<String, String> tags) {
      return new LogGroup(Samples.key("group"), "arn:group", Optional.of(7), tags);
    }

    /** Another's value, while ours may not show yet. */
    @Test
    void anyOtherValueThanTheFormerIsAsItIsRead() {
      updated();
      reread(present("a third"));

      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue", "a third"));
    }

    @Test
    void anotherFieldIsFoundWhileTheOneThatWasWrittenSettles() {
      var want = Specimens.queue(Optional.empty());
      var healed = Samples.update(want, retaining(want, Duration.ofDays(1), Optional.empty()));
      desk.want(List.of(want), INTERVAL);
      desk.publish(desk.takeDue(clock.instant()), Map.of(want.key(), Samples.present(want)));
      written(healed);
      clock.pass(Duration.ofSeconds(30));
      var open = Optional.of(Policy.parse("{\"Statement\":[{\"Effect\":\"Allow\"}]}"));
      desk.refresh(Set.of(want.key()));
      var found = retaining(want, Duration.ofDays(1), open);
      desk.publish(
          desk.takeDue(clock.instant()),
          Map.of(
              want.key(),
              new Observation.Present<>(
                  found, new Ownership.OwnedBy(Samples.US), clock.instant())));

      assertThat(((Observation.Present<?>) snapshot().seen().get(want.key())).have())
          .isEqualTo(retaining(want, want.retention(), open));
    }

    private static SqsQueue retaining(SqsQueue queue, Duration retention, Optional<Policy> policy) {
      return new SqsQueue(
          queue.key(),
          queue.url(),
          queue.visibility(),
          retention,
          queue.poll(),
          queue.managedEncryption(),
          queue.kmsKey(),
          queue.redrive(),
          policy,
          queue.tags());
    }

    @Test
    void anotherOwnerIsSeenAtOnce() {
      updated();
      var theirs =
          new Observation.Present<>(
              thing("queue", "old"), new Ownership.OwnedBy(Samples.THEM), clock.instant());
      reread(theirs);

      assertThat(((Observation.Present<?>) now()).ownership()).isEqualTo(theirs.ownership());
    }

    @Test
    void whatWasMadeInSeveralCallsMayShowTheFirstOnly() {
      wantQueue();
      read(absent());
      desk.ended(
          new Step.Create(thing("queue")),
          new Progress.Done(),
          new Lag(SETTLES, Optional.of(thing("queue", "bare"))));
      reread(present("bare"));
      assertAsWritten();

      reread(present("open"));
      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue", "open"));
    }

    @Test
    void aSecondWriteLeavesTheFirstSettling() {
      updated();
      clock.pass(Duration.ofSeconds(30));
      desk.want(List.of(thing("queue", "newer")), INTERVAL);
      written(Samples.update(thing("queue", "newer"), thing("queue")));
      reread(present("old"));

      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue", "newer"));
    }

    @Test
    void whatWasMadeAgainByAnotherIsSeenThoughItWasDeleted() {
      wantQueue();
      read(present("wanted"));
      written(new Step.Delete(thing("queue"), false));
      var theirs =
          new Observation.Present<>(
              thing("queue", "wanted"), new Ownership.OwnedBy(Samples.THEM), clock.instant());
      reread(theirs);

      assertThat(now()).isEqualTo(theirs);
    }

    @Test
    void whatCantBeReadIsUnknownAllTheSame() {
      updated();
      reread(unknown(THROTTLED));
      reread(unknown(THROTTLED));

      assertThat(now()).isInstanceOf(Observation.Unknown.class);
      assertThat(snapshot().failures()).containsKey(QUEUE);
    }

    @Test
    void whatIsWrittenMeanwhileSettlesInItsTurn() {
      updated();
      clock.pass(Duration.ofSeconds(30));
      desk.want(List.of(thing("queue", "newer")), INTERVAL);
      written(Samples.update(thing("queue", "newer"), thing("queue")));
      clock.pass(Duration.ofSeconds(45));
      reread(present("wanted"));

      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue", "newer"));
    }

    @Test
    void whatWasWrittenOnlyInPartDoesNot() {
      updated();
      var step = Samples.update(thing("queue"), thing("queue", "old"));
      desk.ended(step, new Progress.Wait(Duration.ofSeconds(2), "is coming"), Lag.none());
      readWhenDue(present("half"));

      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue", "half"));
    }

    @Test
    void whatIsNoLongerWantedIsForgotten() {
      updated();
      desk.want(List.of(), INTERVAL);
      wantQueue();
      read(present("old"));

      assertThat(((Observation.Present<?>) now()).have()).isEqualTo(thing("queue", "old"));
    }
  }

  @Nested
  class Failing {
    private final Map<Key, Observation<?>> answer = new HashMap<>();

    private void failToWrite(Failure failure) {
      desk.ended(new Step.Create(thing("queue")), new Progress.Failed(failure), Lag.none());
    }

    private Backoff backoff() {
      return snapshot().failures().get(QUEUE);
    }

    @Test
    void aRefusedWriteIsTriedAgainWhenItsTimeHasCome() {
      wantQueue();
      read(absent());
      failToWrite(THROTTLED);

      assertThat(backoff().attempts()).isEqualTo(1);
      assertThat(snapshot().ripe(QUEUE, NOON, clock.instant())).isFalse();
      assertThat(readWhenDue(absent())).as("nothing changed, but it is time").isTrue();
      assertThat(snapshot().ripe(QUEUE, NOON, clock.instant())).isTrue();
    }

    @Test
    void pausesGrowToHalfAMinuteAndNoFurther() {
      wantQueue();
      read(absent());
      var last = Duration.ZERO;
      for (int attempt = 1; attempt <= 40; attempt++) {
        failToWrite(THROTTLED);
        assertThat(backoff().attempts()).isEqualTo(attempt);
        var pause = Duration.between(clock.instant(), backoff().notBefore());
        assertThat(pause).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofSeconds(30));
        last = pause;
        readWhenDue(absent());
      }
      assertThat(last).isEqualTo(Duration.ofSeconds(15)); // jittered to the half
    }

    @Test
    void whatIsRefusedForGoodIsTriedEveryFiveMinutesThoughReadMoreOften() {
      var often = new Desk(clock, () -> -1L, Instant::plus);
      often.want(List.of(thing("queue")), Duration.ofMinutes(1));
      often.publish(often.takeDue(clock.instant()), Map.of(QUEUE, absent()));
      for (var attempt = 1; attempt <= 4; attempt++) {
        often.ended(new Step.Create(thing("queue")), new Progress.Failed(DENIED), Lag.none());
      }
      var told = NOON;
      while (true) {
        clock.pass(Duration.between(clock.instant(), often.nextDue()));
        if (often.publish(often.takeDue(clock.instant()), Map.of(QUEUE, absent()))) {
          told = clock.instant();
          break;
        }
      }

      assertThat(Duration.between(NOON, told))
          .isBetween(Duration.ofSeconds(290), Duration.ofMinutes(5));
    }

    @Test
    void whatMayNotBeReadIsReadEveryFiveMinutesThoughTheIntervalIsShorter() {
      var often = new Desk(clock, () -> -1L, Instant::plus);
      often.want(List.of(thing("queue")), Duration.ofMinutes(1));
      var told = new ArrayList<Boolean>();
      for (var attempt = 1; attempt <= 5; attempt++) {
        clock.pass(Duration.between(clock.instant(), often.nextDue()));
        told.add(often.publish(often.takeDue(clock.instant()), Map.of(QUEUE, unknown(DENIED))));
      }

      assertThat(told)
          .as("news, then that it lasts")
          .containsExactly(true, false, false, true, false);
      assertThat(often.nextDue()).isBetween(in(Duration.ofSeconds(290)), in(Duration.ofMinutes(5)));
    }

    @Test
    void successForgets() {
      wantQueue();
      read(absent());
      failToWrite(THROTTLED);
      desk.ended(new Step.Create(thing("queue")), new Progress.Done(), Lag.none());
      assertThat(snapshot().failures()).isEmpty();

      failToWrite(THROTTLED);
      assertThat(backoff().attempts()).as("begins anew").isEqualTo(1);
      desk.ended(
          new Step.Create(thing("queue")),
          new Progress.Wait(Duration.ofSeconds(1), "is coming"),
          Lag.none());
      assertThat(snapshot().failures()).isEmpty();
    }

    @Test
    void aFailureEndsAWait() {
      wantQueue();
      read(absent());
      desk.ended(
          new Step.Create(thing("queue")),
          new Progress.Wait(Duration.ofSeconds(1), "is coming"),
          Lag.none());
      failToWrite(THROTTLED);

      assertThat(snapshot().waits()).isEmpty();
    }

    @Test
    void aReadingThatWorksForgetsOneThatDidNot() {
      wantQueue();
      read(unknown(DENIED));
      assertThat(backoff().failure()).isEqualTo(DENIED);
      assertThat(readWhenDue(present("wanted"))).isTrue();

      assertThat(snapshot().failures()).isEmpty();
    }

    @Test
    void aReadingThatShowsTheSameDoesNotForgetARefusedWrite() {
      wantQueue();
      read(absent());
      failToWrite(DENIED);
      clock.pass(Duration.ofSeconds(10));
      desk.refresh(Set.of(QUEUE));
      read(absent());

      assertThat(backoff().failure()).isEqualTo(DENIED);
    }

    @Test
    void aReadingThatShowsThatItWorkedAllTheSameForgetsIt() {
      wantQueue();
      read(absent());
      failToWrite(THROTTLED);
      readWhenDue(present("wanted"));

      assertThat(snapshot().failures()).isEmpty();
      assertThat(readWhenDue(present("wanted"))).as("and tells no more").isFalse();
    }

    @Test
    void anotherWishIsTriedAtOnce() {
      wantQueue();
      read(unknown(DENIED));
      desk.want(List.of(thing("queue", "else")), INTERVAL);

      assertThat(snapshot().failures()).isEmpty();
      assertThat(desk.nextDue()).isEqualTo(clock.instant());
    }

    @Test
    void forgivingReadsEverythingAndForgetsEveryFailure() {
      desk.want(List.of(thing("queue"), thing("topic")), INTERVAL);
      desk.publish(
          desk.takeDue(clock.instant()), Map.of(QUEUE, unknown(DENIED), key("topic"), absent()));
      desk.forgive();

      assertThat(snapshot().failures()).isEmpty();
      answer.put(QUEUE, unknown(DENIED));
      answer.put(key("topic"), absent());
      var taken = desk.takeDue(clock.instant());
      assertThat(taken).hasSize(2);
      assertThat(desk.publish(taken, answer)).as("whoever asked is told").isTrue();
    }
  }
}
