package io.soundbite.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.Tree;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningImagesTest {
  private static final String DEPLOYMENT =
      """
      metadata:
        name: other
        namespace: apps
        labels: {app.kubernetes.io/managed-by: soundbite-operator}
        ownerReferences: [%s]
      spec: {template: {spec: {containers: [{image: "repository:1"}]}}}
      """;

  private final RunningImages running = new RunningImages("cluster", Set.of("there"));

  @Test
  void ofADeploymentThatAnEnvironmentControls() {
    assertThat(
            running.of(
                deployment(
                    "{kind: SoundBiteEnvironment, name: staging, uid: there, controller: true}")))
        .containsExactly(
            new RepositoryUse.Image(new Owner("cluster", "apps", "staging"), "repository:1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{kind: SoundBiteEnvironment, name: staging, uid: there}",
        "{kind: SoundBiteEnvironment, name: staging, uid: gone, controller: true}",
        "{kind: ConfigMap, name: staging, uid: there, controller: true}"
      })
  void whatNoEnvironmentControlsIsNoChild(String reference) {
    assertThat(running.of(deployment(reference))).isEmpty();
  }

  private static Tree.Obj deployment(String reference) {
    return (Tree.Obj)
        Tree.of(Serialization.unmarshal(DEPLOYMENT.formatted(reference), Object.class));
  }
}
