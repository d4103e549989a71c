package io.soundbite.operator.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.io.File;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and namespace, as kubectl's own options say it. */
final class ClusterOptions {
  private static final int PATIENCE_MS = 5_000;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig to use; default: the environment variable KUBECONFIG.")
  private @Nullable File kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The kubeconfig's context to use; default: its current one.")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace to look in; default: the context's.")
  private @Nullable String namespace;

  /**
   * A client, for the caller to close.
   *
   * @throws CommandFailure when there is no such kubeconfig or context
   */
  KubernetesClient client() {
    // Tries once: whoever waits at a terminal tries again by hand, and CI by its own rules.
    var config =
        new ConfigBuilder(config())
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(PATIENCE_MS)
            .build();
    var chosen = config.getCurrentContext();
    if (context != null && (chosen == null || !chosen.getName().equals(context))) {
      throw new CommandFailure("There is no context " + context + " in the kubeconfig.");
    }
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization())
        .build();
  }

  /** The namespace to look in, when an environment's name doesn't say it. */
  String namespace(KubernetesClient client) {
    if (namespace != null) {
      return namespace;
    }
    return client.getNamespace() == null ? "default" : client.getNamespace();
  }

  private Config config() {
    try {
      return kubeconfig == null
          ? Config.autoConfigure(context)
          : Config.fromKubeconfig(context, kubeconfig);
    } catch (KubernetesClientException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** A newer operator's fields are no error; models of other kinds are not searched for. */
  private static KubernetesSerialization serialization() {
    return new KubernetesSerialization(
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(SoundBiteEnvironment.class, Lenient.class)
            .build(),
        false);
  }

  /** Shows what this version knows of a resource; only the operator must understand all of it. */
  @JsonDeserialize(using = JsonDeserializer.None.class)
  private abstract static class Lenient {}
}
