package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.EnvEntry;
import io.soundbite.operator.api.v1alpha1.ImageStatus;
import io.soundbite.operator.api.v1alpha1.TolerationSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the release that a spec asks for. What is not in here (counts, thresholds) rolls nothing.
 */
public final class Releases {
  /** Of how the blueprint renders pods: with another one, the same spec is another release. */
  static final int VERSION = 3;

  /** The version since which the region is a variable of the container itself. */
  static final int REGION_IN_CONTAINER = 2;

  /** The version since which pods of the API serve on for half a minute after they were deleted. */
  static final int SLOW_DRAIN = 3;

  private static final List<String> PROCESSOR_COMMAND = List.of("node", "dist/processor");

  private Releases() {}

  /**
   * The release of {@code environment} as its spec stands.
   *
   * @param image what the tag was resolved to
   */
  public static Release of(Environment environment, ImageStatus image) {
    var config = new TreeMap<>(new AppConfig(environment).variables());
    var secrets = new TreeMap<String, EnvEntry.SecretKey>();
    for (var entry : environment.spec().env()) {
      if (AppConfig.isOwned(entry.name())) {
        continue; // the schema refuses these; what the operator owns stays right even so
      }
      config.remove(entry.name());
      secrets.remove(entry.name());
      if (entry.valueFrom() != null) {
        secrets.put(entry.name(), entry.valueFrom().secretKeyRef());
      } else if (entry.value() != null) {
        config.put(entry.name(), entry.value());
      }
    }
    return new Release(
        image.tag(), reference(environment, image), config, secrets, pod(environment));
  }

  private static String reference(Environment environment, ImageStatus image) {
    return environment.names().imageRepository(image.repository()) + "@" + image.digest();
  }

  private static Release.Pod pod(Environment environment) {
    var spec = environment.spec();
    var resources = ContainerResources.of(spec);
    var command = spec.processor().command();
    return new Release.Pod(
        VERSION,
        resources.requests(),
        resources.limits(),
        new TreeMap<>(spec.nodeSelector()),
        Tree.of(spec.tolerations().stream().map(Releases::toleration).toList()),
        spec.image().pullSecrets(),
        command.isEmpty() ? PROCESSOR_COMMAND : command);
  }

  /** As the API server returns it: without what is not set. */
  private static Map<String, Object> toleration(TolerationSpec toleration) {
    var fields = new LinkedHashMap<String, Object>();
    put(fields, "key", toleration.key());
    put(fields, "operator", toleration.operator());
    put(fields, "value", toleration.value());
    put(fields, "effect", toleration.effect());
    if (toleration.tolerationSeconds() != null) {
      fields.put("tolerationSeconds", toleration.tolerationSeconds());
    }
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
