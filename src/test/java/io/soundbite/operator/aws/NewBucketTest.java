package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Observation;
import io.soundbite.operator.engine.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** S3 knows a new bucket, and what was just written of one, a moment later. */
class NewBucketTest {
  private static final Owner OWNER = new Owner("here", "soundbite", "staging");
  private static final S3Bucket BUCKET =
      new S3Bucket(
          new Key(Stack.STORAGE, Ids.BUCKET, "sounds"),
          "us-east-1",
          Optional.of("AES256"),
          Optional.empty(),
          Optional.of(S3Bucket.PublicAccess.blocked()),
          Optional.of(TlsOnly.policy("s3:*", "arn:aws:s3:::sounds")),
          Map.of("all", new S3Bucket.LifecycleRule("", true, Map.of(), 90, null, null)),
          true,
          new Tags("staging", "stage", OWNER).of(Stack.STORAGE, Ids.BUCKET));

  private final ScriptedS3 s3 = new ScriptedS3();
  private final AwsProvider<S3Bucket> buckets =
      new AwsProvider<>(
          new S3Buckets(s3.client(), (bucket, writes) -> {}, TagReader.service()),
          Clock.systemUTC());

  @Test
  void waitsWhereItsTagsAreNotKnownYet() {
    s3.refuse("getBucketTagging", "NoSuchBucket", 404);

    assertThat(buckets.create(BUCKET)).isInstanceOf(Progress.Wait.class);
    assertThat(s3.calls()).startsWith("createBucket").doesNotContain("getBucketVersioning");
  }

  @Test
  void waitsWhereItsConfigurationIsNotKnownYet() {
    s3.refuse("getBucketVersioning", "NoSuchBucket", 404);

    assertThat(buckets.create(BUCKET)).isInstanceOf(Progress.Wait.class);
  }

  /** Else it would be created again. */
  @Test
  void isNotAbsentWhereS3ShowsItself() {
    s3.refuse("getBucketPolicy", "NoSuchBucket", 404);

    assertThat(buckets.observe(List.of(BUCKET)).get(BUCKET.key()))
        .isInstanceOfSatisfying(
            Observation.Unknown.class,
            unknown -> assertThat(unknown.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
  }

  @Test
  void isAbsentWhereS3DoesNotShowIt() {
    s3.refuse("headBucket", "NoSuchBucket", 404);

    assertThat(buckets.observe(List.of(BUCKET)).get(BUCKET.key()))
        .isInstanceOf(Observation.Absent.class);
  }

  private void hasNoConfiguration() {
    s3.refuse("getBucketPolicy", "NoSuchBucketPolicy", 404);
    s3.refuse("getBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration", 404);
  }

  @Test
  void isConfiguredByOneWriteAfterTheOtherAndAgainAfterAConflict() {
    hasNoConfiguration();
    s3.refuse("putBucketPolicy", "OperationAborted", 409);
    s3.refuse("putBucketVersioning", "OperationAborted", 409);

    assertThat(buckets.create(BUCKET)).isEqualTo(new Progress.Done());
    assertThat(s3.calls().stream().filter(it -> it.startsWith("put")))
        .containsExactly(
            "putBucketPolicy",
            "putBucketPolicy",
            "putBucketLifecycleConfiguration",
            "putBucketVersioning",
            "putBucketVersioning");
    assertThat(s3.mostAtOnce("put")).isEqualTo(1);
  }

  @Test
  void failsWhereAConflictLasts() {
    hasNoConfiguration();
    for (var time = 0; time < 10; time++) {
      s3.refuse("putBucketPolicy", "OperationAborted", 409);
    }

    assertThat(buckets.create(BUCKET))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.CONFLICT));
  }
}
