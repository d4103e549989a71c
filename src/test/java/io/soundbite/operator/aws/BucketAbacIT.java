package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soundbite.operator.blueprint.Ids;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.Stack;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAbacStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** A bucket for which others have enabled attribute-based access control, as AWS behaves then. */
class BucketAbacIT {
  private static final Owner OWNER = new Owner("here", "soundbite", "staging");

  private final Emulator emulator = new Emulator();
  private final S3Client s3 = emulator.clients().s3();
  private final S3Buckets buckets =
      new S3Buckets(s3, ResourceTags.of(emulator.clients()), TagReader.service());

  /** A stranger's, with a tag of theirs. */
  @BeforeEach
  void create() {
    emulator.realistic();
    s3.createBucket(
        it ->
            it.bucket(name())
                .createBucketConfiguration(
                    with -> with.tags(Tag.builder().key("cost-center").value("42").build())));
    Awaitility.await()
        .ignoreExceptions()
        .until(
            () -> {
              s3.putBucketAbac(
                  it ->
                      it.bucket(name()).abacStatus(abac -> abac.status(BucketAbacStatus.ENABLED)));
              return true;
            });
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private String name() {
    return emulator.names().bucket();
  }

  private S3Bucket bucket(Map<String, String> tags) {
    return new S3Bucket(
        new Key(Stack.STORAGE, Ids.BUCKET, name()),
        "us-east-1",
        Optional.of("AES256"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        false,
        tags);
  }

  private void awaitTags(Map<String, String> tags) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(s3.getBucketTagging(it -> it.bucket(name())).tagSet())
                    .extracting(it -> Map.entry(it.key(), it.value()))
                    .containsExactlyInAnyOrderElementsOf(tags.entrySet()));
  }

  @Test
  void isAdoptedAndReleased() {
    assertThatThrownBy(
            () ->
                s3.putBucketTagging(it -> it.bucket(name()).tagging(all -> all.tagSet(List.of()))))
        .isInstanceOf(S3Exception.class);
    var have = bucket(Map.of());
    var want = bucket(Map.of(Tags.OWNER, OWNER.toString(), "Project", "SoundBite"));
    buckets.update(new Change<>(want, have, Difference.between(want, have)));
    awaitTags(Map.of(Tags.OWNER, OWNER.toString(), "Project", "SoundBite", "cost-center", "42"));

    assertThat(buckets.release(want, OWNER)).isEqualTo(new Progress.Done());
    awaitTags(
        Map.of(Tags.RETAINED_BY, OWNER.toString(), "Project", "SoundBite", "cost-center", "42"));
  }
}
