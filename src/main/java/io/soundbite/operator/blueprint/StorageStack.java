package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Feature;
import io.soundbite.operator.blueprint.Alarms.Limit;
import io.soundbite.operator.blueprint.Alarms.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bucket of MP3s and its alarms. */
record StorageStack(Environment environment) {
  private static final Stack STACK = Stack.STORAGE;
  private static final double TEN_GIB = 10.0 * (1L << 30);

  List<Desired> resources() {
    var alarms = new Alarms(environment, STACK, "Bucket");
    var metrics = new Metrics(environment);
    return List.of(
        bucket(),
        alarms.alarm(
            "BucketSize",
            "The bucket holds more than usual, in bytes of the class STANDARD.",
            metrics.bucket("BucketSizeBytes", "StandardStorage"),
            Window.daily(),
            Limit.atLeast(TEN_GIB)),
        alarms.alarm(
            "NumberOfObjects",
            "The bucket holds more objects than usual, of all storage classes.",
            metrics.bucket("NumberOfObjects", "AllStorageTypes"),
            Window.daily(),
            Limit.atLeast(10_000)));
  }

  private S3Bucket bucket() {
    var bucket = plain();
    return environment.facts().kmsKeys().current().map(bucket::encryptedWith).orElse(bucket);
  }

  private S3Bucket plain() {
    var names = environment.names();
    return new S3Bucket(
        new Key(STACK, Ids.BUCKET, names.bucket()),
        environment.facts().region(),
        Optional.of("AES256"),
        Optional.empty(),
        Optional.of(S3Bucket.PublicAccess.blocked()),
        Optional.of(Policies.tlsOnly("s3:*", List.of(names.bucketArn(), names.bucketArn() + "/*"))),
        // No colder class: it is billed for 90 days at least, and these objects have 30 left.
        Map.of(
            "soundbites",
            new S3Bucket.LifecycleRule("", true, Map.of("STANDARD_IA", 30), 90, 30, 7)),
        environment.spec().has(Feature.BACKUP),
        environment.tags().of(STACK, "Bucket"));
  }
}
