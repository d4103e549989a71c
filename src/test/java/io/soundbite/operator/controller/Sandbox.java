package io.soundbite.operator.controller;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cluster and the AWS endpoint that tests are told of. */
final class Sandbox {
  private Sandbox() {}

  static Config kubeconfig() {
    var path = System.getenv("SOUNDBITE_E2E_KUBECONFIG");
    if (path == null || path.isBlank()) {
      throw new AssertionError(
          "This test needs a cluster: run `make test`, or start the sandbox and export"
              + " SOUNDBITE_E2E_KUBECONFIG=<its KUBECONFIG>");
    }
    return Config.fromKubeconfig(new File(path));
  }

  /** A client for the cluster. */
  static KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(kubeconfig()).build();
  }

  static URI endpoint() {
    var endpoint = System.getenv("SOUNDBITE_E2E_AWS_ENDPOINT");
    if (endpoint == null || endpoint.isBlank()) {
      throw new AssertionError(
          "This test needs an AWS emulator: run `make test`, or start the sandbox and export"
              + " SOUNDBITE_E2E_AWS_ENDPOINT=<its AWS_ENDPOINT_URL>");
    }
    return URI.create(endpoint);
  }

  /** Applies the CRDs. */
  static void install(KubernetesClient client) {
    try {
      for (var file : Files.newDirectoryStream(Path.of("deploy/crds"), "*.yml")) {
        client.load(Files.newInputStream(file)).forceConflicts().serverSideApply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
