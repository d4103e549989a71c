package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.engine.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

class AwsErrorsTest {

  @ParameterizedTest
  @CsvSource({
    // DynamoDB
    "ResourceNotFoundException, 400, NOT_FOUND",
    "ResourceInUseException, 400, CONFLICT",
    "LimitExceededException, 400, QUOTA",
    "ProvisionedThroughputExceededException, 400, THROTTLED",
    "RequestLimitExceeded, 400, THROTTLED",
    "AccessDeniedException, 400, DENIED",
    "ValidationException, 400, INVALID",
    "InternalServerError, 500, UNAVAILABLE",
    "UnrecognizedClientException, 400, CREDENTIALS",
    // S3
    "NoSuchBucket, 404, NOT_FOUND",
    "NoSuchLifecycleConfiguration, 404, NOT_FOUND",
    "ServerSideEncryptionConfigurationNotFoundError, 404, NOT_FOUND",
    "BucketAlreadyExists, 409, TAKEN",
    "BucketAlreadyOwnedByYou, 409, CONFLICT",
    "BucketNotEmpty, 409, CONFLICT",
    "OperationAborted, 409, CONFLICT",
    "TooManyBuckets, 400, QUOTA",
    "SlowDown, 503, THROTTLED",
    "AccessDenied, 403, DENIED",
    "AllAccessDisabled, 403, DENIED",
    "InvalidBucketName, 400, INVALID",
    "ServiceUnavailable, 503, UNAVAILABLE",
    // SQS
    "QueueDoesNotExist, 400, NOT_FOUND",
    "AWS.SimpleQueueService.NonExistentQueue, 400, NOT_FOUND",
    "com.amazonaws.sqs#QueueDoesNotExist, 400, NOT_FOUND",
    "QueueNameExists, 400, CONFLICT",
    "QueueDeletedRecently, 400, CONFLICT",
    "AWS.SimpleQueueService.QueueDeletedRecently, 400, CONFLICT",
    "RequestThrottled, 403, THROTTLED",
    "InvalidAttributeValue, 400, INVALID",
    // SNS
    "NotFound, 404, NOT_FOUND",
    "AuthorizationError, 403, DENIED",
    "Throttled, 429, THROTTLED",
    "TopicLimitExceeded, 403, QUOTA",
    "ConcurrentAccess, 400, CONFLICT",
    "InvalidParameter, 400, INVALID",
    // ECR
    "RepositoryNotFoundException, 400, NOT_FOUND",
    "ImageNotFoundException, 400, NOT_FOUND",
    "LifecyclePolicyNotFoundException, 400, NOT_FOUND",
    "RepositoryAlreadyExistsException, 400, CONFLICT",
    "ServerException, 500, UNAVAILABLE",
    // IAM
    "NoSuchEntity, 404, NOT_FOUND",
    "EntityAlreadyExists, 409, CONFLICT",
    "EntityTemporarilyUnmodifiable, 409, CONFLICT",
    "ConcurrentModification, 409, CONFLICT",
    "DeleteConflict, 409, CONFLICT",
    "LimitExceeded, 409, QUOTA",
    "MalformedPolicyDocument, 400, INVALID",
    "Throttling, 400, THROTTLED",
    "ServiceFailure, 500, UNAVAILABLE",
    // CloudWatch and Logs
    "ResourceNotFound, 404, NOT_FOUND",
    "DashboardNotFoundError, 404, NOT_FOUND",
    "ResourceAlreadyExistsException, 400, CONFLICT",
    "OperationAbortedException, 400, CONFLICT",
    "ThrottlingException, 400, THROTTLED",
    "InvalidParameterInput, 400, INVALID",
    // any
    "UnauthorizedOperation, 403, DENIED",
    "InvalidClientTokenId, 403, CREDENTIALS",
    "ExpiredToken, 400, CREDENTIALS",
    "ExpiredTokenException, 400, CREDENTIALS",
    "SignatureDoesNotMatch, 403, DENIED",
    "RequestExpired, 400, CREDENTIALS",
    "OptInRequired, 403, DENIED",
    "TooManyRequestsException, 429, THROTTLED",
    "InternalFailure, 500, UNAVAILABLE",
    "RequestTimeout, 400, UNAVAILABLE",
    "NotImplemented, 501, UNAVAILABLE",
  })
  void classifiesByCodeAndStatus(String code, int status, Failure.Kind kind) {
    assertThat(AwsErrors.kind(refused(code, status))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/aws/errors.csv", delimiter = '|', maxCharsPerColumn = 1000)
  void classifiesByWhetherTimeHelps(
      String service, String code, int status, String message, Failure.Kind kind) {
    var refused =
        AwsServiceException.builder()
            .statusCode(status)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName(service)
                    .errorCode(code)
                    .errorMessage(message)
                    .build())
            .build();

    assertThat(AwsErrors.kind(refused)).isEqualTo(kind);
  }

  /** S3 says no more than 403 when it is asked for another account's bucket. */
  @Test
  void bucketOfAnotherAccountIsToldAsTaken() {
    var hidden = bare(403);
    CallName.sign(hidden, "s3:ListBucket");

    assertThat(AwsErrors.failure(hidden, "soundbite-staging-soundbites-1").message())
        .contains("grant s3:ListBucket", "taken by another account", "spec.environment");

    var exists = refused("BucketAlreadyExists", 409);
    CallName.sign(exists, "s3:CreateBucket");
    var failure = AwsErrors.failure(exists, "soundbite-staging-soundbites-1");
    assertThat(failure.kind().reason()).isEqualTo("NamingConflict");
    assertThat(failure.kind().passing()).isFalse();
    assertThat(failure.message()).contains("taken by another account", "spec.environment");
  }

  @Test
  void classifiesByStatusWhereThereIsNoCode() {
    assertThat(Stream.of(404, 403, 409, 429, 503, 400).map(it -> AwsErrors.kind(bare(it))))
        .containsExactly(
            Failure.Kind.NOT_FOUND,
            Failure.Kind.DENIED,
            Failure.Kind.CONFLICT,
            Failure.Kind.THROTTLED,
            Failure.Kind.UNAVAILABLE,
            Failure.Kind.INVALID);
  }

  @Test
  void takesWhatNeverArrivedAsUnavailable() {
    assertThat(AwsErrors.kind(SdkClientException.create("connection refused")))
        .isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(AwsErrors.kind(ApiCallTimeoutException.create(15_000)))
        .isEqualTo(Failure.Kind.UNAVAILABLE);
  }

  @Test
  void takesWhatTheOperatorHeldBackAsThrottled() {
    assertThat(AwsErrors.kind(new RateLimited("held back"))).isEqualTo(Failure.Kind.THROTTLED);
  }

  @Test
  void saysActionResourceAndTheServicesWords() {
    var denied = refused("AccessDenied", 403);
    CallName.sign(denied, "iam:CreateRole");

    assertThat(AwsErrors.failure(denied, "SoundBite-staging-api").sentence())
        .isEqualTo("iam:CreateRole on SoundBite-staging-api: AccessDenied: the service's words");
  }

  private static SdkException refused(String code, int status) {
    return AwsServiceException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(code).errorMessage("the service's words").build())
        .build();
  }

  private static SdkException bare(int status) {
    return AwsServiceException.builder().statusCode(status).build();
  }
}
