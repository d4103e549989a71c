package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.paginators.DescribeMetricFiltersIterable;

/** How metric filters are asked for in regions with few and with many of them. */
class MetricFiltersTest {
  private final Region region = new Region();
  private final MetricFilters filters = new MetricFilters(region);

  @Test
  void areListedWhereTheRegionHasFew() {
    region.others(30);

    for (var round = 0; round < 3; round++) {
      assertThat(read("ours")).containsExactly("ours");
    }

    assertThat(region.asked).containsExactly("region", "region", "region");
  }

  /** Environments with a role each share the rate at which an account's filters are listed. */
  @Test
  void areAskedForByLogGroupWhereThatIsFewerCalls() {
    region.others(130);
    read("ours");
    region.asked.clear();

    assertThat(read("ours", "missing")).containsExactly("ours");

    assertThat(region.asked).containsExactlyInAnyOrder("ours", "missing");
  }

  @Test
  void areListedForMoreLogGroupsThanTheRegionHasPages() {
    region.others(130);
    read("ours");
    region.asked.clear();

    assertThat(read("ours", "a", "b")).containsExactly("ours");

    assertThat(region.asked).containsExactly("region", "region", "region");
  }

  /** The log groups among {@code groups} whose filter is found. */
  private List<String> read(String... groups) {
    var wants = Set.of(groups).stream().map(MetricFiltersTest::want).toList();
    var found = filters.read(wants);
    return wants.stream()
        .filter(want -> found.containsKey(want.key()))
        .map(MetricFilter::logGroup)
        .toList();
  }

  private static MetricFilter want(String group) {
    return new MetricFilter(
        new Key(Stack.API, Ids.metricFilter(group), "errors"),
        Ids.API_LOG_GROUP,
        group,
        "ERROR",
        "SoundBite",
        "Errors",
        "1",
        "Count",
        Set.of());
  }

  /** Pages of fifty, and no filter of a log group that is not there. */
  private static final class Region implements CloudWatchLogsClient {
    private static final int PAGE = 50;

    private final List<String> groups = new ArrayList<>(List.of("ours"));

    /** A log group for each call, or the region. */
    private final List<String> asked = new ArrayList<>();

    void others(int number) {
      IntStream.range(0, number).forEach(it -> groups.addFirst("other-" + it));
    }

    @Override
    public DescribeMetricFiltersIterable describeMetricFiltersPaginator(
        DescribeMetricFiltersRequest request) {
      return new DescribeMetricFiltersIterable(this, request);
    }

    @Override
    public DescribeMetricFiltersResponse describeMetricFilters(
        DescribeMetricFiltersRequest request) {
      var group = request.logGroupName();
      asked.add(group == null ? "region" : group);
      if (group == null) {
        var from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        var to = Math.min(from + PAGE, groups.size());
        return answer(groups.subList(from, to), to == groups.size() ? null : String.valueOf(to));
      }
      if (groups.contains(group)) {
        return answer(List.of(group), null);
      }
      throw CloudWatchLogsException.builder()
          .statusCode(400)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("ResourceNotFoundException").build())
          .build();
    }

    private static DescribeMetricFiltersResponse answer(
        List<String> groups, @Nullable String next) {
      return DescribeMetricFiltersResponse.builder()
          .metricFilters(
              groups.stream()
                  .map(
                      it ->
                          software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter
                              .builder()
                              .filterName("errors")
                              .logGroupName(it)
                              .metricTransformations(List.of())
                              .build())
                  .toList())
          .nextToken(next)
          .build();
    }

    @Override
    public String serviceName() {
      return "logs";
    }

    @Override
    public void close() {}
  }
}
