package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.function.Supplier;

/** What an API server's refusal means. */
final class KubeErrors {
  private KubeErrors() {}

  /**
   * The exception as a value.
   *
   * @param action verb and resource, as {@code patch deployments.apps}
   * @param object what it was about, as {@code soundbite/prod-api}
   */
  static Failure failure(KubernetesClientException exception, String action, String object) {
    return new Failure(
        kind(exception.getCode(), words(exception)), action, object, words(exception));
  }

  /**
   * What {@code call} comes to.
   *
   * @param action verb and resource, as {@code list controllerrevisions.apps}
   * @param object what it is about, as {@code soundbite/prod-api}
   */
  static <T> Result<T> result(String action, String object, Supplier<Result<T>> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      return new Result.Failed<>(failure(e, action, object));
    }
  }

  private static Failure.Kind kind(int code, String words) {
    return switch (code) {
      case 404 -> Failure.Kind.NOT_FOUND;
      case 409 -> Failure.Kind.CONFLICT;
      case 429 -> Failure.Kind.THROTTLED;
      case 401 -> Failure.Kind.DENIED;
      case 403 -> words.contains("exceeded quota") ? Failure.Kind.QUOTA : Failure.Kind.DENIED;
      case 408 -> Failure.Kind.UNAVAILABLE;
      default -> code >= 400 && code < 500 ? Failure.Kind.INVALID : Failure.Kind.UNAVAILABLE;
    };
  }

  private static String words(KubernetesClientException exception) {
    var status = exception.getStatus();
    return status != null && status.getMessage() != null
        ? status.getMessage()
        : String.valueOf(exception.getMessage());
  }
}
