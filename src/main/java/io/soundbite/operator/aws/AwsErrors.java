package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Failure;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an SDK exception means. By error code first: classes differ between endpoints. */
public final class AwsErrors {
  private AwsErrors() {}

  /** The exception as a value, with the call and the service's own words. */
  public static Failure failure(SdkException exception, Key key) {
    return new Failure(kind(exception), CallName.of(exception), key.name(), words(exception));
  }

  /** The service's error code without a type prefix, or empty text. */
  public static String code(SdkException exception) {
    if (exception instanceof AwsServiceException service
        && service.awsErrorDetails() != null
        && service.awsErrorDetails().errorCode() != null) {
      var code = service.awsErrorDetails().errorCode();
      return code.substring(code.indexOf('#') + 1);
    }
    return "";
  }

  /** What kind of failure it is. */
  public static Failure.Kind kind(SdkException exception) {
    if (!(exception instanceof AwsServiceException service)) {
      return Failure.Kind.UNAVAILABLE;
    }
    var code = code(exception);
    if (service.isThrottlingException() || service.statusCode() == 429 || code.equals("SlowDown")) {
      return Failure.Kind.THROTTLED;
    }
    if (service.statusCode() >= 500) {
      return Failure.Kind.UNAVAILABLE;
    }
    return byCode(code.toLowerCase(Locale.ROOT), service.statusCode());
  }

  private static Failure.Kind byCode(String code, int status) {
    if (code.contains("accessdenied")
        || code.contains("unauthorized")
        || code.contains("authorizationerror")
        || code.contains("invalidclienttoken")
        || code.contains("expiredtoken")
        || status == 401
        || status == 403) {
      return Failure.Kind.DENIED;
    }
    if (code.contains("limitexceeded")
        || code.contains("quota")
        || code.contains("toomanybuckets")) {
      return Failure.Kind.QUOTA;
    }
    if (code.contains("notfound")
        || code.contains("nosuch")
        || code.contains("nonexistent")
        || code.contains("doesnotexist")
        || status == 404) {
      return Failure.Kind.NOT_FOUND;
    }
    if (code.contains("inuse")
        || code.contains("exists")
        || code.contains("conflict")
        || code.contains("concurrentmodification")
        || code.contains("operationaborted")
        || code.contains("deletedrecently")
        || status == 409) {
      return Failure.Kind.CONFLICT;
    }
    return Failure.Kind.INVALID;
  }

  private static String words(SdkException exception) {
    if (exception instanceof AwsServiceException service
        && service.awsErrorDetails() != null
        && service.awsErrorDetails().errorMessage() != null) {
      return code(exception) + ": " + service.awsErrorDetails().errorMessage();
    }
    return String.valueOf(exception.getMessage());
  }
}
