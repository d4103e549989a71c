package io.soundbite.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;

/** The cluster and the AWS endpoint that tests are told of. */
public final class Sandbox {
  private Sandbox() {}

  /** The cluster's. */
  public static Config kubeconfig() {
    return Config.fromKubeconfig(kubeconfigFile());
  }

  /** The file that says where the cluster is. */
  public static File kubeconfigFile() {
    return new File(told("SOUNDBITE_E2E_KUBECONFIG", "KUBECONFIG", "a cluster"));
  }

  /** Where the sandbox lives, with its programs and logs. */
  public static Path directory() {
    var directory = System.getenv("SOUNDBITE_SANDBOX_DIR");
    if (directory == null || directory.isBlank()) {
      throw new AssertionError(
          "This test uses the sandbox's helm and packaged operator: run `make test`, or start one"
              + " with `sandbox/sandbox.py up --only-infra` and export SOUNDBITE_SANDBOX_DIR=<its"
              + " directory>");
    }
    return Path.of(directory);
  }

  /** A client for the cluster, for the caller to close. */
  public static KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(kubeconfig()).build();
  }

  /** One whose requests {@code interceptor} sees. */
  public static KubernetesClient client(Interceptor interceptor) {
    return new KubernetesClientBuilder()
        .withConfig(kubeconfig())
        .withHttpClientBuilderConsumer(it -> it.addOrReplaceInterceptor("test", interceptor))
        .build();
  }

  /** Where the AWS emulator is. */
  public static URI endpoint() {
    return URI.create(told("SOUNDBITE_E2E_AWS_ENDPOINT", "AWS_ENDPOINT_URL", "an AWS emulator"));
  }

  private static String told(String variable, String sandboxs, String what) {
    var value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw new AssertionError(
          "This test needs %s: run `make test`, or start the sandbox (`make sandbox`) and export %s=<the %s of .sandbox/env>"
              .formatted(what, variable, sandboxs));
    }
    return value;
  }
}
