package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Emptying a bucket that holds more than one turn can delete. */
class S3BucketsTest {
  private static final S3Bucket BUCKET =
      new S3Bucket(
          new Key(Stack.STORAGE, Ids.BUCKET, "sounds"),
          "us-east-1",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          false,
          Map.of());

  private final FakeS3 s3 = new FakeS3();
  private final AwsProvider<S3Bucket> buckets =
      new AwsProvider<>(
          new S3Buckets(
              s3, new BucketTags(s3, Assertions::fail, Assertions::fail), TagReader.service()),
          Clock.systemUTC());

  @Test
  void emptiesInTurns() {
    s3.hold(25);

    assertThat(buckets.delete(BUCKET, true))
        .isEqualTo(
            new Progress.Wait(
                Duration.ofSeconds(1), "20 objects deleted in this turn, more remain"));
    assertThat(buckets.delete(BUCKET, true)).isEqualTo(new Progress.Done());
    assertThat(buckets.delete(BUCKET, true)).isEqualTo(new Progress.Done());
  }

  @Test
  void goesOnWhenMoreCameMeanwhile() {
    s3.hold(1);
    s3.comesBeforeRemoval = true;

    assertThat(buckets.delete(BUCKET, true)).isInstanceOf(Progress.Wait.class);
    assertThat(buckets.delete(BUCKET, true)).isEqualTo(new Progress.Done());
  }

  @Test
  void namesTheObjectThatStays() {
    s3.hold(3);
    s3.locked = "object-1";

    assertThat(buckets.delete(BUCKET, true))
        .isEqualTo(
            new Progress.Failed(
                new Failure(
                    Failure.Kind.DENIED,
                    "s3:DeleteObject",
                    "sounds/object-1",
                    "AccessDenied: Object is locked")));
  }

  /** A bucket that lists two versions a page. */
  private static final class FakeS3 implements S3Client {
    private final List<String> keys = new ArrayList<>();
    private boolean gone;
    private boolean comesBeforeRemoval;
    private String locked = "";

    void hold(int objects) {
      IntStream.range(0, objects).forEach(i -> keys.add("object-" + i));
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
      if (gone) {
        throw Refused.with(404, "NoSuchBucket", "The specified bucket does not exist");
      }
      return ListMultipartUploadsResponse.builder().build();
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest request) {
      return ListObjectVersionsResponse.builder()
          .versions(
              keys.stream()
                  .limit(2)
                  .map(key -> ObjectVersion.builder().key(key).versionId("null").build())
                  .toList())
          .build();
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
      var errors = new ArrayList<S3Error>();
      request
          .delete()
          .objects()
          .forEach(
              object -> {
                if (object.key().equals(locked)) {
                  errors.add(
                      S3Error.builder()
                          .key(locked)
                          .code("AccessDenied")
                          .message("Object is locked")
                          .build());
                } else {
                  keys.remove(object.key());
                }
              });
      return DeleteObjectsResponse.builder().errors(errors).build();
    }

    @Override
    public DeleteBucketResponse deleteBucket(DeleteBucketRequest request) {
      if (comesBeforeRemoval) {
        comesBeforeRemoval = false;
        keys.add("late");
      }
      if (!keys.isEmpty()) {
        throw Refused.with(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
      }
      gone = true;
      return DeleteBucketResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
