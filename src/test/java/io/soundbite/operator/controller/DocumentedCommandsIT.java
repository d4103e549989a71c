package io.soundbite.operator.controller;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.chart.Helm;
import io.soundbite.operator.cli.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every shell command of the documents, typed as it stands there, with staging and production at
 * hand. {@link Proviso} has what is otherwise.
 */
class DocumentedCommandsIT {
  private static final Path README = Path.of("README.md");
  private static final Path OPERATIONS = Path.of("docs/operations.md");

  /** The README brings in what others work with; what deletes environments comes last. */
  private static final List<Document> DOCUMENTS =
      Document.all().stream()
          .filter(it -> !it.shellBlocks().isEmpty())
          .filter(it -> !it.file().equals(DocumentedMigrationIT.DOCUMENT))
          .sorted(
              comparing((Document it) -> !it.file().equals(README))
                  .thenComparing(it -> it.file().equals(OPERATIONS))
                  .thenComparing(Document::file))
          .toList();

  /** The environments' tags where a document begins, the README apart: as that leaves them. */
  private static final Map<String, String> TAGS = Map.of("staging", "1.4.2", "production", "1.4.1");

  @TempDir private static Path directory;
  private static OperatorUnderTest operator;
  private static Workplace workplace;
  private static Shell shell;

  @BeforeAll
  static void start() throws IOException {
    operator = new OperatorUnderTest().start();
    workplace = new Workplace(operator, directory);
    shell = workplace.shell();
    shell.good("kubectl apply -f examples/staging.yaml -f examples/production.yaml");
    operator.push("staging", "soundbite-staging-api", "1.4.1");
    TAGS.keySet().forEach(operator::awaitReady);
  }

  @AfterAll
  static void stop() {
    Helm.run("uninstall", "soundbite-operator", "-n", operator.namespace(), "--ignore-not-found");
    workplace.close();
    operator.close();
  }

  @TestFactory
  Stream<DynamicContainer> everyCommandDoesWhatItIsShownFor() {
    return DOCUMENTS.stream().map(it -> dynamicContainer(it.file().toString(), follow(it)));
  }

  @Test
  void everyProvisoConcernsSome() {
    var documents =
        Stream.concat(DOCUMENTS.stream(), Stream.of(Document.read(DocumentedMigrationIT.DOCUMENT)));
    var all = documents.flatMap(it -> it.shellBlocks().stream()).flatMap(List::stream).toList();
    assertThat(Proviso.ALL).allMatch(proviso -> all.stream().anyMatch(proviso::concerns));
  }

  private static Stream<DynamicTest> follow(Document document) {
    var typist = workplace.typist();
    Runnable eachBlock =
        () -> {
          typist.changeAccounts();
          TAGS.keySet().forEach(DocumentedCommandsIT::bringBack);
        };
    return Stream.concat(
        Stream.of(dynamicTest("before", () -> begin(document))),
        document.shellBlocks().stream()
            .flatMap(it -> workplace.type(typist, it, eachBlock, Workplace::isSettled)));
  }

  /** Whoever owned fields, Argo CD too, is forgotten. */
  private static void begin(Document document) {
    if (!document.file().equals(README)) {
      for (var name : TAGS.keySet()) {
        operator
            .environment(name)
            .patch(
                PatchContext.of(PatchType.JSON),
                "[{\"op\":\"replace\",\"path\":\"/metadata/managedFields\",\"value\":[{}]}]");
        apply(name);
      }
      TAGS.keySet().forEach(operator::awaitReady);
    }
  }

  /** What a block has deleted is there again for the next. */
  private static void bringBack(String name) {
    if (operator.environment(name).get() == null) {
      apply(name);
      operator.awaitReady(name);
    }
  }

  private static void apply(String name) {
    var file = "examples/" + name + ".yaml";
    shell.good("sed 's/1.4.1/" + TAGS.get(name) + "/' " + file + " | kubectl apply -f -");
  }
}
