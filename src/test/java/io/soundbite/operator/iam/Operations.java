package io.soundbite.operator.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What IAM is asked when an operation is called, from {@code operations.txt}, which says where it
 * is written.
 *
 * @param rows by {@code <service>:<operation>}, as the emulator's journal names them
 */
public record Operations(Map<String, List<Row>> rows) {
  private static final Path FILE = Path.of("src", "test", "resources", "iam", "operations.txt");

  /**
   * An operation on one kind of resource.
   *
   * @param resource ARN with placeholders, or {@code *}
   */
  public record Row(String resource, List<String> actions) {}

  /** Reads the table. */
  public static Operations read() {
    var rows = new TreeMap<String, List<Row>>();
    var heading = new String[] {"", ""};
    for (var line : lines()) {
      var words = line.strip().split("\\s+");
      if (line.startsWith(" ")) {
        rows.computeIfAbsent(heading[0] + ":" + words[0], any -> new ArrayList<>())
            .add(new Row(heading[1], Arrays.asList(words).subList(1, words.length)));
      } else {
        heading = words;
      }
    }
    return new Operations(rows);
  }

  /** All operations. */
  public Set<String> names() {
    return rows.keySet();
  }

  /**
   * The requests that a call makes.
   *
   * @param operation {@code <service>:<operation>}
   * @param values by placeholder, {@code account}, {@code region} and {@code name} among them
   * @param context condition keys and their values
   */
  public List<Request> requests(
      String operation, Map<String, String> values, Map<String, String> context) {
    var asked = rows.get(operation);
    if (asked == null) {
      throw new AssertionError(operation + " is not in " + FILE + ": what IAM is asked for it");
    }
    return asked.stream()
        .flatMap(
            row -> {
              var resource = filled(row.resource(), values);
              return row.actions().stream().map(it -> new Request(it, resource, context));
            })
        .toList();
  }

  private static String filled(String resource, Map<String, String> values) {
    var filled = resource;
    for (var value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(FILE).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
