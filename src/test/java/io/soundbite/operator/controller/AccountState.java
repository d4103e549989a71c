package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * All that an account of the emulator holds, every attribute by its path, as the emulator itself
 * keeps it. The account, times and random ids are masked, so that states of two accounts compare.
 *
 * @param attributes by path, such as {@code /sqs/us-east-1/queues/…/visibility_timeout}
 */
record AccountState(Map<String, String> attributes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads {@code account} from the emulator's own state. */
  static AccountState of(Journal journal) {
    try {
      var attributes = new TreeMap<String, String>();
      flatten("", JSON.readTree(masked(journal.state(), journal.account())), attributes);
      return new AccountState(attributes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By path, what this has and what {@code other} has instead; empty when they are the same. */
  Map<String, String> differencesTo(AccountState other) {
    var paths = new TreeSet<>(attributes.keySet());
    paths.addAll(other.attributes.keySet());
    var differences = new TreeMap<String, String>();
    for (var path : paths) {
      var here = attributes.get(path);
      var there = other.attributes.get(path);
      if (!Objects.equals(here, there)) {
        differences.put(path, here + ", not " + there);
      }
    }
    return differences;
  }

  private static String masked(String text, String account) {
    return text.replace(account, "<account>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*(Z|\\+00:00)?", "<time>")
        .replaceAll("\\b1[6-9]\\d{8}(\\d{3}|\\.\\d+)?\\b", "\"<time>\"")
        .replaceAll("\"\"<time>\"\"", "\"<time>\"")
        .replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<uuid>")
        .replaceAll("\\bARO[A-Z0-9]{10,}\\b", "<id>");
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (!node.isContainerNode()) {
      into.put(path, node.asText());
    }
    node.properties()
        .forEach(field -> flatten(path + "/" + field.getKey(), field.getValue(), into));
    var elements = sorted(node);
    for (var i = 0; i < elements.size(); i++) {
      flatten(path + "/" + i, elements.get(i), into);
    }
  }

  /** What is made side by side is listed in any order. */
  private static List<JsonNode> sorted(JsonNode array) {
    return array.isArray()
        ? StreamSupport.stream(array.spliterator(), false)
            .sorted(Comparator.comparing(JsonNode::toString))
            .toList()
        : List.of();
  }
}
