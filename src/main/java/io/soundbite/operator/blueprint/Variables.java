package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.EnvEntry;
import java.util.Map;

/** Environment variables as a container has them. */
final class Variables {
  private Variables() {}

  static Tree plain(String name, String value) {
    return Tree.obj("name", name, "value", value);
  }

  static Tree secret(String name, EnvEntry.SecretKey key) {
    return Tree.obj(
        "name",
        name,
        "valueFrom",
        Map.of("secretKeyRef", Map.of("name", key.name(), "key", key.key())));
  }

  /** One of those that a spec lists. */
  static Tree of(EnvEntry entry) {
    return entry.valueFrom() == null
        ? plain(entry.name(), entry.value() == null ? "" : entry.value())
        : secret(entry.name(), entry.valueFrom().secretKeyRef());
  }
}
