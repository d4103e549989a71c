package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

class MetricFiltersIT extends AwsKindContract<MetricFilter> {

  @Override
  AwsKind<MetricFilter> kind(AwsClients clients, TagReader tags) {
    return new MetricFilters(clients.logs());
  }

  @Override
  MetricFilter want(Names names, Map<String, String> tags) {
    return filter("ProcessorDuration", names.logGroup("processor"), names);
  }

  private static MetricFilter filter(String name, String logGroup, Names names) {
    return new MetricFilter(
        new Key(Stack.COMPUTE, Ids.metricFilter(name), names.aws(name)),
        Ids.PROCESSOR_LOG_GROUP,
        logGroup,
        "{ $.duration = * }",
        names.metricNamespace(),
        name,
        "$.duration",
        "Milliseconds",
        Set.of());
  }

  @Override
  void prepare(MetricFilter want) {
    aws().logs().createLogGroup(it -> it.logGroupName(want.logGroup()));
  }

  @Override
  List<Drift> drifts(MetricFilter want) {
    return List.of(
        drift(
            "/additional/metricTransformations.defaultValue",
            want,
            want.pattern(),
            it -> it.defaultValue(7.0)),
        drift("/pattern", want, "ERROR", it -> {}),
        drift("/metricNamespace", want, want.pattern(), it -> it.metricNamespace("Other")),
        drift("/metricName", want, want.pattern(), it -> it.metricName("Other")),
        drift("/value", want, want.pattern(), it -> it.metricValue("1")),
        drift("/unit", want, want.pattern(), it -> it.unit("Count")),
        drift("/unit", want, want.pattern(), it -> it.unit((String) null)),
        new Drift(
            "/duplicates",
            () ->
                aws()
                    .logs()
                    .putMetricFilter(
                        it ->
                            it.logGroupName(want.logGroup())
                                .filterName("renamed")
                                .filterPattern(want.pattern())
                                .metricTransformations(
                                    MetricTransformation.builder()
                                        .metricNamespace(want.metricNamespace())
                                        .metricName(want.metricName())
                                        .metricValue(want.value())
                                        .build()))));
  }

  private Drift drift(
      String path,
      MetricFilter want,
      String pattern,
      Consumer<MetricTransformation.Builder> change) {
    var metric =
        MetricTransformation.builder()
            .metricNamespace(want.metricNamespace())
            .metricName(want.metricName())
            .metricValue(want.value())
            .unit(want.unit());
    change.accept(metric);
    return new Drift(
        path,
        () ->
            aws()
                .logs()
                .putMetricFilter(
                    it ->
                        it.logGroupName(want.logGroup())
                            .filterName(want.key().name())
                            .filterPattern(pattern)
                            .metricTransformations(metric.build())));
  }

  @Test
  void belongsToItsLogGroupsOwner() {
    var want = made();

    assertThat(present(want).ownership()).isEqualTo(new Ownership.SameAs(Ids.PROCESSOR_LOG_GROUP));
    assertThat(calls().of(() -> provider().release(want, emulator().tags().owner()))).isEmpty();
  }

  /** A listing said that the log group is ours, and meanwhile it is somebody else's. */
  @Test
  void isNotWrittenWhenItsLogGroupIsAnothers() {
    var want = made();
    var names = emulator().names();
    var group =
        new LogGroup(
            new Key(Stack.COMPUTE, Ids.PROCESSOR_LOG_GROUP, want.logGroup()),
            names.logGroupArn("processor"),
            Optional.empty(),
            emulator().tags().of(Stack.COMPUTE, "Logs"));
    var logs = aws().logs();
    logs.tagResource(it -> it.resourceArn(group.arn()).tags(group.tags()));
    var index = new TagIndex(aws().tagging());
    index.list();
    var groups = new AwsProvider<>(new LogGroups(logs, index), Clock.systemUTC());
    groups.observe(List.of(group));
    logs.tagResource(it -> it.resourceArn(group.arn()).tags(Map.of(Tags.OWNER, "there/a/b")));

    var filters = new AwsProvider<>(new MetricFilters(logs), Clock.systemUTC(), index);

    for (var attempt = 0; attempt < 2; attempt++) {
      assertThat(filters.delete(want, true)).isInstanceOf(Progress.Failed.class);
    }
    assertThat(observed(want)).isInstanceOf(Observation.Present.class);
    assertThat(groups.observe(List.of(group)).get(group.key()))
        .isInstanceOfSatisfying(
            Observation.Present.class,
            seen ->
                assertThat(seen.ownership())
                    .isEqualTo(new Ownership.OwnedBy(new Owner("there", "a", "b"))));
  }

  @Test
  void isNotTheSameNameInAnotherLogGroup() {
    var want = want();
    made(filter("ProcessorDuration", "/other", emulator().names()));

    assertThat(observed(want)).isInstanceOf(Observation.Absent.class);
  }

  @Test
  void waitsForItsLogGroup() {
    assertThat(provider().create(want()))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.NOT_FOUND));
  }

  @Test
  void readsAllInOneCall() {
    var names = emulator().names();
    var first = made();
    var second = filter("ProcessorErrors", first.logGroup(), names);
    var elsewhere = filter("ApiErrors", names.logGroup("api"), names);
    provider().create(second);
    made(elsewhere);

    var calls = calls().of(() -> provider().observe(List.of(first, second, elsewhere)));

    assertThat(calls).containsExactly("DescribeMetricFilters");
  }
}
