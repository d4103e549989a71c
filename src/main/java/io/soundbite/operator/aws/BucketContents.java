package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/**
 * Everything in a bucket: versions, delete markers, unfinished uploads. Nothing is remembered from
 * page to page, so emptying can be broken off and begun again at any point.
 */
final class BucketContents {
  /** A thousand objects each: about ten seconds of deleting, then others have their turn. */
  private static final int PAGES_AT_A_TIME = 10;

  private final S3Client s3;
  private final String bucket;

  BucketContents(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /**
   * How far a turn of emptying came.
   *
   * @param deleted how many versions and markers went
   * @param empty whether none are left
   * @param failure why S3 would not delete one of them
   */
  record Emptied(int deleted, boolean empty, Optional<Failure> failure) {}

  /** Deletes some pages. */
  Emptied empty() {
    abortUploads();
    int deleted = 0;
    for (int i = 0; i < PAGES_AT_A_TIME; i++) {
      var page = s3.listObjectVersions(request -> request.bucket(bucket));
      var objects = identifiers(page);
      if (objects.isEmpty()) {
        return new Emptied(deleted, true, Optional.empty());
      }
      var errors =
          s3.deleteObjects(
                  request -> request.bucket(bucket).delete(all -> all.objects(objects).quiet(true)))
              .errors();
      deleted += objects.size() - errors.size();
      if (!errors.isEmpty()) {
        return new Emptied(deleted, false, Optional.of(failure(errors.getFirst())));
      }
    }
    return new Emptied(deleted, false, Optional.empty());
  }

  private void abortUploads() {
    s3.listMultipartUploads(request -> request.bucket(bucket))
        .uploads()
        .forEach(
            upload ->
                Observed.unlessMissing(
                    () ->
                        s3.abortMultipartUpload(
                            request ->
                                request
                                    .bucket(bucket)
                                    .key(upload.key())
                                    .uploadId(upload.uploadId()))));
  }

  private Failure failure(S3Error error) {
    var kind =
        switch (error.code()) {
          case "AccessDenied" -> Failure.Kind.DENIED;
          case "SlowDown" -> Failure.Kind.THROTTLED;
          case "InternalError" -> Failure.Kind.UNAVAILABLE;
          default -> Failure.Kind.INVALID;
        };
    return new Failure(
        kind, "s3:DeleteObject", bucket + "/" + error.key(), error.code() + ": " + error.message());
  }

  private static List<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
    var objects = new ArrayList<ObjectIdentifier>();
    page.versions().forEach(it -> objects.add(identifier(it.key(), it.versionId())));
    page.deleteMarkers().forEach(it -> objects.add(identifier(it.key(), it.versionId())));
    return objects;
  }

  private static ObjectIdentifier identifier(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }
}
