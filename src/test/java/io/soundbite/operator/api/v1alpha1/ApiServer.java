package io.soundbite.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.Sandbox;

/** A real API server with the committed CRD, and a namespace of the test's own. */
public final class ApiServer implements AutoCloseable {
  public final KubernetesClient client;
  public final String namespace;

  private ApiServer(KubernetesClient client) {
    this.client = client;
    CrdInstallation.on(client);
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("crd-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
  }

  /** Connects to the sandbox's, or whichever tests are told of. */
  public static ApiServer connect() {
    return new ApiServer(Sandbox.client());
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
