package io.soundbite.operator.blueprint;

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
    @Nullable String permissionsBoundary) {

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
