package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.function.Supplier;

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

  /** What {@code verb} on it met. */
  Failure failure(String verb, KubernetesClientException exception) {
    return KubeErrors.failure(exception, action(verb), object());
  }

  /** What {@code call}, which is {@code verb} on it, comes to. */
  <T> Result<T> result(String verb, Supplier<Result<T>> call) {
    return KubeErrors.result(action(verb), object(), call);
  }

  /** {@code verb} on it came too late. */
  Failure conflict(String verb, String message) {
    return new Failure(Failure.Kind.CONFLICT, action(verb), object(), message);
  }

  /** In the words of RBAC rules: {@code patch deployments.apps}. */
  private String action(String verb) {
    var context = context();
    var group = context.getGroup() == null ? "" : context.getGroup();
    return verb + " " + context.getPlural() + (group.isEmpty() ? "" : "." + group);
  }

  private String object() {
    return namespace + "/" + name;
  }

  /** {@code Deployment/prod-api-blue}. */
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
