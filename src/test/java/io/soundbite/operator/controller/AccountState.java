package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * All that an account of the emulator holds, every attribute by its path, as the emulator itself
 * keeps it. The account, times and random ids are masked, so that states of two accounts compare.
 *
 * @param attributes by path, such as {@code /sqs/us-east-1/queues/…/visibility_timeout}
 */
record AccountState(Map<String, String> attributes) {
  private static final String LOT = "<drawn by lot>";

  /** Reads the account of {@code journal}. */
  static AccountState of(Journal journal) {
    var attributes = new TreeMap<String, String>();
    flatten("", journal.state(), mask(journal.account()), attributes);
    return new AccountState(attributes);
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

  private static void flatten(
      String path, JsonNode node, UnaryOperator<String> mask, Map<String, String> into) {
    if (!node.isContainerNode()) {
      into.put(path, mask.apply(node.asText()));
    } else if (node.isArray() || isKeyedByLot(node, mask)) {
      var elements = inOrder(node, mask);
      for (var i = 0; i < elements.size(); i++) {
        flatten(path + "/" + i, elements.get(i), mask, into);
      }
    } else {
      node.properties()
          .forEach(it -> flatten(path + "/" + mask.apply(it.getKey()), it.getValue(), mask, into));
    }
  }

  /** Random keys say nothing, and masked they are all the same. */
  private static boolean isKeyedByLot(JsonNode object, UnaryOperator<String> mask) {
    return object.propertyStream().anyMatch(it -> mask.apply(it.getKey()).equals(LOT));
  }

  /** What is made side by side is listed in any order. */
  private static List<JsonNode> inOrder(JsonNode container, UnaryOperator<String> mask) {
    return container
        .valueStream()
        .sorted(Comparator.comparing(it -> mask.apply(it.toString())))
        .toList();
  }

  private static UnaryOperator<String> mask(String account) {
    return text ->
        text.replace(account, "<account>")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*(Z|\\+00:00)?", "<time>")
            .replaceAll("\\b1[6-9]\\d{8}(\\d{3}|\\.\\d+)?\\b", "<time>")
            .replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", LOT)
            .replaceAll("\\bARO[A-Z0-9]{10,}\\b", LOT);
  }
}
