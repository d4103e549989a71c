package io.soundbite.operator.blueprint;

import java.util.Map;

/**
 * The metrics of one environment, under the dimensions their services publish them with.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html">DynamoDB</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html">S3</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">SQS</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html">Container
 *     Insights</a>
 */
record Metrics(Environment environment) {
  /** The namespace of classic Container Insights. */
  static final String PODS = "ContainerInsights";

  /** Of the table; an index has its own series, which is not counted here. */
  Metric table(String name) {
    return new Metric("AWS/DynamoDB", name, Map.of("TableName", environment.names().table()));
  }

  /** Of the bucket, published once a day. */
  Metric bucket(String name, String storageType) {
    return new Metric(
        "AWS/S3",
        name,
        Map.of("BucketName", environment.names().bucket(), "StorageType", storageType));
  }

  Metric queue(String name) {
    return sqs(name, environment.names().queue());
  }

  Metric deadLetters(String name) {
    return sqs(name, environment.names().deadLetterQueue());
  }

  /** Made from log lines by a metric filter; filters give no dimensions. */
  Metric logged(String name) {
    return new Metric(environment.names().metricNamespace(), name, Map.of());
  }

  /** Of the pods behind the live Service. */
  Metric api(String name) {
    return pods(name, "Service", environment.names().kube("api"));
  }

  /** Of the processor's pods. No Service selects them; PodName is their Deployment's name. */
  Metric processor(String name) {
    return pods(name, "PodName", environment.names().kube("processor"));
  }

  private Metric sqs(String name, String queue) {
    return new Metric("AWS/SQS", name, Map.of("QueueName", queue));
  }

  private Metric pods(String name, String dimension, String value) {
    return new Metric(
        PODS,
        name,
        Map.of(
            "ClusterName",
            environment.facts().cluster(),
            "Namespace",
            environment.owner().namespace(),
            dimension,
            value));
  }
}
