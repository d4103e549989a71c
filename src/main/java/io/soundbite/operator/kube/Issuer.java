package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.blueprint.Json;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Failure;

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
  public static Reply<String> of(KubernetesClient client) {
    try {
      var document = Json.read(client.raw(PATH));
      var issuer = document instanceof Tree.Obj object ? object.text("issuer") : "";
      return issuer.startsWith(SCHEME)
          ? new Reply.Ok<>(issuer.substring(SCHEME.length()))
          : invalid("no https issuer but \"" + issuer + "\": set --service-account-issuer");
    } catch (KubernetesClientException e) {
      return new Reply.Failed<>(KubeErrors.failure(e, GET, API_SERVER));
    } catch (IllegalArgumentException e) {
      return invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Reply<String> invalid(String message) {
    return new Reply.Failed<>(new Failure(Failure.Kind.INVALID, GET, API_SERVER, message));
  }
}
