package io.soundbite.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** The arrows between packages, and what the pure ones keep their hands off. */
class LayersTest {
  private static final String ROOT = "io.soundbite.operator";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes", "io", "soundbite"));

  @Test
  void packagesUseOnlyWhatTheyMay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .withOptionalLayers(true)
        .layer("api")
        .definedBy(ROOT + ".api..")
        .layer("blueprint")
        .definedBy(ROOT + ".blueprint..")
        .layer("engine")
        .definedBy(ROOT + ".engine..")
        .layer("leadership")
        .definedBy(ROOT + ".leadership..")
        .layer("aws")
        .definedBy(ROOT + ".aws..")
        .layer("kube")
        .definedBy(ROOT + ".kube..")
        .layer("rollout")
        .definedBy(ROOT + ".rollout..")
        .layer("promotion")
        .definedBy(ROOT + ".promotion..")
        .layer("grants")
        .definedBy(ROOT + ".grants..")
        .layer("migration")
        .definedBy(ROOT + ".migration..")
        .layer("status")
        .definedBy(ROOT + ".status..")
        .layer("metrics")
        .definedBy(ROOT + ".metrics..")
        .layer("controller")
        .definedBy(ROOT + ".controller..")
        .layer("cli")
        .definedBy(ROOT + ".cli..")
        .whereLayer("api")
        .mayNotAccessAnyLayer()
        .whereLayer("blueprint")
        .mayOnlyAccessLayers("api")
        .whereLayer("engine")
        .mayOnlyAccessLayers("blueprint")
        .whereLayer("leadership")
        .mayNotAccessAnyLayer()
        .whereLayer("aws")
        .mayOnlyAccessLayers("engine", "blueprint", "leadership")
        .whereLayer("kube")
        .mayOnlyAccessLayers("engine", "blueprint", "leadership")
        .whereLayer("rollout")
        .mayOnlyAccessLayers("blueprint", "api")
        .whereLayer("promotion")
        .mayOnlyAccessLayers("blueprint", "api", "rollout")
        .whereLayer("grants")
        .mayOnlyAccessLayers("blueprint", "api")
        .whereLayer("migration")
        .mayOnlyAccessLayers("blueprint", "api")
        .whereLayer("status")
        .mayOnlyAccessLayers("api", "blueprint", "engine", "rollout", "promotion")
        .whereLayer("metrics")
        .mayOnlyAccessLayers("api", "blueprint", "engine", "rollout", "status")
        .whereLayer("controller")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void everyPackageIsALayer() {
    classes()
        .should()
        .resideInAnyPackage(
            ROOT + ".api..",
            ROOT + ".blueprint",
            ROOT + ".engine",
            ROOT + ".leadership",
            ROOT + ".aws",
            ROOT + ".kube",
            ROOT + ".rollout",
            ROOT + ".promotion",
            ROOT + ".grants",
            ROOT + ".migration",
            ROOT + ".status",
            ROOT + ".metrics",
            ROOT + ".controller",
            ROOT + ".cli")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** Time comes in as a value. */
  @Test
  void pureCoreReadsNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".blueprint..",
            ROOT + ".rollout..",
            ROOT + ".promotion..",
            ROOT + ".grants..",
            ROOT + ".migration..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(InstantSource.class)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void pureCoreReachesNothingOutside() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".blueprint..",
            ROOT + ".rollout..",
            ROOT + ".promotion..",
            ROOT + ".grants..",
            ROOT + ".migration..")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net.http..",
            "java.nio.file..",
            "software.amazon.awssdk..",
            "io.fabric8.kubernetes.client..",
            "io.quarkus..",
            "io.javaoperatorsdk..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Executor.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** The AWS SDK is the business of one package, and of what wires it. */
  @Test
  void onlyAwsKnowsTheSdk() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".aws..", ROOT + ".controller..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .check(CLASSES);
  }

  @Test
  void classesAreFound() {
    assertThat(CLASSES).isNotEmpty();
  }
}
