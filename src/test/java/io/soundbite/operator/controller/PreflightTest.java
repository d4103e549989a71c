package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.soundbite.operator.api.v1alpha1.QuotaStatus;
import io.soundbite.operator.aws.Quota;
import io.soundbite.operator.aws.Scope;
import io.soundbite.operator.aws.Usage;
import io.soundbite.operator.blueprint.Blueprint;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.ExampleFile;
import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Installation;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.SlotTarget;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final Scope SCOPE = new Scope("us-east-1", null, new Scope.Credentials.Operator());
  private static final Failure DENIED =
      new Failure(Failure.Kind.DENIED, "servicequotas:GetServiceQuota", "x", "no");

  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<Owner> woken = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Quota> asked = new LinkedBlockingQueue<>();
  private final Map<Quota, Long> limits = new ConcurrentHashMap<>();
  private final Preflight preflight = new Preflight(this::answer, woken::add, clock);
  private final Environment environment = environment();
  private final List<Step> creates =
      Halves.of(Blueprint.of(environment, SlotTarget.none())).aws().stream()
          .<Step>map(Step.Create::new)
          .toList();

  private Result<Usage> answer(Preflight.Question question) {
    asked.add(question.quota());
    var limit = limits.getOrDefault(question.quota(), 1000L);
    return limit < 0
        ? new Result.Failed<>(DENIED)
        : new Result.Ok<>(new Usage(10, limit, clock.instant()));
  }

  @Test
  void nothingIsAskedWhileNothingIsToBeMade() {
    var kept = creates.stream().<Step>map(it -> new Step.Keep(it.key())).toList();

    assertThat(clear(kept, false, false)).isEqualTo(Preflight.Clearance.of(kept));
    assertThat(clear(creates, true, false)).isEqualTo(Preflight.Clearance.of(creates));
    assertThat(clear(creates, false, true).steps()).isEqualTo(creates);
    assertThat(asked).isEmpty();
  }

  @Test
  void everythingWaitsForTheFirstAnswer() throws InterruptedException {
    var pending = clear(creates, false, false);

    assertThat(pending.steps()).noneMatch(Step::writes);
    assertThat(pending.steps()).allMatch(it -> ((Step.Blocked) it).reason().equals("Reading"));
    awaitAnswers();
    assertThat(asked).containsExactlyInAnyOrder(Quota.values());
    assertThat(clear(creates, false, false).steps()).isEqualTo(creates);
  }

  @Test
  void whatIsNeededIsWhatTheBlueprintHas() throws InterruptedException {
    var quotas = answered().quotas();

    assertThat(quotas)
        .extracting(QuotaStatus::resource, QuotaStatus::needed)
        .containsExactly(
            tuple("tables", 1L),
            tuple("alarms", 17L),
            tuple("buckets", 1L),
            tuple("repositories", 1L),
            tuple("roles", 2L));
    assertThat(quotas).noneMatch(QuotaStatus::exceeded);
  }

  @Test
  void whereThereIsNoRoomNothingIsMadeAndTheRestIsDone() throws InterruptedException {
    limits.put(Quota.ROLES, 11L);
    limits.put(Quota.TABLES, 10L);
    var plan = Stream.concat(creates.stream(), Stream.of(deletion())).toList();
    clear(plan, false, false);
    awaitAnswers();

    var refused = clear(plan, false, false);

    assertThat(refused.steps()).filteredOn(Step::writes).containsExactly(deletion());
    var message = ((Step.Blocked) refused.steps().getFirst()).message();
    assertThat(message)
        .contains("dynamodb tables: 10 used, 1 needed, the limit is 10")
        .contains("iam roles: 10 used, 2 needed, the limit is 11")
        .contains("--service-code iam --quota-code L-FE177D64 --desired-value 12")
        .doesNotContain("alarms");
    assertThat(message.length()).isLessThan(1024);
    assertThat(refused.until()).contains(clock.instant().plus(Duration.ofMinutes(2)));
  }

  @Test
  void itGoesOnWhenThereIsRoom() throws InterruptedException {
    limits.put(Quota.ROLES, 11L);
    assertThat(answered().steps()).noneMatch(Step::writes);
    limits.put(Quota.ROLES, 12L);
    assertThat(clear(creates, false, false).steps()).noneMatch(Step::writes);

    clock.pass(Duration.ofMinutes(2));
    assertThat(clear(creates, false, false).steps())
        .as("by the former count")
        .noneMatch(Step::writes);
    while (!clear(creates, false, false).steps().equals(creates)) {
      assertThat(woken.poll(10, TimeUnit.SECONDS)).as("an answer").isNotNull();
    }
  }

  @Test
  void whatAwsDoesNotTellStopsNothing() throws InterruptedException {
    Stream.of(Quota.values()).forEach(quota -> limits.put(quota, -1L));

    assertThat(answered().steps()).isEqualTo(creates);
    assertThat(answered().quotas()).isEmpty();
  }

  @Test
  void whatWasAskedBeforehandIsThere() throws InterruptedException {
    preflight.prepare(SCOPE, environment.owner());
    for (var ignored : Quota.values()) {
      assertThat(asked.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    assertThat(answered().steps()).isEqualTo(creates);
    assertThat(asked).as("questions asked again").isEmpty();
  }

  private Preflight.Clearance answered() throws InterruptedException {
    clear(creates, false, false);
    awaitAnswers();
    return clear(creates, false, false);
  }

  private Step deletion() {
    return new Step.Delete(((Step.Create) creates.getFirst()).want(), false);
  }

  private static Environment environment() {
    var resource = ExampleFile.read("staging", it -> it);
    resource.getMetadata().setUid("uid");
    return Environment.of(
        resource,
        new Facts(
            "000000000000",
            Facts.partitionOf("us-east-1"),
            Facts.dnsSuffixOf("us-east-1"),
            "us-east-1",
            null,
            null,
            "issuer",
            Installation.of("test")));
  }

  /** One for each that is asked for. */
  private void awaitAnswers() throws InterruptedException {
    while (clear(creates, false, false).steps().getFirst()
            instanceof Step.Blocked(var key, var reason, var message, var diffs, var after)
        && reason.equals("Reading")) {
      assertThat(woken.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private Preflight.Clearance clear(List<Step> steps, boolean live, boolean busy) {
    return preflight.clear(environment, SCOPE, steps, live, busy, List.of());
  }
}
