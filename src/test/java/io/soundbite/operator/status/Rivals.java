package io.soundbite.operator.status;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.soundbite.operator.api.v1alpha1.AwsStatus;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Custom resources for tests of what environments are to each other. */
public final class Rivals {
  private Rivals() {}

  /** One in the namespace {@code soundbite} that has not begun. */
  public static SoundBiteEnvironment environment(String name, String prefix, String created) {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: soundbite.io/v1alpha1
            kind: SoundBiteEnvironment
            metadata:
              name: %s
              namespace: soundbite
              uid: uid-of-%s
              creationTimestamp: "%s"
            spec:
              prefix: %s
              image: {tag: "1.4.1"}
            """
                .formatted(name, name, created, prefix),
            SoundBiteEnvironment.class);
  }

  /** The same, begun in {@code account}. */
  public static SoundBiteEnvironment begun(
      SoundBiteEnvironment environment, String account, @Nullable String endpoint) {
    return with(environment, new AwsStatus(account, "https://issuer", null, endpoint), null);
  }

  /** The same, asking for an image of {@code repository}. */
  public static SoundBiteEnvironment asking(SoundBiteEnvironment environment, String repository) {
    return with(environment, null, new ImageStatus(repository, "1.4.1", "sha256:1"));
  }

  private static SoundBiteEnvironment with(
      SoundBiteEnvironment environment, @Nullable AwsStatus aws, @Nullable ImageStatus image) {
    environment.setStatus(
        new EnvironmentStatus(
            1L, aws, image, null, null, List.of(), List.of(), List.of(), null, List.of(), null,
            null, null, List.of(), List.of(), null, null, List.of()));
    return environment;
  }
}
