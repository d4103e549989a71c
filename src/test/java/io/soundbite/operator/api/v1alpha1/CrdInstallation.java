package io.soundbite.operator.api.v1alpha1;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Puts the committed CRD on a cluster. */
public final class CrdInstallation {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PROBE = "probe";

  /** Says which file was applied, so that a test that changes the schema is left alone. */
  private static final String DIGEST = "soundbite.io/test-digest";

  private final KubernetesClient client;

  private CrdInstallation(KubernetesClient client) {
    this.client = client;
  }

  /** Applies it unless that was done before, and returns when its schema is in force. */
  public static void on(KubernetesClient client) {
    new CrdInstallation(client).install();
  }

  /**
   * Nothing in the API tells when a changed schema is in force, so that a field is put into it and
   * taken out again: where it was known and no longer is, no earlier schema is left.
   */
  private void install() {
    var before = client.resource(committed()).get();
    if (before != null && digest(before).equals(digest(committed()))) {
      return;
    }
    var after = apply(committed());
    client
        .resource(after)
        .waitUntilCondition(CrdInstallation::established, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (before != null
        && !before.getMetadata().getGeneration().equals(after.getMetadata().getGeneration())) {
      apply(withProbe(committed()));
      await("the schema with the probe").atMost(PATIENCE).until(this::knowsProbe);
      apply(committed());
      await("the committed schema").atMost(PATIENCE).until(() -> !knowsProbe());
    }
  }

  private CustomResourceDefinition apply(CustomResourceDefinition crd) {
    return client.resource(crd).fieldManager("soundbite-tests").forceConflicts().serverSideApply();
  }

  private boolean knowsProbe() {
    try {
      client.resource(probe()).dryRun().fieldValidation(Validation.STRICT).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getMessage().contains("unknown field \"spec." + PROBE + "\"")) {
        return false;
      }
      throw e;
    }
  }

  private static GenericKubernetesResource probe() {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("soundbite.io/v1alpha1")
        .withKind("SoundBiteEnvironment")
        .withNewMetadata()
        .withName(PROBE)
        .withNamespace("default")
        .endMetadata()
        .addToAdditionalProperties(
            "spec", Map.of("prefix", PROBE, "image", Map.of("tag", "1"), PROBE, "known"))
        .build();
  }

  private static CustomResourceDefinition withProbe(CustomResourceDefinition crd) {
    var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    schema
        .getProperties()
        .get("spec")
        .getProperties()
        .put(PROBE, new JSONSchemaPropsBuilder().withType("string").build());
    return crd;
  }

  private static CustomResourceDefinition committed() {
    try {
      var text = Files.readString(CrdManifest.FILE);
      var crd = Serialization.unmarshal(text, CustomResourceDefinition.class);
      crd.getMetadata().getAnnotations().put(DIGEST, Integer.toHexString(text.hashCode()));
      return crd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(CustomResourceDefinition crd) {
    return crd.getMetadata().getAnnotations().getOrDefault(DIGEST, "");
  }

  private static boolean established(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
