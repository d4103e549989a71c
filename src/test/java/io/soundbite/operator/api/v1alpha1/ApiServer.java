package io.soundbite.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real API server with the committed CRD, and a namespace of the test's own. */
public final class ApiServer implements AutoCloseable {
  private static final String KUBECONFIG = "SOUNDBITE_E2E_KUBECONFIG";

  public final KubernetesClient client;
  public final String namespace;

  private ApiServer(KubernetesClient client) throws IOException, InterruptedException {
    this.client = client;
    applyCrd();
    Namespace created =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("crd-")
                    .endMetadata()
                    .build())
            .create();
    namespace = created.getMetadata().getName();
  }

  public static ApiServer connect() throws IOException, InterruptedException {
    String kubeconfig = System.getenv(KUBECONFIG);
    if (kubeconfig == null || !Files.isReadable(Path.of(kubeconfig))) {
      throw new IllegalStateException(
          KUBECONFIG
              + " names no readable kubeconfig, and this test needs a real API server: run make"
              + " test, or make sandbox and set "
              + KUBECONFIG
              + " to the KUBECONFIG of .sandbox/env (another cluster's kubeconfig will do too)");
    }
    return new ApiServer(
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(kubeconfig).toFile()))
            .build());
  }

  private void applyCrd() throws IOException, InterruptedException {
    NamespaceableResource<CustomResourceDefinition> crd =
        client.resource(
            Serialization.unmarshal(
                Files.readString(CrdManifest.FILE), CustomResourceDefinition.class));
    CustomResourceDefinition before = crd.get();
    CustomResourceDefinition after =
        crd.fieldManager("soundbite-tests").forceConflicts().serverSideApply();
    crd.waitUntilCondition(ApiServer::established, 30, TimeUnit.SECONDS);
    boolean changed =
        before != null
            && !before.getMetadata().getGeneration().equals(after.getMetadata().getGeneration());
    if (changed) {
      // Nothing in the API tells when a changed schema is in force; it takes well under a second.
      Thread.sleep(Duration.ofSeconds(3));
    }
  }

  private static boolean established(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
