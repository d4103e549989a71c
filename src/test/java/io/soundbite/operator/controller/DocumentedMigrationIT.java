package io.soundbite.operator.controller;

import io.soundbite.operator.api.v1alpha1.RolloutStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.cli.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every shell command of {@link #DOCUMENT}, typed as it stands there by somebody with five stacks
 * and a Deployment. What comes of them in the end is for {@link MigrationIT}.
 */
class DocumentedMigrationIT {
  static final Path DOCUMENT = Path.of("docs/migrating-from-cdk.md");

  @TempDir private static Path directory;
  private static OperatorUnderTest operator;
  private static Workplace workplace;

  @BeforeAll
  static void makeAsCdkDid() throws IOException {
    operator = new OperatorUnderTest().start();
    try (var stacks =
        new CdkStacks(
            operator.journal().endpoint(), operator.journal().account(), "production", "prod")) {
      stacks.create();
    }
    operator.image("soundbite-production-api", "1.4.1");
    new FormerWorkload(operator.client(), operator.namespace()).make();
    workplace = new Workplace(operator, directory);
    Files.copy(Path.of("src/test/resources/cdk/traffic.yaml"), directory.resolve("traffic.yaml"));
  }

  @AfterAll
  static void stop() {
    workplace.close();
    operator.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCommandDoesWhatItIsShownFor() throws IOException {
    var document = Document.read(DOCUMENT);
    var declared =
        document
            .blocks("yaml")
            .filter(it -> it.startsWith("apiVersion:"))
            .findFirst()
            .orElseThrow();
    Files.writeString(
        directory.resolve("production.yaml"),
        declared.replace("namespace: soundbite", "namespace: " + operator.namespace()));
    var typist = workplace.typist().with(Map.of("ACCOUNT", operator.journal().account()));
    return document.shellBlocks().stream()
        .flatMap(it -> workplace.type(typist, it, () -> {}, DocumentedMigrationIT::hasDoneItsPart));
  }

  /** A release that takes over waits for the Service. */
  private static boolean hasDoneItsPart(SoundBiteEnvironment environment) {
    var rollout = environment.getStatus() == null ? null : environment.getStatus().rollout();
    return rollout != null && rollout.step() == RolloutStatus.Step.SWITCHING
        || Workplace.isSettled(environment);
  }
}
