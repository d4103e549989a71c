package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.status.Rivals;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepositoryUseTest {
  private static final String URI =
      "123456789012.dkr.ecr.us-east-1.amazonaws.com/soundbite-staging-api";
  private static final Owner STAGING = new Owner("here", "soundbite", "staging");
  private static final Owner PRODUCTION = new Owner("here", "soundbite", "production");
  private static final RepositoryUse USE = new RepositoryUse(URI, STAGING);

  @Test
  void isUsedByWhoeverHasADeploymentOfIt() {
    assertThat(USE.among(List.of(), List.of(image(PRODUCTION, URI + "@sha256:1"))))
        .contains("soundbite/production runs images of it");
  }

  @Test
  void isUsedByWhoeverAsksForIt() {
    assertThat(USE.among(List.of(asking("production", URI)), List.of()))
        .contains("soundbite/production runs images of it");
  }

  @Test
  void isNotUsedByAnEnvironmentThatIsGoingAndRunsNothing() {
    var going = asking("production", URI);
    going.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(USE.among(List.of(going), List.of())).isEmpty();
  }

  @Test
  void isNotHeldByItsOwnEnvironment() {
    assertThat(
            USE.among(List.of(asking("staging", URI)), List.of(image(STAGING, URI + "@sha256:1"))))
        .isEmpty();
  }

  @Test
  void isNotUsedByImagesOfRepositoriesWithLongerNames() {
    assertThat(
            USE.among(
                List.of(asking("production", URI + "-eu")),
                List.of(image(PRODUCTION, URI + "-eu@sha256:1"))))
        .isEmpty();
  }

  private static RepositoryUse.Image image(Owner holder, String reference) {
    return new RepositoryUse.Image(holder, reference);
  }

  private static SoundBiteEnvironment asking(String name, String repository) {
    return Rivals.asking(Rivals.environment(name, name, "2026-01-01T00:00:00Z"), repository);
  }
}
