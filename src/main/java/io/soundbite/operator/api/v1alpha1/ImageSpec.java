package io.soundbite.operator.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image to run. Promotion is a change of {@code tag}.
 *
 * @param repository an ECR repository's name in the environment's own account, or a whole ECR
 *     repository URI; when absent, the environment's own repository
 * @param pullSecrets names of Secrets of type dockerconfigjson in the same namespace
 */
public record ImageSpec(
    @Required String tag, @Nullable String repository, List<String> pullSecrets) {
  /** Copies the list. */
  public ImageSpec {
    pullSecrets = pullSecrets == null ? List.of() : List.copyOf(pullSecrets);
  }
}
