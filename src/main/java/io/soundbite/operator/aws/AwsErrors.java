package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an SDK exception means. By error code first: classes differ between endpoints. */
public final class AwsErrors {
  /** What S3 answers without a word when the bucket is another account's. */
  private static final String LOOK_AT_BUCKET = "s3:ListBucket";

  private static final String OTHER_NAME =
      "bucket names are shared by all accounts. Create the environment under another name"
          + " (spec.environment, by default metadata.name, is part of it)";

  private static final String HIDDEN_BUCKET =
      ". If the bucket is this account's, grant s3:ListBucket. If not, its name is taken by another"
          + " account: "
          + OTHER_NAME;

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
    return new Failure(kind, action, resource, words + remedy(kind, action));
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
    return ErrorKinds.of(
        code(exception), service.statusCode(), message(service), service.isThrottlingException());
  }

  /** AWS does not say what to do. */
  private static String remedy(Failure.Kind kind, String action) {
    return switch (kind) {
      case QUOTA ->
          Quota.ofAction(action).map(it -> ". Ask for more: " + it.remedy("<number>")).orElse("");
      case TAKEN -> ". The name is taken by another account: " + OTHER_NAME;
      case DENIED -> action.equals(LOOK_AT_BUCKET) ? HIDDEN_BUCKET : "";
      default -> "";
    };
  }

  private static String words(SdkException exception) {
    var message = exception instanceof AwsServiceException service ? message(service) : "";
    var code = code(exception);
    return message.isEmpty()
        ? String.valueOf(exception.getMessage())
        : (code.isEmpty() ? "" : code + ": ") + message;
  }

  /** The service's own words; empty text when it has none. */
  private static String message(AwsServiceException service) {
    var details = service.awsErrorDetails();
    return details == null || details.errorMessage() == null ? "" : details.errorMessage();
  }
}
