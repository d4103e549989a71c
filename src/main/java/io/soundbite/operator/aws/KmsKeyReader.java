package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Asks KMS for one key, named by its ARN or by an alias. */
record KmsKeyReader(KmsClient kms, String region, String name) {
  private static final String DENIED =
      "%s. The operator needs the rights of deploy/iam/operator-kms-policy.json on the key, and the"
          + " key's own policy has to let it in";

  /** Returns the key: at most two calls. */
  Result<KmsKey> read() {
    try {
      var metadata = kms.describeKey(request -> request.keyId(name)).keyMetadata();
      return new Result.Ok<>(key(Reading.required("DescribeKey KeyMetadata", metadata)));
    } catch (SdkException e) {
      return Observed.isMissing(e)
          ? new Result.Ok<>(new KmsKey.Unusable(Optional.empty(), missing()))
          : new Result.Failed<>(failure(e));
    }
  }

  private Failure failure(SdkException e) {
    var failure = AwsErrors.failure(e, name);
    return failure.kind() == Failure.Kind.DENIED
        ? new Failure(failure.kind(), failure.action(), name, DENIED.formatted(failure.message()))
        : failure;
  }

  private String missing() {
    return "there is no such key in %s; create it, or name another".formatted(region);
  }

  private KmsKey key(KeyMetadata key) {
    var arn = Reading.required("DescribeKey Arn", key.arn());
    return unusable(key)
        .<KmsKey>map(why -> new KmsKey.Unusable(Optional.of(arn), why))
        .orElseGet(() -> new KmsKey.Usable(arn, policy(arn)));
  }

  private Optional<String> unusable(KeyMetadata key) {
    if (key.keyManager() == KeyManagerType.AWS) {
      return Optional.of(
          "AWS manages it for one service, and nobody can change its key policy; name a key of"
              + " your own");
    }
    if (!isOfRegion(key.arn())) {
      return Optional.of(
          "it is in another region than %s, where a key of its own is needed; of a multi-Region"
                  .formatted(region)
              + " key name the replica there");
    }
    if (!isFit(key)) {
      return Optional.of(
          "its kind is %s for %s, and the services encrypt with SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT"
                  .formatted(key.keySpecAsString(), key.keyUsageAsString())
              + " only; name another");
    }
    return state(key);
  }

  private static boolean isFit(KeyMetadata key) {
    var encrypts = key.keyUsage() == null || key.keyUsage() == KeyUsageType.ENCRYPT_DECRYPT;
    var symmetric = key.keySpec() == null || key.keySpec() == KeySpec.SYMMETRIC_DEFAULT;
    return encrypts && symmetric;
  }

  private boolean isOfRegion(String arn) {
    var parts = arn.split(":", 6);
    return parts.length < 6 || parts[3].equals(region);
  }

  private Optional<String> state(KeyMetadata key) {
    var state = key.keyState();
    if (state == null || state == KeyState.ENABLED) {
      return Optional.empty();
    }
    return Optional.of(
        switch (state) {
          case DISABLED ->
              "it is disabled; run: aws kms enable-key --key-id %s".formatted(key.keyId());
          case PENDING_DELETION, PENDING_REPLICA_DELETION ->
              ("it is to be deleted%s, and all that it encrypted is lost then; run: aws kms"
                      + " cancel-key-deletion --key-id %s, and enable-key")
                  .formatted(
                      key.deletionDate() == null ? "" : " at " + key.deletionDate(), key.keyId());
          case PENDING_IMPORT -> "its key material has not been imported yet; import it";
          default ->
              "its state is %s; wait until it is Enabled, or name another"
                  .formatted(key.keyStateAsString());
        });
  }

  /** KMS shows the policy to nobody of another account. */
  private Optional<Policy> policy(String arn) {
    return Observed.unless(
            e -> AwsErrors.kind(e) == Failure.Kind.DENIED,
            () -> kms.getKeyPolicy(request -> request.keyId(arn).policyName("default")).policy())
        .map(Policy::parse);
  }
}
