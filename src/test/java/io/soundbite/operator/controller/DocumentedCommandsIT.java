package io.soundbite.operator.controller;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.Sandbox;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.chart.Helm;
import io.soundbite.operator.cli.Document;
import io.soundbite.operator.cli.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
          .sorted(
              comparing((Document it) -> !it.file().equals(README))
                  .thenComparing(it -> it.file().equals(OPERATIONS))
                  .thenComparing(Document::file))
          .toList();

  /** The environments' tags where a document begins, the README apart: as that leaves them. */
  private static final Map<String, String> TAGS = Map.of("staging", "1.4.2", "production", "1.4.1");

  private static final List<Typist> TYPISTS = new ArrayList<>();

  @TempDir private static Path directory;
  private static OperatorUnderTest operator;
  private static Checkout checkout;
  private static Shell shell;
  private static PluginAtHand plugin;
  private static Map<String, String> aws;

  @BeforeAll
  static void start() throws IOException {
    operator = new OperatorUnderTest().start();
    checkout = Checkout.in(directory, operator.namespace());
    shell = checkout.shell();
    shell.good("kubectl apply -f examples/staging.yaml -f examples/production.yaml");
    operator.push("staging", "soundbite-staging-api", "1.4.1");
    plugin = new PluginAtHand(checkout.kubeconfig());
    aws =
        Map.of(
            "SBENV_URL", plugin.url().toString(),
            "AWS_ENDPOINT_URL", Sandbox.endpoint().toString(),
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", operator.journal().account(),
            "AWS_SECRET_ACCESS_KEY", "test",
            "EMULATOR_PYTHON", emulatorsPython());
    TAGS.keySet().forEach(operator::awaitReady);
  }

  @AfterAll
  static void stop() {
    TYPISTS.forEach(Typist::close);
    shell.close();
    Helm.run("uninstall", "soundbite-operator", "-n", operator.namespace(), "--ignore-not-found");
    plugin.close();
    operator.close();
  }

  @TestFactory
  Stream<DynamicContainer> everyCommandDoesWhatItIsShownFor() {
    return DOCUMENTS.stream().map(it -> dynamicContainer(it.file().toString(), follow(it)));
  }

  @Test
  void everyProvisoConcernsSome() {
    var commands =
        DOCUMENTS.stream().flatMap(it -> it.shellBlocks().stream()).flatMap(List::stream);
    var all = commands.toList();
    assertThat(Proviso.ALL).allMatch(proviso -> all.stream().anyMatch(proviso::concerns));
  }

  private static Stream<DynamicTest> follow(Document document) {
    var typist =
        new Typist(checkout.shell(), operator.namespace(), operator.journal().account()).with(aws);
    TYPISTS.add(typist);
    var begin = dynamicTest("before", () -> begin(document));
    return Stream.concat(
        Stream.of(begin), document.shellBlocks().stream().flatMap(it -> type(typist, it)));
  }

  private static Stream<DynamicTest> type(Typist typist, List<ShellCommand> block) {
    return block.stream()
        .map(
            command ->
                dynamicTest(
                    command.toString(),
                    () -> {
                      if (command.equals(block.getFirst())) {
                        typist.changeAccounts();
                        TAGS.keySet().forEach(DocumentedCommandsIT::bringBack);
                      }
                      typist.type(command);
                      TAGS.keySet().forEach(DocumentedCommandsIT::awaitSettled);
                    }));
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

  /** A document leaves time between its commands. */
  private static void awaitSettled(String name) {
    var now = operator.environment(name).get();
    if (now != null && !now.isMarkedForDeletion()) {
      operator.await(name, DocumentedCommandsIT::isSettled);
    }
  }

  private static boolean isSettled(SoundBiteEnvironment environment) {
    var isSeen =
        Stream.of("True", "False").anyMatch(it -> OperatorUnderTest.is(environment, "Ready", it));
    return isSeen && !OperatorUnderTest.is(environment, "Reconciling", "True");
  }

  /** The one with botocore in it. */
  private static String emulatorsPython() {
    var driver = "import sys; sys.path.insert(0, 'sandbox'); from driver import builds; ";
    return new Script("python3", "-c", driver + "print(builds.emulator())").run(Map.of()).strip();
  }
}
