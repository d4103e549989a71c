package io.soundbite.operator.api.v1alpha1;

/**
 * Facts looked up once and kept, so that an absent STS or API server discovery stops nothing.
 *
 * @param account twelve digits, from STS GetCallerIdentity
 * @param issuer the API server's service account issuer, a URL
 */
public record AwsStatus(String account, String issuer) {}
