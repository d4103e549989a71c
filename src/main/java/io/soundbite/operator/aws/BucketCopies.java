package io.soundbite.operator.aws;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAccelerateStatus;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;

/**
 * What hands a bucket's objects, or who reads them, to another bucket, and the endpoint that costs
 * by the byte: nothing of it is wanted, and healing stops it. Copies that were made stay.
 */
final class BucketCopies {
  private static final String REPLICATION = "replication";
  private static final String LOGGING = "logging";
  private static final String ACCELERATE = "accelerate";

  private final S3Client s3;

  BucketCopies(S3Client s3) {
    this.s3 = s3;
  }

  /** Returns what is on, by name. */
  Map<String, String> read(String name, Reading reading) {
    var on = new TreeMap<String, String>();
    on.put(
        REPLICATION,
        reading.unwanted(
            REPLICATION,
            () ->
                text(
                    BucketMembers.REPLICATION,
                    s3.getBucketReplication(request -> request.bucket(name)))));
    on.put(
        LOGGING,
        reading.unwanted(
            LOGGING,
            () -> text(BucketMembers.LOGGING, s3.getBucketLogging(it -> it.bucket(name)))));
    on.put(
        ACCELERATE,
        reading.unwanted(
            ACCELERATE,
            () ->
                text(
                    BucketMembers.ACCELERATE,
                    s3.getBucketAccelerateConfiguration(request -> request.bucket(name)))));
    on.values().removeIf(String::isEmpty);
    return on;
  }

  /** Stops what is on. */
  void stop(String name, Set<String> on) {
    if (on.contains(REPLICATION)) {
      s3.deleteBucketReplication(request -> request.bucket(name));
    }
    if (on.contains(LOGGING)) {
      s3.putBucketLogging(
          request ->
              request.bucket(name).bucketLoggingStatus(BucketLoggingStatus.builder().build()));
    }
    if (on.contains(ACCELERATE)) {
      s3.putBucketAccelerateConfiguration(
          request ->
              request
                  .bucket(name)
                  .accelerateConfiguration(it -> it.status(BucketAccelerateStatus.SUSPENDED)));
    }
  }

  /** Each member that is set, with its value; an answer without any says that it is off. */
  private static String text(Structure structure, SdkPojo answer) {
    return structure.additional(answer).entrySet().stream()
        .map(it -> it.getKey().substring(it.getKey().lastIndexOf('.') + 1) + " " + it.getValue())
        .collect(Collectors.joining(", "));
  }
}
