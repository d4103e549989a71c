package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.kube.Mandate;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether what this reconcile goes by is what is recorded: nobody else has recorded a step of a
 * rollout since. One that removes the environment has nothing to lose but its successor: a custom
 * resource of the same name.
 *
 * @param resource as this reconcile knows it
 */
record Incumbency(KubernetesClient client, SoundBiteEnvironment resource) implements Mandate {

  @Override
  public Optional<String> revoked() {
    return Optional.ofNullable(
            client
                .resources(SoundBiteEnvironment.class)
                .inNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .get())
        .filter(this::isTheSame)
        .map(any -> Optional.<String>empty())
        .orElse(Optional.of("another leader has gone on: what is recorded is not what this knows"));
  }

  private boolean isTheSame(SoundBiteEnvironment now) {
    var known = EnvironmentStatus.of(resource);
    var recorded = EnvironmentStatus.of(now);
    return now.getMetadata().getUid().equals(resource.getMetadata().getUid())
        && (resource.isMarkedForDeletion()
            || (!now.isMarkedForDeletion()
                && Objects.equals(recorded.release(), known.release())
                && Objects.equals(recorded.rollout(), known.rollout())));
  }
}
