package io.soundbite.operator.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file of the project. */
public record Document(Path file, String text) {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```([^\\n]*)\\n(.*?)^ *```");

  /** All there are. */
  public static List<Document> all() {
    try (var files = Files.walk(Path.of(""), 6)) {
      return files
          .filter(it -> it.toString().endsWith(".md"))
          .filter(it -> Stream.of("src", "target", ".").noneMatch(top(it)::startsWith))
          .map(Document::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Document read(Path file) {
    try {
      return new Document(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String top(Path file) {
    return file.getName(0).toString();
  }

  /** Where its links go, but for those to other places on the web. */
  Stream<String> links() {
    return found(LINK, 1, prose()).filter(it -> !it.contains("://") && !it.startsWith("mailto:"));
  }

  /** What a link may name after {@code #}, as GitHub makes them from headings. */
  Set<String> anchors() {
    var anchors = new HashSet<String>();
    found(HEADING, 1, prose())
        .map(
            it ->
                it.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  /** Every shell command it shows, without prompt and comment, lines that go on joined. */
  Stream<String> commands() {
    return found(FENCE, 2, text)
        .map(it -> it.replace("\\\n", " "))
        .flatMap(String::lines)
        .map(it -> it.replaceFirst("^\\$ ", "").replaceFirst("(^| +)#( .*)?$", ""));
  }

  /** The shell commands of each of its blocks that has any. */
  public List<List<ShellCommand>> shellBlocks() {
    return FENCE
        .matcher(text)
        .results()
        .map(block -> ShellCommand.of(this, lineOf(block.start(2)), block.group(1), block.group(2)))
        .filter(commands -> !commands.isEmpty())
        .toList();
  }

  /** The contents of its blocks that are marked so. */
  public Stream<String> blocks(String mark) {
    return FENCE
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(mark))
        .map(block -> block.group(2));
  }

  private int lineOf(int position) {
    return (int) text.substring(0, position).lines().count() + 1;
  }

  private String prose() {
    return FENCE.matcher(text).replaceAll("");
  }

  private static Stream<String> found(Pattern pattern, int group, String text) {
    return pattern.matcher(text).results().map((MatchResult it) -> it.group(group));
  }

  /** For the names of tests. */
  @Override
  public String toString() {
    return file.toString();
  }
}
