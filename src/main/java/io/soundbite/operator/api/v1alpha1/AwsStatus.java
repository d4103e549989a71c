package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Facts looked up once and kept, so that an absent STS or API server discovery stops nothing. */
public record AwsStatus(
    @JsonPropertyDescription("AWS account of the environment: twelve digits, as STS answers.")
        String account,
    @JsonPropertyDescription(
            "Issuer of the cluster's service account tokens, a URL: the web identity that IAM must"
                + " know.")
        String issuer,
    @JsonPropertyDescription(
            "spec.aws.roleArn as the account was looked up with it; absent for the operator's own"
                + " identity.")
        @Nullable String roleArn,
    @JsonPropertyDescription(
            "spec.aws.endpoint as the account was looked up at it; absent on AWS itself.")
        @Nullable String endpoint,
    @JsonPropertyDescription("spec.aws.kmsKey as it was looked up; absent without one.")
        @Nullable String kmsKey,
    @JsonPropertyDescription("ARN of the KMS key that spec.aws.kmsKey names.")
        @Nullable String kmsKeyArn,
    @JsonPropertyDescription(
            "ARNs of the KMS keys that were used before, the latest first, at most eight: data"
                + " encrypted with them may still be there, and the pods' roles may decrypt it.")
        @Nullable List<String> formerKmsKeyArns) {

  /** Without a KMS key. */
  public AwsStatus(
      String account, String issuer, @Nullable String roleArn, @Nullable String endpoint) {
    this(account, issuer, roleArn, endpoint, null, null, null);
  }

  /** Returns the ARNs of the keys that were used, the current one first. */
  public List<String> usedKmsKeyArns() {
    return Stream.concat(
            Stream.ofNullable(kmsKeyArn), Stream.ofNullable(formerKmsKeyArns).flatMap(List::stream))
        .toList();
  }
}
