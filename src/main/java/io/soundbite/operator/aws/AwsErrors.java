package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an SDK exception means. By error code first: classes differ between endpoints. */
public final class AwsErrors {
  /** Parts of error codes in lower case: they say more than statuses, which services mix up. */
  private static final Map<Failure.Kind, List<String>> CODES =
      new EnumMap<>(
          Map.of(
              Failure.Kind.DENIED,
              List.of(
                  "accessdenied",
                  "unauthorized",
                  "authorizationerror",
                  "invalidclienttoken",
                  "unrecognizedclient",
                  "expiredtoken",
                  "requestexpired"),
              Failure.Kind.QUOTA,
              List.of("limitexceeded", "quota", "toomanybuckets"),
              Failure.Kind.NOT_FOUND,
              List.of("notfound", "nosuch", "nonexistent", "doesnotexist"),
              Failure.Kind.CONFLICT,
              List.of(
                  "inuse",
                  "exists",
                  "conflict",
                  "concurrent",
                  "operationaborted",
                  "deletedrecently"),
              Failure.Kind.UNAVAILABLE,
              List.of("requesttimeout")));

  private AwsErrors() {}

  /** The exception as a value, with the call and the service's own words. */
  public static Failure failure(SdkException exception, Key key) {
    return failure(exception, key.name());
  }

  /**
   * The same, about anything that has a name.
   *
   * @param resource what the call was about
   */
  public static Failure failure(SdkException exception, String resource) {
    var kind = kind(exception);
    var action = CallName.of(exception);
    var words = words(exception);
    return new Failure(
        kind, action, resource, kind == Failure.Kind.QUOTA ? words + remedy(action) : words);
  }

  /**
   * What {@code call} comes to.
   *
   * @param resource what it is about
   */
  static <T> Result<T> result(String resource, Supplier<T> call) {
    try {
      return new Result.Ok<>(call.get());
    } catch (SdkException e) {
      return new Result.Failed<>(failure(e, resource));
    }
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
    if (exception instanceof RateLimited) {
      return Failure.Kind.THROTTLED;
    }
    if (exception instanceof WriteGuard.NotLeading) {
      return Failure.Kind.NOT_LEADING;
    }
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
    return CODES.entrySet().stream()
        .filter(kind -> kind.getValue().stream().anyMatch(code::contains))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElseGet(() -> byStatus(status));
  }

  private static Failure.Kind byStatus(int status) {
    return switch (status) {
      case 401, 403 -> Failure.Kind.DENIED;
      case 404 -> Failure.Kind.NOT_FOUND;
      case 409 -> Failure.Kind.CONFLICT;
      default -> Failure.Kind.INVALID;
    };
  }

  /** AWS does not say how to ask for more. */
  private static String remedy(String action) {
    return Quota.ofAction(action).map(it -> ". Ask for more: " + it.remedy("<number>")).orElse("");
  }

  private static String words(SdkException exception) {
    if (exception instanceof AwsServiceException service
        && service.awsErrorDetails() != null
        && service.awsErrorDetails().errorMessage() != null) {
      var code = code(exception);
      return (code.isEmpty() ? "" : code + ": ") + service.awsErrorDetails().errorMessage();
    }
    return String.valueOf(exception.getMessage());
  }
}
