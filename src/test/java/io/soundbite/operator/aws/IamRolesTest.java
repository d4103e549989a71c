package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the emulator does not show of IAM: pages, and eventual consistency. */
class IamRolesTest {
  private static final Policy POLICY = Policy.parse("{\"Version\":\"2012-10-17\"}");

  private final ManualClock clock = new ManualClock();
  private final FakeIam iam = new FakeIam();
  private final AwsProvider<IamRole> roles =
      new AwsProvider<>(
          new IamRoles(iam, Rarely.everyTime(), clock, Lister.alone()), Clock.systemUTC());

  @Test
  void conflictsUntilTheListingShowsTheRoleAndThenIsThere() {
    var want = role("api");
    assertThat(roles.create(want)).isEqualTo(new Progress.Done());

    assertThat(observed(want)).isInstanceOf(Observation.Absent.class);
    assertThat(roles.create(want))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.CONFLICT));

    iam.settle();
    assertThat(observed(want))
        .isInstanceOfSatisfying(
            Observation.Present.class, it -> assertThat(it.have()).isEqualTo(want));
  }

  /** Owned from the first call on, so that the failed creation goes on as an update. */
  @Test
  void goesOnWhenTheRoleIsNotYetKnownToTheNextCall() {
    var want = role("api");
    iam.consistent = false;

    assertThat(roles.create(want))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.failure().kind().passing()).isTrue());
    assertThat(iam.tags(want.key().name())).extracting(it -> it.key()).contains(Tags.OWNER);

    iam.settle();
    var have = ((Observation.Present<IamRole>) observed(want)).have();
    assertThat(roles.update(new Change<>(want, have, Difference.between(want, have))))
        .isEqualTo(new Progress.Done());
    iam.settle();
    assertThat(((Observation.Present<IamRole>) observed(want)).have()).isEqualTo(want);
  }

  @Test
  void readsPagesOnlyUntilAllAreFound() {
    var all = IntStream.range(0, 50).mapToObj(it -> role("role" + it)).toList();
    all.forEach(roles::create);
    iam.settle();
    iam.pageSize = 10;

    var seen = roles.observe(List.of(all.get(3), all.get(17)));

    assertThat(seen.values()).allMatch(Observation.Present.class::isInstance);
    assertThat(iam.pagesRead).isEqualTo(2);
  }

  @Test
  void readsAllPagesBeforeARoleIsAbsent() {
    IntStream.range(0, 50).mapToObj(it -> role("role" + it)).forEach(roles::create);
    iam.settle();
    iam.pageSize = 10;

    assertThat(observed(role("role"))).isInstanceOf(Observation.Absent.class);
    assertThat(iam.pagesRead).isEqualTo(5);
  }

  @Test
  void readsRolesOneByOneWhereTheListingIsRefused() {
    var want = role("api", Map.of("access", POLICY, "queue", POLICY, "table", POLICY));
    assertThat(roles.create(want)).isEqualTo(new Progress.Done());
    iam.listingDenied = true;

    assertThat(observed(want))
        .isInstanceOfSatisfying(
            Observation.Present.class, it -> assertThat(it.have()).isEqualTo(want));
    assertThat(observed(role("other"))).isInstanceOf(Observation.Absent.class);
    assertThat(iam.pagesRead).as("refused once, and not asked for again").isEqualTo(1);

    clock.pass(RefusedCall.EVERY);
    observed(want);
    assertThat(iam.pagesRead).isEqualTo(2);
  }

  private Observation<IamRole> observed(IamRole want) {
    return roles.observe(List.of(want)).get(want.key());
  }

  private static IamRole role(String name) {
    return role(name, Map.of("access", POLICY));
  }

  private static IamRole role(String name, Map<String, Policy> policies) {
    return new IamRole(
        new Key(Stack.API, Ids.API_ROLE + name, name),
        POLICY,
        policies,
        Set.of(),
        Optional.empty(),
        null,
        Map.of(Tags.OWNER, "here/soundbite/staging"));
  }
}
