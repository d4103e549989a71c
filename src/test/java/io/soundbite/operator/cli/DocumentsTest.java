package io.soundbite.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.soundbite.operator.api.v1alpha1.AnnotationNames;
import io.soundbite.operator.api.v1alpha1.Annotations;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say is there: links, commands, targets, annotations. */
class DocumentsTest {
  private static final Pattern SBENV = Pattern.compile("^kubectl sbenv\\b(.*)$");
  private static final Pattern MAKE = Pattern.compile("(?:^|`)(?:[A-Z_]+=\\S+ )*make ([a-z-]+)");
  private static final Pattern ANNOTATION =
      Pattern.compile("(?<![\\w.])soundbite\\.io/([a-z-]+)(?=[=:`\" \\n])");

  /** What carries our prefix, and is not for people to set. */
  private static final List<String> OURS =
      List.of(
          "log-group",
          "environment",
          "finalizer",
          "owner",
          "retained-by",
          "release",
          "rollout",
          "slot",
          "tag");

  static List<Document> documents() {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Document document) {
    document
        .links()
        .forEach(
            link -> {
              var parts = link.split("#", 2);
              var file =
                  parts[0].isEmpty()
                      ? document.file()
                      : document.file().resolveSibling(parts[0]).normalize();
              assertThat(file).as("%s: %s", document.file(), link).exists();
              if (parts.length == 2 && file.toString().endsWith(".md")) {
                assertThat(Document.read(file).anchors())
                    .as("%s: %s", document.file(), link)
                    .contains(parts[1]);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsOfThePluginAreUnderstood(Document document) {
    document
        .commands()
        .map(SBENV::matcher)
        .filter(it -> it.matches())
        .map(it -> it.group(1).replaceAll("[|>;&].*", "").strip())
        .filter(it -> !it.isEmpty())
        .forEach(
            arguments ->
                assertThatCode(() -> Sbenv.commandLine(nowhere()).parseArgs(arguments.split(" +")))
                    .as("%s: kubectl sbenv %s", document.file(), arguments)
                    .doesNotThrowAnyException());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void targetsOfMakeAreThere(Document document) throws IOException {
    var makefile = Files.readString(Path.of("Makefile"));
    assertThat(MAKE.matcher(document.text()).results().map(it -> it.group(1)))
        .allSatisfy(it -> assertThat(makefile).contains("\n" + it + ":"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void annotationsAreKnown(Document document) {
    var known =
        Stream.concat(
                AnnotationNames.all().stream().map(it -> it.substring(Annotations.PREFIX.length())),
                OURS.stream())
            .toList();
    assertThat(ANNOTATION.matcher(document.text()).results().map(it -> it.group(1)))
        .as("%s", document.file())
        .isSubsetOf(known);
  }

  @Test
  void everyDocumentIsLinkedFromTheReadme() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    assertThat(Document.all().stream().map(Document::file).filter(it -> it.startsWith("docs")))
        .filteredOn(it -> !it.startsWith("docs/decisions"))
        .allSatisfy(it -> assertThat(readme).contains("(" + it + ")"));
  }

  private static Terminal nowhere() {
    var writer = new PrintWriter(new StringWriter());
    return new Terminal(InputStream.nullInputStream(), writer, writer, Map.of());
  }
}
