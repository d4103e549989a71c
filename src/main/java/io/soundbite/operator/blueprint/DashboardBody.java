package io.soundbite.operator.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The dashboard: the same widgets everywhere, two in a row under a text that names the owner.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">Dashboard
 *     body</a>
 */
record DashboardBody(Environment environment) {
  private static final int ROW_WIDTH = 24;
  private static final int TEXT_HEIGHT = 2;
  private static final int HEIGHT = 6;

  Dashboard dashboard() {
    var names = environment.names();
    return new Dashboard(new Key(Stack.API, Ids.DASHBOARD, names.dashboard()), body());
  }

  private Tree body() {
    var cells = cells().toList();
    var widgets = new ArrayList<Tree>();
    widgets.add(text());
    for (int i = 0; i < cells.size(); i++) {
      widgets.add(widget(i, cells.get(i)));
    }
    return Tree.obj("widgets", widgets);
  }

  /** Those of pods where their metrics exist. */
  private Stream<Cell> cells() {
    var pods = environment.facts().hasPodMetrics();
    var metrics = new Metrics(environment);
    return Stream.of(
            new Cell(
                "API: CPU and memory, percent of limit",
                "Average",
                List.of(
                    metrics.api("pod_cpu_utilization_over_pod_limit"),
                    metrics.api("pod_memory_utilization_over_pod_limit"))),
            new Cell(
                "API: network in, bytes per second",
                "Average",
                List.of(metrics.api("pod_network_rx_bytes"))),
            new Cell("API: errors", "Sum", List.of(metrics.logged("ApiErrors"))),
            new Cell("Processor: errors", "Sum", List.of(metrics.logged("ProcessorErrors"))),
            new Cell(
                "Processor: duration, milliseconds",
                "Average",
                List.of(metrics.logged("ProcessorDuration"))),
            new Cell(
                "Processor: restarts",
                "Maximum",
                List.of(metrics.processor("pod_number_of_container_restarts"))),
            new Cell(
                "Queue: jobs and dead letters",
                "Maximum",
                List.of(
                    metrics.queue("ApproximateNumberOfMessagesVisible"),
                    metrics.deadLetters("ApproximateNumberOfMessagesVisible"))),
            new Cell(
                "Queue: age of the oldest job, seconds",
                "Maximum",
                List.of(metrics.queue("ApproximateAgeOfOldestMessage"))),
            new Cell(
                "Table: consumed capacity",
                "Sum",
                List.of(
                    metrics.table("ConsumedReadCapacityUnits"),
                    metrics.table("ConsumedWriteCapacityUnits"))),
            new Cell(
                "Table: throttles",
                "Sum",
                List.of(metrics.table("ReadThrottleEvents"), metrics.table("WriteThrottleEvents"))),
            new Cell(
                "Bucket: bytes",
                "Average",
                List.of(metrics.bucket("BucketSizeBytes", "StandardStorage"))),
            new Cell(
                "Bucket: objects",
                "Average",
                List.of(metrics.bucket("NumberOfObjects", "AllStorageTypes"))))
        .filter(cell -> pods || !cell.isOfPods());
  }

  private Tree text() {
    var markdown =
        "# SoundBite "
            + environment.names().environment()
            + "\nKept by soundbite-operator. Owner: "
            + Tags.OWNER
            + "="
            + environment.owner();
    return Tree.obj(
        "type",
        "text",
        "x",
        0,
        "y",
        0,
        "width",
        ROW_WIDTH,
        "height",
        TEXT_HEIGHT,
        "properties",
        Map.of("markdown", markdown));
  }

  private Tree widget(int index, Cell cell) {
    return Tree.obj(
        "type",
        "metric",
        "x",
        index % 2 * (ROW_WIDTH / 2),
        "y",
        TEXT_HEIGHT + index / 2 * HEIGHT,
        "width",
        ROW_WIDTH / 2,
        "height",
        HEIGHT,
        "properties",
        Tree.obj(
            "title", cell.title(),
            "region", environment.facts().region(),
            "stat", cell.statistic(),
            "period", cell.period(),
            "view", "timeSeries",
            "metrics", cell.metrics().stream().map(DashboardBody::series).toList()));
  }

  /** Namespace, name, then each dimension's name and value. */
  private static Tree series(Metric metric) {
    var line = new ArrayList<String>(List.of(metric.namespace(), metric.name()));
    new TreeMap<>(metric.dimensions())
        .forEach(
            (name, value) -> {
              line.add(name);
              line.add(value);
            });
    return Tree.of(line);
  }

  private record Cell(String title, String statistic, List<Metric> metrics) {
    boolean isOfPods() {
      return metrics.getFirst().namespace().equals(Metrics.PODS);
    }

    /** Seconds; storage metrics come once a day. */
    int period() {
      return metrics.getFirst().namespace().equals("AWS/S3") ? 86_400 : 300;
    }
  }
}
