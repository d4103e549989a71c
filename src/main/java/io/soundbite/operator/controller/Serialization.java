package io.soundbite.operator.controller;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapper;
import io.quarkus.kubernetes.client.KubernetesResources;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Provides the serialization of the Kubernetes client, which reads watched objects as they are
 * sent. By default the client reads the object of a watch event into the model class of its kind
 * first and converts that: the converters of a hundred classes stay in memory, and what the model
 * writes otherwise than the API server (quantities, empty lists) is taken for what was sent.
 */
@Singleton
public class Serialization {
  /**
   * Registers the kinds that a watch event is read into directly: the custom resource, and the
   * error that ends a watch.
   *
   * @param models every model class there is
   */
  @Produces
  @Singleton
  @SuppressWarnings("rawtypes") // the type that Quarkus provides
  KubernetesSerialization serialization(
      @KubernetesClientObjectMapper ObjectMapper mapper, @KubernetesResources Class[] models) {
    var serialization = new AsSent(mapper, models);
    serialization.registerKubernetesResource(SoundBiteEnvironment.class);
    serialization.registerKubernetesResource(Status.class);
    return serialization;
  }

  /** Knows the model classes, by which the client finds paths, and reads nothing into them. */
  private static final class AsSent extends KubernetesSerialization {
    private final Map<String, Class<? extends HasMetadata>> models;

    AsSent(ObjectMapper mapper, Class<?>[] models) {
      super(mapper, false);
      this.models =
          Arrays.stream(models)
              .filter(HasMetadata.class::isAssignableFrom)
              .<Class<? extends HasMetadata>>map(model -> model.asSubclass(HasMetadata.class))
              .collect(
                  Collectors.toUnmodifiableMap(
                      model -> key(HasMetadata.getApiVersion(model), HasMetadata.getKind(model)),
                      model -> model,
                      (first, second) -> first));
    }

    @Override
    public @Nullable Class<? extends KubernetesResource> getRegisteredKubernetesResource(
        String apiVersion, String kind) {
      return models.get(key(apiVersion, kind));
    }

    private static String key(@Nullable String apiVersion, String kind) {
      return apiVersion + " " + kind;
    }
  }
}
