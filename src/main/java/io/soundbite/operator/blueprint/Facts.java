package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
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
 * @param installation what the operator's settings say
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
    Installation installation,
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
      Installation installation) {
    this(
        account,
        partition,
        dnsSuffix,
        region,
        endpoint,
        podEndpoint,
        issuer,
        installation,
        KmsKeys.none());
  }

  /** Returns the same with these KMS keys. */
  public Facts with(KmsKeys keys) {
    return new Facts(
        account, partition, dnsSuffix, region, endpoint, podEndpoint, issuer, installation, keys);
  }

  /** Returns the same under other settings of the operator. */
  public Facts with(Installation settings) {
    return new Facts(
        account, partition, dnsSuffix, region, endpoint, podEndpoint, issuer, settings, kmsKeys);
  }

  /**
   * The facts of an environment that {@code aws} places.
   *
   * @param issuer with or without its scheme
   * @param elsewhere where the operator sends the calls of environments that name no endpoint
   */
  public static Facts of(
      AwsSpec aws,
      String account,
      String issuer,
      @Nullable URI elsewhere,
      Installation installation) {
    var own = aws.endpoint() == null ? null : URI.create(aws.endpoint());
    var seenByPods = aws.podEndpoint() == null ? own : URI.create(aws.podEndpoint());
    return new Facts(
        account,
        partitionOf(aws.region()),
        dnsSuffixOf(aws.region()),
        aws.region(),
        own == null ? elsewhere : own,
        own == null ? null : seenByPods,
        issuer.replaceFirst("^https://", ""),
        installation);
  }

  /** Id of the cluster, part of every owner tag. */
  public String cluster() {
    return installation.cluster();
  }

  /** ARN of the policy that every role gets as its boundary; null when none is set. */
  public @Nullable String permissionsBoundary() {
    var policy = installation.permissionsBoundary();
    return policy == null || policy.startsWith("arn:")
        ? policy
        : "arn:%s:iam::%s:policy/%s".formatted(partition, account, policy);
  }

  /**
   * The cluster whose Pod Identity gives the environment's pods their credentials; null where web
   * identity does. It does so for environments of the cluster's own account on AWS: EKS associates
   * no role of another account, and an endpoint of the environment's own has roles that EKS does
   * not know.
   */
  public @Nullable PodIdentity podIdentity() {
    var cluster = installation.podIdentity();
    return !localStack() && cluster != null && cluster.account().equals(account) ? cluster : null;
  }

  /** Whether alarms and widgets can be made on metrics of pods. */
  boolean hasPodMetrics() {
    return installation.containerInsights() == ContainerInsights.CLASSIC;
  }

  /** The other accounts whose nodes pull the environment's images. */
  public Set<String> pullAccounts() {
    return installation.pullAccounts().stream()
        .filter(it -> !it.equals(account))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** ARN of the principal that stands for everything in {@code account}. */
  String rootOf(String account) {
    return "arn:%s:iam::%s:root".formatted(partition, account);
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
