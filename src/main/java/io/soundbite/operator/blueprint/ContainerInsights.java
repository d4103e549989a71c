package io.soundbite.operator.blueprint;

/**
 * Which metrics of pods the cluster publishes to CloudWatch: alarms on others would never have
 * data.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html">Container
 *     Insights</a>
 */
public enum ContainerInsights {
  /** None. */
  NONE,
  /**
   * Those of the classic variant, in the namespace ContainerInsights.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html">Metrics</a>
   */
  CLASSIC,
  /**
   * Those of OpenTelemetry, which alarms can only reach by PromQL: the blueprint has no such
   * alarms.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/container-insights-otel-metrics.html">Metrics</a>
   */
  OTEL
}
