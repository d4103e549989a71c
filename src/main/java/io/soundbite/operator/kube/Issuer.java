package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;

/**
 * The API server's service account issuer, which IAM must know as a web identity provider.
 * Kubernetes lets every service account read it.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery">Service
 *     account issuer discovery</a>
 */
public final class Issuer {
  private static final String PATH = "/.well-known/openid-configuration";
  private static final String GET = "get " + PATH;
  private static final String API_SERVER = "the API server";
  private static final String SCHEME = "https://";

  private Issuer() {}

  /** The issuer without its scheme, as provider ARNs have it. */
  public static Result<String> of(KubernetesClient client) {
    return KubeErrors.result(GET, API_SERVER, () -> issuer(client.raw(PATH)));
  }

  private static Result<String> issuer(String document) {
    try {
      var issuer = Json.read(document) instanceof Tree.Obj object ? object.text("issuer") : "";
      return issuer.startsWith(SCHEME)
          ? new Result.Ok<>(issuer.substring(SCHEME.length()))
          : invalid("no https issuer but \"" + issuer + "\": set --service-account-issuer");
    } catch (IllegalArgumentException e) {
      return invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Result<String> invalid(String message) {
    return new Result.Failed<>(new Failure(Failure.Kind.INVALID, GET, API_SERVER, message));
  }
}
