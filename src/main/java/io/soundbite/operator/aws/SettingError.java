package io.soundbite.operator.aws;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an error says of a setting that has a call of its own. */
enum SettingError {
  /** The resource has no such setting, as AWS documents. */
  NONE,
  /** The endpoint does not know the call. */
  UNSUPPORTED,
  /** Anything else: nothing is known. */
  OTHER;

  /** The errors that say so, each on the page of its Get operation. */
  private static final Set<String> NO_SUCH_SETTING =
      Set.of(
          "NoSuchBucketPolicy",
          "NoSuchCORSConfiguration",
          "NoSuchLifecycleConfiguration",
          "NoSuchPublicAccessBlockConfiguration",
          "NoSuchTagSet",
          "NoSuchWebsiteConfiguration",
          "OwnershipControlsNotFoundError",
          "ServerSideEncryptionConfigurationNotFoundError",
          "LifecyclePolicyNotFoundException",
          "RepositoryPolicyNotFoundException",
          "PolicyNotFoundException",
          "ReplicationConfigurationNotFoundError");

  private static final Set<String> NO_SUCH_CALL =
      Set.of(
          "InvalidAction",
          "MethodNotAllowed",
          "NotImplemented",
          "UnknownOperation",
          "UnknownOperationException",
          "UnsupportedOperation",
          "UnsupportedOperationException");

  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NOT_IMPLEMENTED = 501;

  /** The meaning of {@code e}. */
  static SettingError of(SdkException e) {
    var code = AwsErrors.code(e);
    if (NO_SUCH_SETTING.contains(code)) {
      return NONE;
    }
    return NO_SUCH_CALL.contains(code) || isUnsupported(e, code) ? UNSUPPORTED : OTHER;
  }

  /** A 404 without a code is of an endpoint that does not know the path. */
  private static boolean isUnsupported(SdkException e, String code) {
    return e instanceof AwsServiceException service
        && switch (service.statusCode()) {
          case METHOD_NOT_ALLOWED, NOT_IMPLEMENTED -> true;
          case 404 -> code.isEmpty() || code.equals("NotFound") || code.equals("404");
          default -> false;
        };
  }
}
