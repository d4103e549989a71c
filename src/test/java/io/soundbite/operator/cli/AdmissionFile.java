package io.soundbite.operator.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file of deploy/admission, in force in one namespace, since other tests run beside. */
record AdmissionFile(KubernetesClient client, List<HasMetadata> objects) implements AutoCloseable {
  static AdmissionFile install(KubernetesClient client, String namespace, Path file)
      throws IOException {
    List<HasMetadata> objects;
    try (var stream = Files.newInputStream(file)) {
      objects = client.load(stream).items();
    }
    var here =
        new AdmissionFile(client, objects.stream().map(it -> in(namespace, it, client)).toList());
    here.objects.forEach(it -> client.resource(it).forceConflicts().serverSideApply());
    return here;
  }

  private static HasMetadata in(String namespace, HasMetadata object, KubernetesClient client) {
    if (!object.getKind().endsWith("Binding")) {
      return object;
    }
    var binding =
        client.getKubernetesSerialization().convertValue(object, GenericKubernetesResource.class);
    var spec = binding.<Map<String, Object>>get("spec");
    spec.put(
        "matchResources",
        Map.of(
            "namespaceSelector",
            Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", namespace))));
    return binding;
  }

  @Override
  public void close() {
    objects.forEach(it -> client.resource(it).delete());
  }
}
