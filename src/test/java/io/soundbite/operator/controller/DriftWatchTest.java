package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Drift;
import io.soundbite.operator.engine.Evidence;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DriftWatchTest {
  private static final Owner US = new Owner("here", "soundbite", "staging");
  private static final Owner THEM = new Owner("here", "soundbite", "production");
  private static final LogGroup LOGS =
      new LogGroup(new Key(Stack.API, "Logs", "/soundbite/api"), "arn", Optional.of(30), Map.of());
  private static final KubeObject SERVICE = service("wanted");
  private static final List<Desired> ALL = List.of(LOGS, SERVICE);
  private static final Predicate<Key> REACHED = any -> true;
  private static final Evidence NOBODY = Evidence.none();
  private static final Progress DONE = new Progress.Done();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ManualClock clock = new ManualClock();
  private final DriftWatch watch = new DriftWatch(registry, clock);

  private static KubeObject service(String value) {
    return new KubeObject(
        new Key(Stack.API, "Service/api", "staging-api"), Tree.obj("value", value), Set.of());
  }

  private static LogGroup retaining(int days) {
    return new LogGroup(LOGS.key(), LOGS.arn(), Optional.of(days), LOGS.tags());
  }

  private static <D extends Desired> Step update(D want, D have) {
    return new Step.Update(new Change<>(want, have, Difference.between(want, have)));
  }

  private static final Step HEAL = update(LOGS, retaining(7));
  private static final Step KEEP = new Step.Keep(LOGS.key());
  private static final Drift DRIFT = new Drift(LOGS.key(), "/retentionDays", "30", "7", null);
  private static final Drift GONE = new Drift(SERVICE.key(), "/", "present", null, null);

  private DriftWatch.Inspection inspect(Step step) {
    return inspect(US, step, NOBODY);
  }

  private DriftWatch.Inspection inspect(Owner owner, Step step, Evidence evidence) {
    var wants = ALL.stream().filter(it -> it.key().equals(step.key())).toList();
    return watch.inspect(owner, ALL, wants, List.of(step), watch.mark(), REACHED, evidence);
  }

  private void heal() {
    inspect(HEAL);
    watch.ended(US, HEAL, DONE);
    inspect(KEEP);
  }

  private double count(String meter, String stack, String kind) {
    var counter = registry.find(meter).tag("stack", stack).tag("kind", kind).counter();
    return counter == null ? 0 : counter.count();
  }

  @Nested
  class Finding {
    @Test
    void whatIsAsItHadBeenIsNone() {
      var inspection = inspect(KEEP);

      assertThat(inspection.steps()).containsExactly(KEEP);
      assertThat(inspection.drift()).isEmpty();
      assertThat(inspection.found()).isEmpty();
      assertThat(inspection.healed()).isEmpty();
      assertThat(watch.due(US)).isEmpty();
    }

    @Test
    void isOnceHoweverOftenItIsLookedAt() {
      assertThat(inspect(HEAL).found()).containsExactly(DRIFT);
      var again = inspect(HEAL);

      assertThat(again.drift()).containsExactly(DRIFT);
      assertThat(again.found()).isEmpty();
      assertThat(count("soundbite.drift.found", "API", "Logs")).isEqualTo(1);
    }

    @Test
    void isAnewWhenItWasPutRightOrIsOtherwise() {
      inspect(HEAL);
      inspect(KEEP);

      assertThat(inspect(HEAL).found()).containsExactly(DRIFT);
      assertThat(inspect(update(LOGS, retaining(14))).found())
          .containsExactly(new Drift(LOGS.key(), "/retentionDays", "30", "14", null));
    }

    @Test
    void oneHalfTellsNothingOfTheOther() {
      inspect(HEAL);
      inspect(new Step.Create(SERVICE));

      assertThat(inspect(HEAL).found()).isEmpty();
      assertThat(inspect(new Step.Create(SERVICE)).found()).isEmpty();
    }

    @Test
    void isCountedByStackAndKind() {
      inspect(HEAL);
      inspect(new Step.Create(SERVICE));

      assertThat(count("soundbite.drift.found", "API", "Logs")).isEqualTo(1);
      assertThat(count("soundbite.drift.found", "API", "Service")).isEqualTo(1);
      assertThat(count("soundbite.drift.found", "API", "Service/api")).isZero();
    }

    @Test
    void environmentsAreApart() {
      inspect(HEAL);

      assertThat(inspect(THEM, HEAL, NOBODY).found()).containsExactly(DRIFT);
    }
  }

  @Nested
  class Remembering {
    private DriftWatch.Inspection unrecorded(Step step) {
      return watch.inspect(US, ALL, ALL, List.of(step), watch.mark(), any -> false, NOBODY);
    }

    @Test
    void whatWasNeverReachedIsNoDriftBeforeItIs() {
      assertThat(unrecorded(HEAL).drift()).isEmpty();
      unrecorded(KEEP);
      assertThat(unrecorded(HEAL).drift()).containsExactly(DRIFT);
    }

    @Test
    void whatIsRecordedIsAskedForOnce() {
      inspect(KEEP);

      assertThat(unrecorded(new Step.Create(SERVICE)).drift()).containsExactly(GONE);
    }

    @Test
    void nothingOfAnEnvironmentThatIsGone() {
      heal();
      heal();
      inspect(HEAL);
      watch.ended(US, HEAL, DONE);
      watch.forget(US);

      assertThat(unrecorded(HEAL).drift()).isEmpty();
      assertThat(unrecorded(HEAL).healed()).isEmpty();
      assertThat(watch.hold(US, List.of(HEAL), NOBODY)).containsExactly(HEAL);
    }
  }

  @Nested
  class Healing {
    @Test
    void isToldAndCountedOnce() {
      inspect(HEAL);
      watch.ended(US, HEAL, DONE);
      watch.ended(US, HEAL, DONE);

      assertThat(inspect(KEEP).healed()).containsExactly(DRIFT);
      assertThat(inspect(KEEP).healed()).isEmpty();
      assertThat(count("soundbite.drift.healed", "API", "Logs")).isEqualTo(1);
    }

    @Test
    void isNotWhatFailedOrIsNotDoneYet() {
      inspect(HEAL);
      var failure = new Failure(Failure.Kind.DENIED, "logs:PutRetentionPolicy", "logs", "no");
      watch.ended(US, HEAL, new Progress.Failed(failure));
      watch.ended(US, HEAL, new Progress.Wait(Duration.ofSeconds(1), "is being made"));
      watch.ended(US, HEAL, new Progress.Skipped("no time"));

      assertThat(inspect(HEAL).healed()).isEmpty();
      assertThat(count("soundbite.drift.healed", "API", "Logs")).isZero();
    }

    @Test
    void isNotWhatHadNotDrifted() {
      inspect(HEAL);
      watch.ended(US, new Step.Create(SERVICE), DONE);
      watch.ended(THEM, HEAL, DONE);

      assertThat(inspect(HEAL).healed()).isEmpty();
      assertThat(registry.find("soundbite.drift.healed").counters()).isEmpty();
    }

    @Test
    void isToldThoughTheOtherHalfIsLookedAt() {
      inspect(HEAL);
      watch.ended(US, HEAL, DONE);

      assertThat(inspect(new Step.Keep(SERVICE.key())).healed()).containsExactly(DRIFT);
    }

    /** Writes end beside the reconcile thread. */
    @Test
    void isToldThoughItEndsInTheMiddleOfALook() {
      inspect(HEAL);
      var ended = new AtomicBoolean();
      registry
          .config()
          .onMeterAdded(
              any -> {
                if (ended.compareAndSet(false, true)) {
                  watch.ended(US, HEAL, DONE);
                }
              });

      assertThat(inspect(new Step.Create(SERVICE)).healed()).isEmpty();
      assertThat(ended).isTrue();
      assertThat(inspect(new Step.Create(SERVICE)).healed()).containsExactly(DRIFT);
      assertThat(inspect(new Step.Create(SERVICE)).healed()).isEmpty();
    }
  }

  @Nested
  class Contest {
    @Test
    void whatIsChangedBackThreeTimesIsLeftAlone() {
      heal();
      heal();
      assertThat(inspect(HEAL).steps()).containsExactly(HEAL);
      watch.ended(US, HEAL, DONE);
      clock.pass(Duration.ofMinutes(1));
      var inspection = inspect(US, HEAL, (key, diff) -> Optional.of("kubectl-edit"));

      assertThat(inspection.steps())
          .singleElement()
          .isInstanceOfSatisfying(
              Step.Blocked.class,
              it -> {
                assertThat(it.reason()).isEqualTo("Contested");
                assertThat(it.message()).contains("changed back by kubectl-edit");
              });
      assertThat(inspection.drift())
          .containsExactly(new Drift(LOGS.key(), "/retentionDays", "30", "7", "Contested"));
      assertThat(inspection.found()).containsExactly(DRIFT);
      assertThat(watch.due(US)).contains(clock.instant().plus(Duration.ofMinutes(9)));
      assertThat(inspect(HEAL).found()).as("it is the same still").isEmpty();
    }

    /** A service may take a value and go on showing another; while a release moves, too. */
    @Test
    void soIsWhatWasNeverReached() {
      for (int i = 0; i < 3; i++) {
        assertThat(unreached(HEAL)).isEqualTo(HEAL);
        watch.ended(US, HEAL, DONE);
        clock.pass(Duration.ofMinutes(5));
      }

      assertThat(unreached(HEAL)).isInstanceOf(Step.Blocked.class);
    }

    private Step unreached(Step step) {
      return watch
          .inspect(US, ALL, List.of(LOGS), List.of(step), watch.mark(), any -> false, NOBODY)
          .steps()
          .getFirst();
    }

    @Test
    void isHeldBackInWhatIsOnlyShownToo() {
      assertThat(watch.hold(US, List.of(HEAL), NOBODY)).containsExactly(HEAL);
      heal();
      heal();
      heal();

      assertThat(watch.hold(US, List.of(HEAL), NOBODY))
          .singleElement()
          .isInstanceOf(Step.Blocked.class);
      assertThat(watch.hold(THEM, List.of(HEAL), NOBODY)).containsExactly(HEAL);
    }

    @Test
    void endsAfterTenMinutes() {
      heal();
      heal();
      heal();
      clock.pass(Duration.ofMinutes(10));

      assertThat(watch.hold(US, List.of(HEAL), NOBODY)).containsExactly(HEAL);
      assertThat(inspect(HEAL).steps()).containsExactly(HEAL);
      assertThat(watch.due(US)).isEmpty();
    }

    @Test
    void endsSoonOnRequestAndIsNotForgotten() {
      heal();
      heal();
      heal();
      watch.forgive(US);
      clock.pass(Duration.ofSeconds(15));

      assertThat(inspect(HEAL).steps()).containsExactly(HEAL);
      watch.ended(US, HEAL, DONE);
      assertThat(inspect(HEAL).steps()).singleElement().isInstanceOf(Step.Blocked.class);
      watch.forgive(THEM);
    }
  }

  @Nested
  class Altered {
    private static final Step CHANGE = update(SERVICE, service("found"));
    private static final FieldDiff MADE =
        new FieldDiff(
            "/value", new Tree.Str("wanted"), new Tree.Str("made"), FieldDiff.Nature.PLAIN);

    @Test
    void whatAdmissionChangesIsContestedFromTheFirstWriteOn() {
      inspect(CHANGE);
      watch.ended(US, CHANGE, new Progress.Done(List.of(MADE)));
      var next = inspect(update(SERVICE, service("made")));

      assertThat(next.steps())
          .singleElement()
          .isInstanceOfSatisfying(
              Step.Blocked.class,
              it ->
                  assertThat(it.message())
                      .contains("admission (a mutating policy or webhook)")
                      .contains("/value: made -> wanted"));
      assertThat(next.healed()).as("it is not as declared").isEmpty();
      assertThat(registry.find("soundbite.drift.healed").counters()).isEmpty();
      assertThat(watch.drift(US, List.of(SERVICE), next.steps()))
          .extracting(Drift::held)
          .containsExactly("Contested");
      assertThat(watch.due(US)).contains(clock.instant().plusSeconds(15));
    }

    @Test
    void nothingIsDriftOfWhatNobodyLookedAt() {
      assertThat(watch.drift(THEM, List.of(SERVICE), List.of(CHANGE))).isEmpty();
      assertThat(watch.due(THEM)).isEmpty();
    }
  }

  @Nested
  class Refused {
    private static final Step CHANGE = update(SERVICE, service("found"));
    private static final Failure NO =
        new Failure(Failure.Kind.ADMISSION, "patch services", "ns/api", "denied: no");

    private Step tried(Step step, Failure failure) {
      inspect(step);
      watch.ended(US, step, new Progress.Failed(failure));
      return inspect(step).steps().getFirst();
    }

    @Test
    void isTriedAgainLaterAndLater() {
      assertThat(tried(CHANGE, NO))
          .isEqualTo(
              new Step.Blocked(
                  SERVICE.key(),
                  "AdmissionDenied",
                  "patch services on ns/api: denied: no",
                  ((Step.Update) CHANGE).change().diffs()));
      assertThat(watch.due(US)).contains(clock.instant().plusSeconds(2));
      clock.pass(Duration.ofSeconds(2));
      assertThat(inspect(CHANGE).steps()).containsExactly(CHANGE);
      tried(CHANGE, NO);
      assertThat(watch.due(US)).contains(clock.instant().plusSeconds(4));
      for (int i = 0; i < 20; i++) {
        tried(CHANGE, NO);
      }
      assertThat(watch.due(US)).contains(clock.instant().plusSeconds(30));
    }

    @Test
    void isTriedAtOnceWhenAskedOrWhenItIsAnother() {
      tried(CHANGE, NO);
      var other = service("other");
      assertThat(watch.hold(US, List.of(update(other, service("found"))), NOBODY).getFirst())
          .isInstanceOf(Step.Update.class);
      watch.forgive(US);
      assertThat(inspect(CHANGE).steps()).containsExactly(CHANGE);
    }

    @Test
    void whatWasWrittenWasNotRefused() {
      tried(CHANGE, NO);
      watch.ended(US, CHANGE, DONE);
      assertThat(inspect(CHANGE).steps()).containsExactly(CHANGE);
    }

    @Test
    void whatIsAsWantedOrNotAskedForAnyMoreWasRefusedNever() {
      tried(CHANGE, NO);
      inspect(new Step.Keep(SERVICE.key()));
      assertThat(watch.due(US)).isEmpty();

      tried(CHANGE, NO);
      inspect(KEEP);
      assertThat(inspect(CHANGE).steps()).singleElement().isInstanceOf(Step.Blocked.class);
      clock.pass(Duration.ofHours(3));
      inspect(KEEP);
      clock.pass(Duration.ofHours(-3));
      assertThat(inspect(CHANGE).steps()).containsExactly(CHANGE);
    }

    @Test
    void aConflictIsReadAgainAtOnce() {
      var conflict = new Failure(Failure.Kind.CONFLICT, "patch services", "ns/api", "changed");
      assertThat(tried(CHANGE, conflict)).isEqualTo(CHANGE);
    }

    @Test
    void awsHasABackoffOfItsOwn() {
      assertThat(tried(HEAL, NO)).isEqualTo(HEAL);
    }

    @Test
    void aCreationWaitsToo() {
      var create = new Step.Create(SERVICE);
      assertThat(tried(create, NO)).isInstanceOf(Step.Blocked.class);
    }
  }
}
