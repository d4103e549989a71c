package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** What people do to the custom resources of a namespace. */
record Kubectl(KubernetesClient client, String namespace) {

  Resource<SoundBiteEnvironment> environment(String name) {
    return client.resources(SoundBiteEnvironment.class).inNamespace(namespace).withName(name);
  }

  /**
   * Applies an environment of that name and prefix, one replica, image tag 1.4.1.
   *
   * @param more fields of its spec
   */
  void apply(String name, String prefix, Map<String, Object> more) {
    client
        .resource(resource(name, prefix, more))
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }

  /** Returns whether the schema that is in force knows every field of it. */
  boolean isKnown(String name, String prefix, Map<String, Object> more) {
    try {
      client
          .resource(resource(name, prefix, more))
          .dryRun()
          .fieldValidation(Validation.STRICT)
          .create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getMessage().contains("unknown field")) {
        return false;
      }
      throw e;
    }
  }

  private GenericKubernetesResource resource(String name, String prefix, Map<String, Object> more) {
    var spec = new TreeMap<String, Object>();
    spec.put("prefix", prefix);
    spec.put("features", List.of("basic"));
    spec.put("image", Map.of("tag", "1.4.1"));
    spec.putAll(more);
    var resource = new GenericKubernetesResource();
    resource.setApiVersion("soundbite.io/v1alpha1");
    resource.setKind("SoundBiteEnvironment");
    resource.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
    resource.setAdditionalProperty("spec", spec);
    return resource;
  }

  /** Sets one field of the spec, as {@code kubectl patch}, whoever else is writing. */
  void change(String name, String field, Object value) {
    merge(name, Map.of("spec", Map.of(field, value)));
  }

  /** Sets an annotation, as {@code kubectl annotate}, whoever else is writing. */
  void annotate(String name, String annotation, String value) {
    merge(name, Map.of("metadata", Map.of("annotations", Map.of(annotation, value))));
  }

  /** Asks for a reconcile; returns the annotation's value. */
  String requestReconcile(String name) {
    var stamp = Instant.now().toString();
    annotate(name, "soundbite.io/reconcile-requested-at", stamp);
    return stamp;
  }

  /** Gives leave to protect less, or to let expire, for the spec as it is. */
  void allowDowngrade(String name) {
    var generation = environment(name).require().getMetadata().getGeneration();
    annotate(name, "soundbite.io/allow-downgrade", String.valueOf(generation));
  }

  /** Has the operator look at it: a turn in which nothing is asked for. */
  void look(String name) {
    annotate(name, "soundbite.io/looked-at", Instant.now().toString());
  }

  /** Lets the custom resource go, if it is going, whatever becomes of what it holds. */
  void releaseFinalizer(String name) {
    merge(name, Map.of("metadata", Map.of("finalizers", List.of())));
  }

  /** Merges {@code patch} into the custom resource. */
  void merge(String name, Map<String, Object> patch) {
    environment(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(patch));
  }

  /** Sets fields of {@code spec.aws}. */
  void editAws(String name, Map<String, Object> fields) {
    change(name, "aws", fields);
  }

  /** Asks for the custom resource's deletion, and waits for nothing. */
  void delete(String name) {
    environment(name).delete();
  }

  /** Waits until the custom resource is gone. */
  void awaitGone(String name) {
    Awaitility.await("the end of " + name)
        .atMost(OperatorUnderTest.PATIENCE)
        .untilAsserted(
            () -> {
              var left = environment(name).get();
              if (left != null) {
                throw new AssertionError(client.getKubernetesSerialization().asYaml(left));
              }
            });
  }
}
