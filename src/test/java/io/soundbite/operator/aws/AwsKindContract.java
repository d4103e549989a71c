package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Immutable;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Observation.Present;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every kind of AWS resource, shown on the emulator; an account for each test. */
abstract class AwsKindContract<D extends Desired> {
  /** Says which resource it is: another value is another resource, not drift. */
  private static final Set<String> IDENTITY =
      Set.of(
          "arn",
          "url",
          "logGroup",
          "logGroupId",
          "cluster",
          "namespace",
          "serviceAccount",
          "roleId");

  private Emulator emulator = new Emulator();

  /** The kind under test, with the tags read by {@code tags}. */
  abstract AwsKind<D> kind(AwsClients clients, TagReader tags);

  /** One with every component set to something that is not the service's default. */
  abstract D want(Names names, Map<String, String> tags);

  /** At least one for each component that can change and is always observed. */
  abstract List<Drift> drifts(D want);

  /** All of them, those included that a contract knows for every kind. */
  Stream<Drift> everyDrift(D want) {
    return drifts(want).stream();
  }

  /** What looks otherwise afterwards, and is the same. */
  List<Alike> alike(D want) {
    return List.of();
  }

  /** Makes what {@code want} depends on; most depend on nothing. */
  void prepare(D want) {}

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void isAbsentBeforeItIsMade() {
    assertThat(observed(want())).isInstanceOf(Observation.Absent.class);
  }

  @Test
  void isAsWantedOnceMade() {
    var want = made();

    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void isWrittenOnlyWhenItDiffers() {
    var want = made();

    assertThat(calls().writesOf(() -> observed(want))).isEmpty();
  }

  /** Whichever call of a reading it is. */
  @Test
  void readsAgainWhatAwsFailsOnce() {
    var want = made();
    var operations = new TreeSet<>(calls().of(() -> observed(want)));

    assertThat(operations)
        .allSatisfy(
            operation -> {
              emulator.failOnce(operation);
              assertThat(present(want).have()).isEqualTo(want);
            });
  }

  /** Done, or a conflict after which the engine reads again; never changed or doubled. */
  @Test
  void createsAgainWithoutHarm() {
    var want = made();

    var again = provider().create(want);

    if (again instanceof Progress.Failed(var failure)) {
      assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFLICT);
    } else {
      assertThat(again).isEqualTo(new Progress.Done());
    }
    assertThat(present(want).have()).isEqualTo(want);
  }

  @Test
  void hasDriftCasesForEveryComponent() {
    var want = want();

    var cases = everyDrift(want).map(drift -> drift.path().split("/", -1)[1]).toList();

    assertThat(cases)
        .as("a drift case for each component that can change")
        .containsAll(changeable(want));
  }

  @TestFactory
  Stream<DynamicTest> healsDrift() {
    var want = made();
    return everyDrift(want)
        .map(drift -> DynamicTest.dynamicTest(drift.path(), () -> heals(want, drift)));
  }

  @TestFactory
  Stream<DynamicTest> seesNoDifferenceInWhatMeansTheSame() {
    var want = made();
    return alike(want).stream()
        .map(
            alike ->
                DynamicTest.dynamicTest(
                    alike.what(),
                    () -> {
                      alike.hand().run();
                      assertThat(Difference.between(want, present(want).have())).isEmpty();
                    }));
  }

  /** The operator dies right after the answer to each write in turn, and comes back. */
  @TestFactory
  Stream<DynamicTest> completesWhatACrashLeft() {
    var want = want();
    prepare(want);
    var writes = calls().writesOf(() -> provider().create(want));
    return IntStream.rangeClosed(1, writes.size())
        .mapToObj(
            nth ->
                DynamicTest.dynamicTest(
                    "after " + nth + " " + writes.get(nth - 1), () -> completes(nth)));
  }

  private void completes(int crashAfter) {
    emulator.close();
    emulator = new Emulator();
    var want = want();
    prepare(want);
    try (var dying = emulator.clients(new Crash(crashAfter))) {
      assertThat(
              new AwsProvider<>(kind(dying, TagReader.service()), Clock.systemUTC()).create(want))
          .isInstanceOf(Progress.Failed.class);
    }

    var left = present(want);

    assertThat(left.ownership()).isNotEqualTo(new Ownership.Unowned());
    var diffs = Difference.between(want, left.have());
    if (!diffs.isEmpty()) {
      assertThat(provider().update(new Change<>(want, left.have(), diffs)))
          .isEqualTo(new Progress.Done());
    }
    assertThat(present(want).have()).isEqualTo(want);
  }

  /** Throttled is neither absent nor present. */
  @Test
  void isUnknownWhileThrottled() {
    var want = made();
    emulator.refuse("RequestLimitExceeded");

    assertThat(observed(want))
        .isInstanceOfSatisfying(
            Observation.Unknown.class,
            seen -> assertThat(seen.failure().kind().passing()).isTrue());
  }

  @Test
  void namesTheCallThatIsDenied() {
    var want = want();
    prepare(want);
    emulator.refuse("AccessDenied");

    assertThat(provider().create(want))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.DENIED);
              assertThat(failed.failure().action()).matches("[a-z0-9]+:[A-Z][A-Za-z]+");
              assertThat(failed.failure().resource()).isEqualTo(want.key().name());
            });
  }

  @Test
  void deletesMoreThanOnce() {
    var want = made();

    var have = present(want).have();

    assertThat(provider().delete(have, false)).isEqualTo(new Progress.Done());
    assertThat(observed(want)).isInstanceOf(Observation.Absent.class);
    assertThat(provider().delete(have, false)).isEqualTo(new Progress.Done());
  }

  private void heals(D want, Drift drift) {
    drift.hand().run();
    var have = present(want).have();
    var diffs = Difference.between(want, have);
    if (drift.alone()) {
      assertThat(diffs).extracting(FieldDiff::path).containsExactly(drift.path());
    } else {
      assertThat(diffs).extracting(FieldDiff::path).contains(drift.path()).hasSizeGreaterThan(1);
    }
    assertThat(provider().update(new Change<>(want, have, diffs))).isEqualTo(new Progress.Done());
    assertThat(present(want).have()).isEqualTo(want);
  }

  private static List<String> changeable(Desired want) {
    return Stream.of(want.getClass().getRecordComponents())
        .filter(component -> !component.getType().equals(Key.class))
        .filter(component -> !component.isAnnotationPresent(Immutable.class))
        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .map(RecordComponent::getName)
        .filter(name -> !IDENTITY.contains(name))
        .toList();
  }

  final Emulator emulator() {
    return emulator;
  }

  final AwsClients aws() {
    return emulator.clients();
  }

  final Calls calls() {
    return emulator.calls();
  }

  final D want() {
    return want(emulator.names(), emulator.tags().of(Stack.QUEUE, "Test"));
  }

  /** Makes {@link #want()}. */
  final D made() {
    return made(want());
  }

  final D made(D want) {
    prepare(want);
    assertThat(provider().create(want)).isEqualTo(new Progress.Done());
    return want;
  }

  final AwsProvider<D> provider() {
    return provider(TagReader.service());
  }

  final AwsProvider<D> provider(TagReader tags) {
    return new AwsProvider<>(kind(aws(), tags), Clock.systemUTC());
  }

  final Observation<D> observed(D want) {
    return provider().observe(List.of(want)).get(want.key());
  }

  final Present<D> present(D want) {
    var seen = observed(want);
    assertThat(seen).isInstanceOf(Present.class);
    return (Present<D>) seen;
  }
}
