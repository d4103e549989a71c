package io.soundbite.operator.grants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The grants as people write them: YAML with a list {@code grants}. What it does not understand it
 * refuses, so that a slip of the pen neither grants nor takes anything unnoticed.
 */
public final class GrantsFile {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final String TOP = "grants";
  private static final String NAMESPACE = "namespace";
  private static final Pattern NAMESPACES = Pattern.compile("[a-z0-9*][a-z0-9*-]*");

  private final String source;

  private GrantsFile(String source) {
    this.source = source;
  }

  /**
   * Reads {@code text}.
   *
   * @param source where it is from, for people
   * @throws IllegalArgumentException with a sentence that says what is wrong and what is allowed
   */
  public static Grants read(String source, String text) {
    return new GrantsFile(source).grants(text);
  }

  private Grants grants(String text) {
    var root = tree(text);
    if (!root.isObject() || !root.path(TOP).isArray() || root.size() != 1) {
      throw wrong(
          "the file", "must have one key, grants, with a list; `grants: []` grants nothing");
    }
    var entries = new ArrayList<Grant>();
    var namespaces = new HashSet<String>();
    for (var node : root.path(TOP)) {
      var place = "%s[%d]".formatted(TOP, entries.size());
      var entry = entry(place, node);
      if (!namespaces.add(entry.namespaces().text())) {
        throw wrong(
            "%s.%s %s".formatted(place, NAMESPACE, entry.namespaces().text()),
            "has an entry already; write both as one");
      }
      entries.add(entry);
    }
    return new Grants(entries);
  }

  private JsonNode tree(String text) {
    if (Aliases.in(text)) {
      throw wrong(
          "a glob", "begins with *, which YAML takes for an alias; put it in quotes: \"*\"");
    }
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The grants in %s are not readable: %s".formatted(source, e.getOriginalMessage()), e);
    }
  }

  private Grant entry(String place, JsonNode node) {
    if (!node.isObject()) {
      throw wrong(place, "must be an entry such as {namespace: team-a, environments: [\"a-*\"]}");
    }
    var allowed = new EnumMap<Key, Set<Glob>>(Key.class);
    for (var field : node.properties()) {
      if (!field.getKey().equals(NAMESPACE)) {
        var globs = globs(place, key(place, field.getKey()), field.getValue());
        if (!globs.isEmpty()) {
          allowed.put(key(place, field.getKey()), globs);
        }
      }
    }
    return new Grant(namespace(place, node.path(NAMESPACE)), allowed);
  }

  private Key key(String place, String name) {
    return Key.of(name)
        .orElseThrow(
            () ->
                wrong(
                    place + "." + name,
                    "is no key of an entry; allowed are namespace, "
                        + Arrays.stream(Key.values())
                            .map(Key::text)
                            .collect(Collectors.joining(", "))));
  }

  private Glob namespace(String place, JsonNode node) {
    if (!node.isTextual() || !NAMESPACES.matcher(node.asText()).matches()) {
      throw wrong(
          place + "." + NAMESPACE,
          "must name a namespace, or several by a glob, such as team-a or \"team-*\"");
    }
    return glob(place + "." + NAMESPACE, node.asText());
  }

  private Set<Glob> globs(String place, Key key, JsonNode list) {
    var where = place + "." + key.text();
    if (!list.isArray() && !list.isNull()) {
      throw wrong(where, "must be a list of " + key.allowed());
    }
    var globs = new LinkedHashSet<Glob>();
    for (var node : list) {
      if (!node.isTextual() || !key.takes(node.asText())) {
        throw wrong("%s %s".formatted(where, node), "must be " + key.allowed());
      }
      if (!globs.add(glob(where, node.asText()))) {
        throw wrong("%s %s".formatted(where, node), "is there twice; remove one of the two");
      }
    }
    return globs;
  }

  private Glob glob(String where, String text) {
    if (text.contains("**")) {
      throw wrong(
          "%s %s".formatted(where, text),
          "has ** in it; * stands for any characters but a slash, and alone for everything");
    }
    return new Glob(text);
  }

  private IllegalArgumentException wrong(String what, String why) {
    return new IllegalArgumentException("The grants in %s: %s %s.".formatted(source, what, why));
  }
}
