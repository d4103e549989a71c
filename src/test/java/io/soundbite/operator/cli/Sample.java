package io.soundbite.operator.cli;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.soundbite.operator.api.v1alpha1.EnvironmentStatus;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Custom resources as examples/ declares them, with a status as the operator writes it. */
final class Sample {
  /** Everything is as declared, and has been read. */
  static final String READY =
      """
      observedGeneration: 1
      aws: {account: "123456789012", issuer: oidc.example.com/id/EXAMPLE}
      release: {tag: "1.4.1", digest: "sha256:00", shortDigest: "00", configHash: %1$s,
        revision: any, slot: blue, since: "2026-11-23T06:00:00.123456789Z"}
      stacks:
      - {name: SoundBite-%2$s-Database, resources: 5, ready: 5, drifted: 0}
      - {name: SoundBite-%2$s-Storage, resources: 3, ready: 3, drifted: 0}
      - {name: SoundBite-%2$s-Queue, resources: 8, ready: 8, drifted: 0}
      - {name: SoundBite-%2$s-Compute, resources: 12, ready: 12, drifted: 0}
      - {name: SoundBite-%2$s-API, resources: 19, ready: 19, drifted: 0}
      drift: {count: 0, unread: 0, resources: []}
      parity: {shapeHash: "0123456789ab"}
      conditions:
      - {type: Available, status: "True", reason: Serving, message: It serves.,
         observedGeneration: 1, lastTransitionTime: "2026-11-23T06:00:00Z"}
      - {type: Ready, status: "True", reason: AsDeclared, message: All is well.,
         observedGeneration: 1, lastTransitionTime: "2026-11-23T06:00:00Z"}
      - {type: Synced, status: "True", reason: AsDeclared, message: All is well.,
         observedGeneration: 1, lastTransitionTime: "2026-11-23T06:00:00Z"}
      """;

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Sample() {}

  /** The text of {@code examples/<name>.yaml}. */
  static String yaml(String name) {
    try {
      return Files.readString(Path.of("examples", name + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that the operator has not come to yet. */
  static SoundBiteEnvironment fresh(String name) {
    return of(yaml(name));
  }

  /** What the API server would make of {@code yaml}. */
  static SoundBiteEnvironment of(String yaml) {
    var resource = YAML.unmarshal(yaml, SoundBiteEnvironment.class);
    resource.getMetadata().setUid("uid-of-" + resource.getMetadata().getName());
    resource.getMetadata().setGeneration(1L);
    resource.getMetadata().setCreationTimestamp("2026-11-23T05:00:00Z");
    return resource;
  }

  /** One that is Ready. */
  static SoundBiteEnvironment ready(String name) {
    var resource = fresh(name);
    return with(resource, READY.formatted(configHash(resource), name));
  }

  /** One that is Ready but for {@code lines} of YAML, which replace those of the same name. */
  static SoundBiteEnvironment but(String name, String lines) {
    return changed(ready(name), lines);
  }

  /** {@code resource} with {@code lines} of YAML in its status, in place of those it has. */
  static SoundBiteEnvironment changed(SoundBiteEnvironment resource, String lines) {
    var status = EnvironmentStatus.of(resource);
    var changed = new TreeMap<Object, Object>(YAML.convertValue(status, Map.class));
    changed.putAll(YAML.unmarshal(lines, Map.class));
    return with(resource, YAML.asYaml(changed));
  }

  /** {@code resource} with a status of YAML. */
  static SoundBiteEnvironment with(SoundBiteEnvironment resource, String status) {
    resource.setStatus(YAML.unmarshal(status, EnvironmentStatus.class));
    return resource;
  }

  /** Hash of the application configuration that {@code resource} asks for. */
  static String configHash(SoundBiteEnvironment resource) {
    var placed = with(of(YAML.asYaml(resource)), "aws: {account: \"123456789012\", issuer: any}");
    return new Whereabouts(List.of()).release(placed).configHash();
  }
}
