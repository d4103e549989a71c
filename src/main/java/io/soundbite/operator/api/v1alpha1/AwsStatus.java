package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Facts looked up once and kept, so that an absent STS or API server discovery stops nothing. */
public record AwsStatus(
    @JsonPropertyDescription("AWS account of the environment: twelve digits, as STS answers.")
        String account,
    @JsonPropertyDescription(
            "Issuer of the cluster's service account tokens, a URL: the web identity that IAM must"
                + " know.")
        String issuer) {}
