package io.soundbite.operator.aws;

import java.util.Map;

/**
 * How many calls a second AWS takes from one account in one region, by IAM action; IAM counts for
 * all regions together. Where AWS publishes nothing for a call it shares its service's figure, an
 * assumption on the safe side. Sources:
 *
 * <ul>
 *   <li><a
 *       href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html">CloudWatch</a>
 *   <li><a
 *       href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html">CloudWatch
 *       Logs</a>
 *   <li><a
 *       href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html">DynamoDB</a>,
 *       in the text of each operation
 *   <li><a href="https://docs.aws.amazon.com/general/latest/gr/sns.html">SNS</a>
 *   <li><a
 *       href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html">ECR</a>
 *   <li><a href="https://docs.aws.amazon.com/general/latest/gr/arg.html">Tagging API</a>
 *   <li><a
 *       href="https://docs.aws.amazon.com/servicequotas/latest/userguide/reference_limits.html">Service
 *       Quotas</a>
 *   <li><a
 *       href="https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html">KMS</a>:
 *       2,000 DescribeKey and 1,000 GetKeyPolicy, far more than is ever asked
 * </ul>
 */
final class Rates {
  private static final double UNKNOWN_SERVICE = 10;

  private static final Map<String, Double> SERVICES =
      Map.ofEntries(
          Map.entry("cloudwatch", 10.0),
          Map.entry("logs", 5.0),
          Map.entry("dynamodb", 10.0),
          Map.entry("sns", 30.0),
          Map.entry("sqs", 50.0),
          Map.entry("s3", 100.0),
          Map.entry("ecr", 20.0),
          Map.entry("iam", 20.0),
          Map.entry("sts", 100.0),
          Map.entry("tag", 15.0),
          Map.entry("servicequotas", 5.0),
          Map.entry("kms", 50.0));

  private static final Map<String, Double> ACTIONS =
      Map.ofEntries(
          Map.entry("cloudwatch:PutMetricAlarm", 3.0),
          Map.entry("cloudwatch:DeleteAlarms", 3.0),
          Map.entry("cloudwatch:DescribeAlarms", 9.0),
          Map.entry("logs:DescribeLogGroups", 10.0),
          Map.entry("logs:CreateLogGroup", 10.0),
          Map.entry("logs:DeleteLogGroup", 10.0),
          Map.entry("logs:DescribeMetricFilters", 5.0),
          Map.entry("dynamodb:DescribeContinuousBackups", 10.0),
          Map.entry("dynamodb:ListTagsOfResource", 10.0),
          Map.entry("dynamodb:TagResource", 5.0),
          Map.entry("dynamodb:UntagResource", 5.0),
          Map.entry("sns:ListSubscriptionsByTopic", 30.0),
          Map.entry("sns:ListTagsForResource", 10.0),
          Map.entry("sns:TagResource", 10.0),
          Map.entry("sns:UntagResource", 10.0));

  private Rates() {}

  /**
   * The figure that limits an action.
   *
   * @param sharedBy the action itself, or its service
   */
  record Rate(String sharedBy, double perSecond) {}

  /** Which figure limits {@code action}. */
  static Rate of(String action) {
    var own = ACTIONS.get(action);
    if (own != null) {
      return new Rate(action, own);
    }
    var service = action.substring(0, action.indexOf(':'));
    return new Rate(service, SERVICES.getOrDefault(service, UNKNOWN_SERVICE));
  }
}
