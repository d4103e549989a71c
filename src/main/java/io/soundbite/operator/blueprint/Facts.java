package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What must be known before anything pure runs.
 *
 * @param account twelve digits (STS GetCallerIdentity)
 * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}; follows the region
 * @param dnsSuffix {@code amazonaws.com}, or {@code amazonaws.com.cn}
 * @param endpoint where AWS calls go instead of AWS itself; null on AWS
 * @param podEndpoint the same as pods reach it; set in LocalStack mode only
 * @param issuer the API server's service account issuer, without {@code https://}
 * @param cluster id of the cluster, an operator setting
 * @param permissionsBoundary ARN that every role gets as its boundary, when the operator has one
 *     set
 * @param kmsKeys that encrypt, or encrypted, what the environment holds
 */
public record Facts(
    String account,
    String partition,
    String dnsSuffix,
    String region,
    @Nullable URI endpoint,
    @Nullable URI podEndpoint,
    String issuer,
    String cluster,
    @Nullable String permissionsBoundary,
    KmsKeys kmsKeys) {

  /** Without a KMS key. */
  public Facts(
      String account,
      String partition,
      String dnsSuffix,
      String region,
      @Nullable URI endpoint,
      @Nullable URI podEndpoint,
      String issuer,
      String cluster,
      @Nullable String permissionsBoundary) {
    this(
        account,
        partition,
        dnsSuffix,
        region,
        endpoint,
        podEndpoint,
        issuer,
        cluster,
        permissionsBoundary,
        KmsKeys.none());
  }

  /** Returns the same with these KMS keys. */
  public Facts with(KmsKeys keys) {
    return new Facts(
        account,
        partition,
        dnsSuffix,
        region,
        endpoint,
        podEndpoint,
        issuer,
        cluster,
        permissionsBoundary,
        keys);
  }

  /**
   * The facts of an environment that {@code aws} places.
   *
   * @param issuer with or without its scheme
   * @param elsewhere where the operator sends the calls of environments that name no endpoint
   * @param permissionsBoundary an ARN, or the name of a policy that each account has its own of:
   *     IAM takes a boundary of the role's account only
   */
  public static Facts of(
      AwsSpec aws,
      String account,
      String issuer,
      String cluster,
      @Nullable URI elsewhere,
      @Nullable String permissionsBoundary) {
    var own = aws.endpoint() == null ? null : URI.create(aws.endpoint());
    var seenByPods = aws.podEndpoint() == null ? own : URI.create(aws.podEndpoint());
    var partition = partitionOf(aws.region());
    return new Facts(
        account,
        partition,
        dnsSuffixOf(aws.region()),
        aws.region(),
        own == null ? elsewhere : own,
        own == null ? null : seenByPods,
        issuer.replaceFirst("^https://", ""),
        cluster,
        permissionsBoundary == null || permissionsBoundary.startsWith("arn:")
            ? permissionsBoundary
            : "arn:%s:iam::%s:policy/%s".formatted(partition, account, permissionsBoundary));
  }

  /** Whether the environment lives on an endpoint of its own instead of AWS. */
  public boolean localStack() {
    return podEndpoint != null;
  }

  /**
   * The partition that {@code region} belongs to.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">Partitions</a>
   */
  public static String partitionOf(String region) {
    return Partition.of(region).id();
  }

  /** What host names of AWS's services in {@code region} end in. */
  public static String dnsSuffixOf(String region) {
    return Partition.of(region).dnsSuffix();
  }
}
