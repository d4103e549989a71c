package io.soundbite.operator.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What Prometheus reads in one scrape. */
public final class Scrape {
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\",?");

  /** Added by Prometheus to everything that it scrapes. */
  private static final Set<String> OF_TARGETS = Set.of("instance", "job");

  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, List<Map<String, String>>> series = new TreeMap<>();

  /** Reads the text format. */
  public Scrape(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(this::read);
  }

  private void read(String line) {
    if (line.startsWith("# TYPE ")) {
      var words = line.split(" ");
      types.put(words[2], words[3]);
    } else if (!line.startsWith("#")) {
      var matcher = SERIES.matcher(line);
      if (!matcher.matches()) {
        throw new AssertionError("not understood: " + line);
      }
      var labels = new TreeMap<String, String>();
      if (matcher.group(2) != null) {
        LABEL
            .matcher(matcher.group(2))
            .results()
            .forEach(it -> labels.put(it.group(1), it.group(2)));
      }
      series.computeIfAbsent(matcher.group(1), any -> new ArrayList<>()).add(labels);
    }
  }

  /** Each metric as the documents have it: name, type and labels; one of Java's own is enough. */
  public Set<Metric> documentable() {
    var all = new TreeSet<Metric>();
    types.forEach(
        (name, type) -> {
          if (!name.startsWith("jvm_") || name.equals("jvm_memory_used_bytes")) {
            var sample = type.equals("histogram") ? name + "_sum" : name;
            all.add(new Metric(name, type, new TreeSet<>(labels(sample))));
          }
        });
    return all;
  }

  /** The labels of a metric's series; none when there is no such metric. */
  Set<String> labels(String metric) {
    return series.getOrDefault(metric, List.of()).stream()
        .findFirst()
        .map(Map::keySet)
        .orElse(Set.of());
  }

  /** What of {@code expression} is not there. */
  public List<String> missing(PromQl expression) {
    var missing = new ArrayList<String>();
    for (var selector : expression.selectors()) {
      if (!series.containsKey(selector.metric())) {
        missing.add(selector.metric());
      }
      selector.matchers().stream()
          .filter(it -> !matches(selector.metric(), it))
          .forEach(it -> missing.add(selector.metric() + " " + it));
    }
    for (var grouping : expression.groupings()) {
      for (var selector : grouping.of()) {
        grouping.labels().stream()
            .filter(it -> !OF_TARGETS.contains(it) && !labels(selector.metric()).contains(it))
            .forEach(it -> missing.add(selector.metric() + " by " + it));
      }
    }
    return missing;
  }

  /** Whether a series has such a label; of reasons and of what people choose, any value will do. */
  private boolean matches(String metric, PromQl.Matcher matcher) {
    var any = matcher.label().equals("reason") || matcher.value().startsWith("$");
    var pattern =
        Pattern.compile(
            any
                ? ".*"
                : matcher.comparison().contains("~")
                    ? matcher.value()
                    : Pattern.quote(matcher.value()));
    return series.getOrDefault(metric, List.of()).stream()
        .map(labels -> labels.get(matcher.label()))
        .anyMatch(value -> value != null && pattern.matcher(value).matches());
  }

  /** A metric, and what is told apart in it. */
  public record Metric(String name, String type, Set<String> labels) implements Comparable<Metric> {
    @Override
    public int compareTo(Metric other) {
      return name.compareTo(other.name);
    }
  }
}
