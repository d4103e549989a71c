package io.soundbite.operator.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
public record Operations(Map<String, Row> rows) {
  private static final Path FILE = Path.of("src", "test", "resources", "iam", "operations.txt");

  /**
   * One operation.
   *
   * @param resource ARN with placeholders, or {@code *}
   */
  public record Row(String resource, List<String> actions) {}

  /** Reads the table. */
  public static Operations read() {
    var rows = new TreeMap<String, Row>();
    var heading = new String[] {"", ""};
    for (var line : lines()) {
      var words = line.strip().split("\\s+");
      if (line.startsWith(" ")) {
        var former =
            rows.put(
                heading[0] + ":" + words[0],
                new Row(heading[1], Arrays.asList(words).subList(1, words.length)));
        if (former != null) {
          throw new IllegalArgumentException("twice: " + line);
        }
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
    var row = rows.get(operation);
    if (row == null) {
      throw new AssertionError(operation + " is not in " + FILE + ": what IAM is asked for it");
    }
    var resource = row.resource();
    for (var value : values.entrySet()) {
      resource = resource.replace("{" + value.getKey() + "}", value.getValue());
    }
    var arn = resource;
    return row.actions().stream().map(action -> new Request(action, arn, context)).toList();
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
