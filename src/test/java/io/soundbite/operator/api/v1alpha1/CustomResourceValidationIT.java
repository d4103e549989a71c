package io.soundbite.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a real API server says to custom resources, good and bad: one test for each file. */
class CustomResourceValidationIT {
  private static final Path VALID = CrdCase.ROOT.resolve("valid");
  private static final Path INVALID = CrdCase.ROOT.resolve("invalid");
  private static final Path EXAMPLES = Path.of("examples");

  private static ApiServer server;

  @BeforeAll
  static void connect() {
    server = ApiServer.connect();
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> refused() throws IOException {
    List<CrdCase> cases = CrdCase.in(INVALID);
    assertThat(cases).hasSizeGreaterThanOrEqualTo(45);
    return cases.stream().map(test -> DynamicTest.dynamicTest(test.name(), () -> refuse(test)));
  }

  @TestFactory
  Stream<DynamicTest> accepted() throws IOException {
    List<CrdCase> cases =
        Stream.concat(CrdCase.in(VALID).stream(), CrdCase.in(EXAMPLES).stream()).toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(14);
    return cases.stream().map(test -> DynamicTest.dynamicTest(test.name(), () -> accept(test)));
  }

  @Test
  void everyFileIsRead() throws IOException {
    Set<Path> read =
        Stream.of(VALID, INVALID)
            .flatMap(folder -> cases(folder).stream())
            .map(CrdCase::file)
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.walk(CrdCase.ROOT)) {
      assertThat(files.filter(Files::isRegularFile)).allMatch(read::contains);
    }
  }

  private static void refuse(CrdCase test) {
    assertThat(test.refusal()).as("the # expect: lines").isNotEmpty();
    if (test.isUpdate()) {
      GenericKubernetesResource created = resource(test.first()).create();
      try {
        GenericKubernetesResource next = test.last();
        next.getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());
        assertRefused(test, () -> dryRun(next).update());
      } finally {
        resource(test.first()).delete();
      }
    } else {
      assertRefused(test, () -> dryRun(test.first()).create());
    }
  }

  private static void assertRefused(CrdCase test, ThrowingCallable attempt) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, attempt);
    assertThat(refusal).as("%s is accepted", test.name()).isNotNull();
    assertThat(refusal.getStatus().getMessage()).as(test.name()).contains(test.refusal());
  }

  /** Created as kubectl does, and applied server-side as Argo CD does. */
  private static void accept(CrdCase test) {
    if (test.isUpdate()) {
      resource(test.first()).serverSideApply();
      try {
        assertThat(dryRun(test.last()).serverSideApply()).isNotNull();
      } finally {
        resource(test.first()).delete();
      }
    } else {
      assertThat(dryRun(test.first()).create()).isNotNull();
      assertThat(dryRun(test.first()).serverSideApply()).isNotNull();
    }
  }

  private static NonDeletingOperation<GenericKubernetesResource> dryRun(
      GenericKubernetesResource item) {
    return resource(item).dryRun().fieldValidation(Validation.STRICT);
  }

  private static Resource<GenericKubernetesResource> resource(GenericKubernetesResource item) {
    item.getMetadata().setNamespace(server.namespace);
    return server
        .client
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("soundbite.io")
                .withVersion("v1alpha1")
                .withKind("SoundBiteEnvironment")
                .withPlural("soundbiteenvironments")
                .withNamespaced(true)
                .build())
        .inNamespace(server.namespace)
        .resource(item);
  }

  private static List<CrdCase> cases(Path folder) {
    try {
      return CrdCase.in(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
