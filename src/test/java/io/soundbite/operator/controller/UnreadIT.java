package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ours;
import io.soundbite.operator.engine.Planner;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call that a sweep makes fails in its turn: what could not be read is unknown, never gone,
 * and nothing is made, changed or removed for it.
 */
class UnreadIT {
  private static final Map<String, Object> TAGS =
      Map.of("service", "resourcegroupstaggingapi", "operation", "GetResources");
  private static final Map<String, Object> THROTTLED =
      Map.of("code", "ThrottlingException", "status", 400);
  private static final Map<String, Object> S3_THROTTLED = Map.of("code", "SlowDown", "status", 503);
  private static final Map<String, Object> BROKEN = Map.of("code", "InternalFailure");

  private static Fleet fleet;
  private static Owner owner;

  @BeforeAll
  static void make() {
    fleet = Fleet.made(1, Duration.ofMinutes(5), new Leap());
    owner = fleet.owners().getFirst();
  }

  @AfterAll
  static void close() {
    fleet.close();
  }

  @AfterEach
  void endFaults() {
    fleet.journal().endFaults();
  }

  /** All calls of a sweep; those by which tags are read when they are not listed, too. */
  static Set<String> calls() {
    var seq = fleet.journal().now();
    fault(TAGS, BROKEN);
    fleet.observeAnew(owner);
    fleet.journal().endFaults();
    fleet.observeAnew(owner);
    var names = new TreeSet<String>();
    fleet.journal().since(seq).forEach(call -> names.add(call.name()));
    assertThat(names).hasSizeGreaterThan(24);
    return names;
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whatCannotBeReadIsNeverGone(String call) {
    var name = call.split(":", 2);
    var operation = Map.<String, Object>of("service", name[0], "operation", name[1]);

    fault(operation, name[0].equals("s3") ? S3_THROTTLED : THROTTLED);
    var throttled = unread();
    fleet.journal().endFaults();
    fault(operation, BROKEN);
    fault(TAGS, BROKEN);
    var broken = unread();

    if (!operation.equals(TAGS)) { // its listing is a hint, without which the services are asked
      assertThat(broken).as("for want of %s", call).isNotEmpty().containsAll(throttled);
    } else {
      assertThat(throttled).isEmpty();
      assertThat(broken).isEmpty();
    }
  }

  /** What could not be read; everything else is there as ever. */
  private static Set<String> unread() {
    var seen = fleet.observeAnew(owner);
    var unread = new HashSet<String>();
    for (var want : fleet.wants(owner)) {
      switch (seen.get(want.key())) {
        case Observation.Unknown<?>(var failure, var asOf) -> {
          assertThat(failure.kind()).isIn(Failure.Kind.THROTTLED, Failure.Kind.UNAVAILABLE);
          unread.add(want.key().id());
        }
        case Observation.Present<?> present ->
            assertThat(((Desired) present.have()).key()).isEqualTo(want.key());
        case null, default -> throw new AssertionError(want.key() + " is said to be gone");
      }
    }
    assertThat(plan(seen)).noneMatch(Step::writes);
    return unread;
  }

  private static List<Step> plan(Map<Key, Observation<?>> seen) {
    return new Planner(new Ours(owner, false, Optional.empty())).plan(fleet.wants(owner), seen);
  }

  private static void fault(Map<String, Object> calls, Map<String, Object> answer) {
    var fault = new HashMap<>(calls);
    fault.putAll(answer);
    fleet.journal().fault(fault);
  }
}
