package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
        @Nullable String endpoint) {}
