package io.soundbite.operator.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import io.soundbite.operator.leadership.NotLeadingException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What an API server's refusal means. */
public final class KubeErrors {
  /**
   * The words by which a webhook or a policy refuses, whatever status code it chooses: a webhook
   * sets its own, and a ValidatingAdmissionPolicy has Invalid by default.
   */
  private static final Pattern REFUSED_BY_POLICY =
      Pattern.compile(
          "admission webhook \"[^\"]+\" denied the request"
              + "|policy (?:'[^']+'|\"[^\"]+\")(?: with binding '[^']+')? denied request",
          Pattern.CASE_INSENSITIVE);

  /** The words of an authorizer, and of the admission plugin that asks it about owners. */
  private static final Pattern NOT_AUTHORIZED =
      Pattern.compile(
          "User \"[^\"]*\" cannot \\S+ (?:resource|path) "
              + "|cannot set an ownerRef on a resource you can't delete"
              + "|cannot set blockOwnerDeletion ");

  private static final int UNPROCESSABLE = 422;

  /** An API server refuses the request, etcd the object, and validation a part of it. */
  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "[Rr]equest entity too large|etcdserver: request is too large"
              + "|trying to send message larger than max"
              + "|Too long: (?:must|may) (?:have|not be more than) (?:at most )?[0-9]{6,} bytes");

  private static final String SHORTEN =
      ". Shorten what it is made of: spec.env, spec.ingress.annotations, spec.processor.command or"
          + " spec.rollout.verification.job";

  private static final Pattern QUOTA = Pattern.compile("exceeded quota: |insufficient quota to ");

  /** Refusals that end without anybody's help: a quota is not counted yet, a namespace goes. */
  private static final Pattern PASSING =
      Pattern.compile("status unknown for quota: |because it is being terminated");

  /** The words that precede the reason of every admission plugin, and of the authorizer. */
  private static final String FORBIDDEN = " is forbidden: ";

  /** The words about a field that no write can change any more. */
  private static final Pattern IMMUTABLE =
      Pattern.compile("field is immutable|may not be (?:changed|unset) once set");

  private KubeErrors() {}

  /** Returns whether a field was to be changed that can't be. */
  static boolean isImmutable(KubernetesClientException exception) {
    return exception.getCode() == UNPROCESSABLE && IMMUTABLE.matcher(words(exception)).find();
  }

  /**
   * Returns the exception of any call as a value.
   *
   * @param object what is told if the exception does not say what it was about, as {@code
   *     soundbite/prod}
   */
  public static Failure failure(KubernetesClientException exception, String object) {
    var plural = exception.getResourcePlural();
    var group = exception.getGroup();
    var name = exception.getName();
    return failure(
        exception,
        plural == null
            ? "the Kubernetes API"
            : plural + (group == null || group.isEmpty() ? "" : "." + group),
        name == null || exception.getNamespace() == null
            ? object
            : exception.getNamespace() + "/" + name);
  }

  /**
   * The exception as a value.
   *
   * @param action verb and resource, as {@code patch deployments.apps}
   * @param object what it was about, as {@code soundbite/prod-api}
   */
  static Failure failure(KubernetesClientException exception, String action, String object) {
    if (exception instanceof NotLeadingException) {
      return new Failure(Failure.Kind.NOT_LEADING, action, object, NotLeadingException.MESSAGE);
    }
    var words = words(exception);
    var kind = kind(exception.getCode(), words);
    return new Failure(
        kind, action, object, kind == Failure.Kind.TOO_LARGE ? words + SHORTEN : words);
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
    if (REFUSED_BY_POLICY.matcher(words).find()) {
      return Failure.Kind.ADMISSION;
    }
    if (code == 413 || TOO_LARGE.matcher(words).find()) {
      return Failure.Kind.TOO_LARGE;
    }
    return switch (code) {
      case 404 -> Failure.Kind.NOT_FOUND;
      case 409, 410 -> Failure.Kind.CONFLICT;
      case 429 -> Failure.Kind.THROTTLED;
      case 401 -> Failure.Kind.DENIED;
      case 403 -> forbidden(words);
      case 408 -> Failure.Kind.UNAVAILABLE;
      default -> code >= 400 && code < 500 ? Failure.Kind.INVALID : Failure.Kind.UNAVAILABLE;
    };
  }

  /** Authorizer, quota and admission plugins all answer 403; only the words tell them apart. */
  private static Failure.Kind forbidden(String words) {
    if (NOT_AUTHORIZED.matcher(words).find() || !words.contains(FORBIDDEN)) {
      return Failure.Kind.DENIED;
    }
    if (QUOTA.matcher(words).find()) {
      return Failure.Kind.QUOTA;
    }
    return PASSING.matcher(words).find() ? Failure.Kind.UNAVAILABLE : Failure.Kind.ADMISSION;
  }

  private static String words(KubernetesClientException exception) {
    var status = exception.getStatus();
    return status != null && status.getMessage() != null
        ? status.getMessage()
        : String.valueOf(exception.getMessage());
  }
}
