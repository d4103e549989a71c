package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.engine.FieldDiff;
import io.soundbite.operator.engine.Loop;
import io.soundbite.operator.engine.Step;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What an endpoint leaves out of an answer is Unobservable: each member of each answer is left out
 * in turn, and nothing is written, nothing is drift, and the log has a line; or AWS documents what
 * its absence means.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeftOutIT {
  /** What tells that a listing goes on: without it, it has ended. */
  private static final String TOKEN = "(?i).*(next.?token|marker|istruncated)";

  private final DriftAccount account = new DriftAccount();
  private final LeavingOut endpoint = new LeavingOut();
  private final AwsClients clients = account.emulator.clients(endpoint);

  @BeforeAll
  void make() {
    account.make();
    endpoint.leaveOut("", Set.of());
    assertThat(plan(new CopyOnWriteArrayList<>())).allMatch(Step.Keep.class::isInstance);
  }

  @AfterAll
  void close() {
    clients.close();
    account.close();
  }

  @TestFactory
  Stream<DynamicTest> everyMemberOfEveryAnswer() {
    var cases =
        endpoint.seen().entrySet().stream()
            .filter(it -> Calls.READ.test(it.getKey()))
            .flatMap(
                it ->
                    Stream.<String>of(new TreeSet<>(it.getValue()).toArray(String[]::new))
                        .filter(member -> !member.matches(TOKEN))
                        .map(member -> it.getKey() + " " + member))
            .toList();
    assertThat(cases).hasSizeGreaterThan(100);
    return cases.stream().map(it -> DynamicTest.dynamicTest(it, () -> isNoDrift(it)));
  }

  private void isNoDrift(String what) {
    var operation = what.substring(0, what.indexOf(' '));
    endpoint.leaveOut(operation, Set.of(what.substring(operation.length() + 1)));
    var lines = new CopyOnWriteArrayList<String>();

    assertThat(plan(lines)).allSatisfy(LeftOutIT::isLeftAlone);
    assertThat(lines).doesNotHaveDuplicates();
  }

  /** Kept, unread, or different in what documents say of the absence. */
  private static void isLeftAlone(Step step) {
    switch (step) {
      case Step.Keep keep -> {}
      case Step.Blocked blocked ->
          assertThat(blocked.diffs()).as(blocked.message()).allMatch(LeftOutIT::isDocumented);
      case Step.Update(var change) ->
          assertThat(change.diffs())
              .allMatch(diff -> DocumentedAbsence.of(change.want().getClass(), component(diff)));
      default -> throw new AssertionError(step);
    }
  }

  private static boolean isDocumented(FieldDiff diff) {
    return Stream.of(DocumentedAbsence.values())
        .anyMatch(it -> it.component().equals(component(diff)));
  }

  private static String component(FieldDiff diff) {
    return diff.path().split("/", -1)[1];
  }

  /** The answers of an endpoint that was met. */
  @Test
  void alarmsWithLittleInThem() {
    endpoint.leaveOut(
        "DescribeAlarms",
        Set.of(
            "MetricAlarms/Dimensions",
            "MetricAlarms/Period",
            "MetricAlarms/Statistic",
            "MetricAlarms/AlarmDescription",
            "MetricAlarms/AlarmActions",
            "MetricAlarms/TreatMissingData"));
    var lines = new CopyOnWriteArrayList<String>();

    assertThat(plan(lines)).allMatch(Step.Keep.class::isInstance);

    assertThat(lines)
        .extracting(line -> line.split(" ")[0])
        .containsExactlyInAnyOrder(
            "CloudWatchAlarm/dimensions",
            "CloudWatchAlarm/period",
            "CloudWatchAlarm/statistic",
            "CloudWatchAlarm/description",
            "CloudWatchAlarm/actions",
            "CloudWatchAlarm/missingData");
  }

  /** The plan by new providers, which know nothing of what was read before. */
  private List<Step> plan(List<String> lines) {
    var full = account.full();
    var providers =
        AwsKinds.of(clients, Clock.systemUTC(), new Unshown("the endpoint", lines::add));
    return new Loop(full.all(), providers, full.owner()).plan(full.all());
  }
}
