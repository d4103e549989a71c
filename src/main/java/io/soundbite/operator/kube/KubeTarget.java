package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.Failure;

/** Which Kubernetes object. */
record KubeTarget(String apiVersion, String kind, String namespace, String name) {

  static KubeTarget of(KubeObject object) {
    var body = object.body();
    var metadata = body.object("metadata");
    return new KubeTarget(
        body.text("apiVersion"),
        body.text("kind"),
        metadata.text("namespace"),
        metadata.text("name"));
  }

  ResourceDefinitionContext context() {
    return KubeKinds.of(apiVersion, kind);
  }

  /** Where the API server serves it. */
  String path() {
    var root = apiVersion.contains("/") ? "/apis/" : "/api/";
    return root
        + apiVersion
        + "/namespaces/"
        + namespace
        + "/"
        + context().getPlural()
        + "/"
        + name;
  }

  /** What {@code verb} on it met, in the words of RBAC rules: {@code patch deployments.apps}. */
  Failure failure(String verb, KubernetesClientException exception) {
    var context = context();
    var group = context.getGroup() == null ? "" : context.getGroup();
    return KubeErrors.failure(
        exception,
        verb + " " + context.getPlural() + (group.isEmpty() ? "" : "." + group),
        namespace + "/" + name);
  }

  /** {@code Deployment/prod-api-blue}. */
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
