package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an account of the emulator holds of the kinds that environments consist of.
 *
 * @param byName every attribute and tag, by {@code <kind> <name>} such as {@code queue
 *     SoundBite-staging-SoundbiteQueue}
 */
record AccountResources(Map<String, String> byName) {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("table", "dynamodb", "/tables"),
          new Kind("bucket", "s3", "/buckets"),
          new Kind("queue", "sqs", "/queues"),
          new Kind("topic", "sns", "/topics"),
          new Kind("repository", "ecr", "/repositories"),
          new Kind("role", "iam", "/roles"),
          new Kind("log-group", "logs", "/groups"),
          new Kind("metric-filter", "logs", "/filters/metric_filters"),
          new Kind("alarm", "cloudwatch", "/alarms"),
          new Kind("dashboard", "cloudwatch", "/dashboards"));
  private static final Pattern OWNER =
      Pattern.compile(
          "soundbite\\.io/(owner|retained-by)(?:=|\":\"|\",\"Value\":\")([^\\s`*,})\"\\\\]+)");

  /** Where the emulator keeps a kind, below each region of its service. */
  private record Kind(String name, String service, String container) {}

  AccountResources {
    byName = Map.copyOf(byName);
  }

  static AccountResources of(Journal journal) {
    var account = journal.state();
    var found = new TreeMap<String, String>();
    for (var kind : KINDS) {
      for (var region : account.path(kind.service())) {
        for (var resource : region.at(kind.container())) {
          var name = name(resource);
          found.put(kind.name() + " " + name, attributes(resource) + " " + tags(region, name));
        }
      }
    }
    return new AccountResources(found);
  }

  /** Those whose names speak of {@code environment}. */
  AccountResources of(String environment) {
    var its = new TreeMap<>(byName);
    its.keySet().removeIf(name -> !name.matches(".*[-/ ]" + environment + "([-/].*|$)"));
    return new AccountResources(its);
  }

  /** The same without those of {@code environment}. */
  AccountResources without(String environment) {
    var rest = new TreeMap<>(byName);
    rest.keySet().removeAll(of(environment).byName().keySet());
    return new AccountResources(rest);
  }

  /** Who each says it belongs to, {@code owner=...} or {@code retained-by=...}; "" for nobody. */
  Map<String, String> owners() {
    var owners = new TreeMap<String, String>();
    byName.forEach(
        (name, attributes) -> {
          if (!name.startsWith("metric-filter ")) {
            var said = new TreeMap<String, String>();
            OWNER
                .matcher(attributes)
                .results()
                .forEach(it -> said.put(it.group(1), it.group(1) + "=" + it.group(2)));
            owners.put(name, String.join(" ", said.values()));
          }
        });
    return owners;
  }

  private static String name(JsonNode resource) {
    return resource.has("filterName")
        ? resource.path("logGroupName").asText() + "/" + resource.path("filterName").asText()
        : resource.path(resource.has("name") ? "name" : "_name").asText();
  }

  /** Its own: a queue is kept with all of its dead-letter queue, which is another resource. */
  private static JsonNode attributes(JsonNode resource) {
    return ((ObjectNode) resource).without("dead_letter_queue");
  }

  /** Those that the service keeps apart, by ARN. */
  private static String tags(JsonNode region, String name) {
    return region
        .at("/tagger/tags")
        .propertyStream()
        .filter(it -> it.getKey().matches(".*[:/]" + Pattern.quote(name)))
        .map(it -> it.getValue().toString())
        .findFirst()
        .orElse("");
  }
}
