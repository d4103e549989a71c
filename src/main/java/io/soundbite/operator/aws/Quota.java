package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.S3Bucket;
import java.util.Arrays;
import java.util.Optional;

/**
 * How many of a kind an account may have, where AWS sets a number that can be reached. Queues and
 * topics have none to speak of (no limit, and 100,000); log groups a million; dashboards as many as
 * one likes. Codes and defaults, which Service Quotas lists:
 *
 * <ul>
 *   <li><a
 *       href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html">DynamoDB</a>:
 *       2,500 tables per region
 *   <li><a
 *       href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html">CloudWatch</a>:
 *       5,000 alarms per region
 *   <li><a href="https://docs.aws.amazon.com/general/latest/gr/s3.html">S3</a>: 10,000 general
 *       purpose buckets per account
 *   <li><a href="https://docs.aws.amazon.com/general/latest/gr/ecr.html">ECR</a>: 100,000
 *       repositories per region
 *   <li><a
 *       href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM</a>:
 *       1,000 roles per account
 * </ul>
 */
public enum Quota {
  TABLES(
      DynamoTable.class,
      "tables",
      "dynamodb",
      "L-F98FE922",
      Reach.REGION,
      "dynamodb:CreateTable",
      2_500),
  ALARMS(
      CloudWatchAlarm.class,
      "alarms",
      "monitoring",
      "L-2FF78D7B",
      Reach.REGION,
      "cloudwatch:PutMetricAlarm",
      5_000),
  BUCKETS(S3Bucket.class, "buckets", "s3", "L-DC2B2D3D", Reach.ACCOUNT, "s3:CreateBucket", 10_000),
  REPOSITORIES(
      EcrRepository.class,
      "repositories",
      "ecr",
      "L-CFEB8E8D",
      Reach.REGION,
      "ecr:CreateRepository",
      100_000),
  ROLES(IamRole.class, "roles", "iam", "L-FE177D64", Reach.ACCOUNT, "iam:CreateRole", 1_000);

  /** What is counted together. */
  public enum Reach {
    REGION,
    ACCOUNT
  }

  /** The one region that knows the quotas of an account as a whole. */
  static final String ACCOUNTS_REGION = "us-east-1";

  private final Class<? extends Desired> kind;
  private final String things;
  private final String service;
  private final String code;
  private final Reach reach;
  private final String action;
  private final long documented;

  Quota(
      Class<? extends Desired> kind,
      String things,
      String service,
      String code,
      Reach reach,
      String action,
      long documented) {
    this.kind = kind;
    this.things = things;
    this.service = service;
    this.code = code;
    this.reach = reach;
    this.action = action;
    this.documented = documented;
  }

  /** The one that {@code want} counts for; empty when nothing limits its number. */
  public static Optional<Quota> of(Desired want) {
    return Arrays.stream(values()).filter(it -> it.kind.isInstance(want)).findFirst();
  }

  /** The one that a refused {@code action} has met; empty when it makes none of these. */
  static Optional<Quota> ofAction(String action) {
    return Arrays.stream(values()).filter(it -> it.action.equals(action)).findFirst();
  }

  /** What it counts, as {@code tables}. */
  public String things() {
    return things;
  }

  /** The service, as Service Quotas names it. */
  public String service() {
    return service;
  }

  /** The quota, as Service Quotas names it. */
  public String code() {
    return code;
  }

  /** What is counted together. */
  public Reach reach() {
    return reach;
  }

  /** How many an account may have that was given no quota of its own, at the time of writing. */
  long documented() {
    return documented;
  }

  /**
   * The command that asks AWS for more.
   *
   * @param desired at least so many; text, so that it may stay open
   */
  public String remedy(String region, String desired) {
    return remedy(desired) + " --region " + (reach == Reach.ACCOUNT ? homeOf(region) : region);
  }

  /** The same for whoever asks in that region by default. */
  String remedy(String desired) {
    return "aws service-quotas request-service-quota-increase --service-code %s --quota-code %s --desired-value %s"
        .formatted(service, code, desired);
  }

  /** Where an account's own quotas are asked for; other partitions have them in each region. */
  static String homeOf(String region) {
    return region.startsWith("cn-") || region.startsWith("us-gov-") ? region : ACCOUNTS_REGION;
  }
}
