package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.engine.Change;
import io.soundbite.operator.engine.Difference;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Ownership;
import io.soundbite.operator.engine.Progress;
import io.soundbite.operator.engine.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 buckets. */
public final class S3Buckets implements AwsKind.Single<S3Bucket> {
  /**
   * A bucket's configuration is eventually consistent; of lifecycles S3 says that they take a few
   * minutes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-set-lifecycle-configuration-intro.html">Setting
   *     a lifecycle configuration</a>
   */
  private static final Duration SETTLES = Duration.ofMinutes(3);

  private final S3Client s3;
  private final Rarely rarely;
  private final BucketCreation creation;
  private final BucketTags tags;
  private final BucketReads reads;
  private final BucketWrites writes;

  S3Buckets(S3Client s3, ResourceTags single, TagReader index) {
    this(s3, single, index, Rarely.everyTime());
  }

  S3Buckets(S3Client s3, ResourceTags single, TagReader index, Rarely rarely) {
    this.s3 = s3;
    this.rarely = rarely;
    this.creation = new BucketCreation(s3);
    this.tags = new BucketTags(s3, single);
    this.reads = new BucketReads(s3, tags, index, rarely);
    this.writes = new BucketWrites(s3, tags);
  }

  @Override
  public Class<S3Bucket> type() {
    return S3Bucket.class;
  }

  @Override
  public Duration settles(Step step) {
    return SETTLES;
  }

  @Override
  public Optional<Found<S3Bucket>> read(S3Bucket want) {
    return Observed.unlessMissing(() -> reads.found(want));
  }

  @Override
  public Progress create(S3Bucket want) {
    creation.of(want);
    return Observed.unlessMissing(() -> complete(want))
        .orElseThrow(() -> new NotYetKnown(BucketReads.NEW));
  }

  /**
   * Makes the rest of a bucket that was made a moment ago. What AWS gives a new bucket is read, for
   * not every endpoint does; the rest it can't have yet. In us-east-1 the answer is the same when
   * the account had it already: its tags tell. An endpoint that takes no tags with a new bucket is
   * believed nothing: the whole bucket is read.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html">Default
   *     settings for new buckets</a>
   */
  private Progress complete(S3Bucket want) {
    try (var parallel = new Parallel()) {
      var fresh = parallel.start(() -> reads.fresh(want));
      var all = tags.read(want.key().name());
      if (!all.isEmpty() && !Ownership.of(all).equals(Ownership.of(want.tags()))) {
        return new Progress.Failed(
            new Failure(
                Failure.Kind.CONFLICT,
                "s3:CreateBucket",
                want.key().name(),
                "another has created it meanwhile"));
      }
      var made =
          all.entrySet().containsAll(want.tags().entrySet())
              ? fresh.get()
              : reads.found(want, () -> all).have();
      return update(new Change<>(want, made, Difference.between(want, made)));
    }
  }

  /**
   * Returns what every new bucket is on AWS.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html">Default
   *     settings for new buckets</a>
   */
  @Override
  public S3Bucket made(S3Bucket want) {
    return new S3Bucket(
        want.key(),
        want.region(),
        Optional.of("AES256"),
        Optional.empty(),
        Optional.of(S3Bucket.PublicAccess.blocked()),
        Optional.empty(),
        Map.of(),
        false,
        want.tags());
  }

  @Override
  public Progress update(Change<S3Bucket> change) {
    writes.by(change);
    rarely.forget(Set.of(change.want().key()));
    return new Progress.Done();
  }

  @Override
  public Progress delete(S3Bucket have, boolean withData) {
    return Observed.doneIfMissing(
        () -> withData ? empty(have) : remove(have).orElseGet(() -> holdsObjects(have)));
  }

  @Override
  public Progress release(S3Bucket have, Owner owner) {
    return Observed.doneIfMissing(
        () -> {
          tags.write(have.key().name(), TagWrites.release(owner));
          return new Progress.Done();
        });
  }

  private Progress empty(S3Bucket have) {
    var emptied = new BucketContents(s3, have.key().name()).empty();
    if (emptied.failure().isPresent()) {
      return new Progress.Failed(emptied.failure().get());
    }
    return (emptied.empty() ? remove(have) : Optional.<Progress>empty())
        .orElseGet(
            () ->
                new Progress.Wait(
                    Duration.ofSeconds(1),
                    emptied.deleted() + " objects deleted in this turn, more remain"));
  }

  /** Removes the bucket; empty when it holds something. */
  private Optional<Progress> remove(S3Bucket have) {
    return Observed.unless(
        e -> AwsErrors.code(e).equals("BucketNotEmpty"),
        () -> {
          s3.deleteBucket(request -> request.bucket(have.key().name()));
          return new Progress.Done();
        });
  }

  private static Progress holdsObjects(S3Bucket have) {
    return new Progress.Failed(
        new Failure(
            Failure.Kind.HELD,
            "s3:DeleteBucket",
            have.key().name(),
            "holds objects; spec.aws.deleteData: true empties it"));
  }
}
