package io.soundbite.operator.controller;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.blueprint.Environment;
import io.soundbite.operator.blueprint.Release;
import io.soundbite.operator.rollout.Revision;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** TEMPORARY. */
final class StoredReleases {
  private final KubernetesClient client;
  private final Environment environment;

  StoredReleases(KubernetesClient client, Environment environment) {
    this.client = client;
    this.environment = environment;
  }

  Map<String, Release> all() {
    var found = new HashMap<String, Release>();
    for (var it : list()) {
      found.put(
          it.getMetadata().getName(),
          Release.read(
              io.soundbite.operator.blueprint.Tree.of(
                  client.getKubernetesSerialization().convertValue(it.getData(), Object.class))));
    }
    return found;
  }

  void store(Revision revision) {
    if (client.apps().controllerRevisions().inNamespace(ns()).withName(revision.name()).get()
        != null) {
      return;
    }
    client.resource(
        new ControllerRevisionBuilder()
            .withNewMetadata()
            .withName(revision.name())
            .withNamespace(ns())
            .addToLabels("app.kubernetes.io/managed-by", "soundbite-operator")
            .addToLabels("soundbite.io/environment", environment.owner().name())
            .addNewOwnerReference()
            .withApiVersion("soundbite.io/v1alpha1")
            .withKind("SoundBiteEnvironment")
            .withName(environment.owner().name())
            .withUid(environment.uid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withRevision(1L)
            .withData(new io.fabric8.kubernetes.api.model.GenericKubernetesResource())
            .build());
    var body =
        io.soundbite.operator.blueprint.Tree.obj(
            "apiVersion",
            "apps/v1",
            "kind",
            "ControllerRevision",
            "revision",
            1,
            "metadata",
            io.soundbite.operator.blueprint.Tree.obj(
                "name",
                revision.name(),
                "namespace",
                ns(),
                "labels",
                Map.of(
                    "app.kubernetes.io/managed-by",
                    "soundbite-operator",
                    "soundbite.io/environment",
                    environment.owner().name()),
                "ownerReferences",
                java.util.List.of(
                    Map.of(
                        "apiVersion",
                        "soundbite.io/v1alpha1",
                        "kind",
                        "SoundBiteEnvironment",
                        "name",
                        environment.owner().name(),
                        "uid",
                        environment.uid(),
                        "controller",
                        true))),
            "data",
            revision.release().tree());
    client
        .genericKubernetesResources("apps/v1", "ControllerRevision")
        .inNamespace(ns())
        .resource(
            client
                .getKubernetesSerialization()
                .unmarshal(
                    io.soundbite.operator.blueprint.Json.write(body),
                    io.fabric8.kubernetes.api.model.GenericKubernetesResource.class))
        .create();
  }

  void prune(Set<String> needed) {
    for (var it : list()) {
      if (!needed.contains(it.getMetadata().getName())) {
        client.resource(it).delete();
      }
    }
  }

  private java.util.List<ControllerRevision> list() {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(ns())
        .withLabel("soundbite.io/environment", environment.owner().name())
        .list()
        .getItems();
  }

  private String ns() {
    return environment.owner().namespace();
  }
}
