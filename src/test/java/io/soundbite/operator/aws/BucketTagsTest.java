package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;

/** Which call writes the tags of a bucket. */
class BucketTagsTest {
  private static final TagWrites WRITES =
      new TagWrites(Map.of("Project", "SoundBite"), Set.of("old"));
  private static final Map<String, String> BEFORE = Map.of("old", "1", "cost-center", "42");
  private static final Map<String, String> AFTER =
      Map.of("Project", "SoundBite", "cost-center", "42");

  private final FakeS3 s3 = new FakeS3();

  private static ResourceTags failing(SdkException failure) {
    return (bucket, writes) -> {
      throw failure;
    };
  }

  @Test
  void writesOnlyItsOwnWhereItCan() {
    new BucketTags(s3, (bucket, writes) -> assertThat(writes).isEqualTo(WRITES))
        .write("sounds", WRITES);
    assertThat(s3.tags).isEqualTo(BEFORE);
  }

  static Stream<SdkException> cannotBeDone() {
    return Stream.of(
        Refused.with(403, "AccessDenied", "not authorized to perform: s3:UntagResource"),
        Refused.with(405, "MethodNotAllowed", "The specified method is not allowed"),
        Refused.with(400, "UnsupportedArgument", "The request contained an unsupported argument."),
        Refused.with(404, "NotFound", "Not Found"),
        Refused.with(404, "NoSuchBucket", "The specified bucket does not exist"),
        Refused.with(501, "NotImplemented", "A header you provided is not implemented."),
        Refused.with(500, "InternalFailure", "No route for service s3control"),
        SdkClientException.create("Connect timed out"));
  }

  /** A bucket named {@code v20180820} is missing, or there is no such host, or no permission. */
  @ParameterizedTest
  @MethodSource("cannotBeDone")
  void writesAllWhereItCannot(SdkException failure) {
    new BucketTags(s3, failing(failure)).write("sounds", WRITES);
    assertThat(s3.tags).isEqualTo(AFTER);
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown",
    "409, OperationAborted",
    "400, ExpiredToken",
    "403, RequestTimeTooSkewed"
  })
  void triesAgainLaterWhatFailsInPassing(int status, String code) {
    var failure = Refused.with(status, code, "later");
    assertThatThrownBy(() -> new BucketTags(s3, failing(failure)).write("sounds", WRITES))
        .isSameAs(failure);
    assertThat(s3.tags).isEqualTo(BEFORE);
  }

  @Test
  void saysWhyNeitherCouldBeDone() {
    s3.refusal = Refused.with(400, "InvalidRequest", "not allowed with ABAC");
    var denied = Refused.with(403, "AccessDenied", "not authorized to perform: s3:TagResource");
    assertThatThrownBy(() -> new BucketTags(s3, failing(denied)).write("sounds", WRITES))
        .isSameAs(s3.refusal)
        .hasSuppressedException(denied);
  }

  /** A bucket that takes its whole set of tags. */
  private static final class FakeS3 implements S3Client {
    private Map<String, String> tags = BEFORE;
    private SdkException refusal;

    @Override
    public GetBucketTaggingResponse getBucketTagging(GetBucketTaggingRequest request) {
      return GetBucketTaggingResponse.builder().tagSet(BucketTags.sdk(tags)).build();
    }

    @Override
    public PutBucketTaggingResponse putBucketTagging(PutBucketTaggingRequest request) {
      if (refusal != null) {
        throw refusal;
      }
      tags =
          request.tagging().tagSet().stream()
              .collect(Collectors.toMap(it -> it.key(), it -> it.value()));
      return PutBucketTaggingResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
