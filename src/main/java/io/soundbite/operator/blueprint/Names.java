package io.soundbite.operator.blueprint;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every name, ARN and URL of an environment. All are deterministic, so nothing late-bound needs
 * remembering: a crash at any point is recovered by reading before creating.
 *
 * @param environment names AWS resources
 * @param prefix names Kubernetes objects, the metric namespace and the dashboard
 */
public record Names(String environment, String prefix, Facts facts) {
  private static final String REPOSITORY = "soundbite-%s-api";
  private static final Pattern OWN_REPOSITORY =
      Pattern.compile(REPOSITORY.formatted("([a-z0-9-]+)"));

  /** {@code SoundBite-<environment>-<suffix>}. */
  public String aws(String suffix) {
    return "SoundBite-" + environment + "-" + suffix;
  }

  /** {@code <prefix>-<suffix>}. */
  public String kube(String suffix) {
    return prefix + "-" + suffix;
  }

  public String table() {
    return aws("SoundbitesTable");
  }

  public String bucket() {
    return "soundbite-" + environment + "-soundbites-" + facts.account();
  }

  public String queue() {
    return aws("SoundbiteQueue");
  }

  public String deadLetterQueue() {
    return aws("SoundbiteDLQ");
  }

  public String topic() {
    return aws("QueueAlerts");
  }

  /** The environment's own ECR repository. */
  public String repository() {
    return REPOSITORY.formatted(environment);
  }

  /** The environment whose own ECR repository would be called so; empty when none would. */
  public static Optional<String> ownerOf(String repository) {
    var owner = OWN_REPOSITORY.matcher(repository);
    return owner.matches() ? Optional.of(owner.group(1)) : Optional.empty();
  }

  public String logGroup(String component) {
    return "/soundbite/" + environment + "/" + component;
  }

  public String metricNamespace() {
    return "SoundBite/" + prefix;
  }

  public String dashboard() {
    return "SoundBite-" + prefix;
  }

  public String tableArn() {
    return arn("dynamodb", "table/" + table());
  }

  public String bucketArn() {
    return "arn:" + facts.partition() + ":s3:::" + bucket();
  }

  public String topicArn() {
    return arn("sns", topic());
  }

  public String queueArn(String queueName) {
    return arn("sqs", queueName);
  }

  public String roleArn(String roleName) {
    return "arn:" + facts.partition() + ":iam::" + facts.account() + ":role/" + roleName;
  }

  /** ARN of the environment's own ECR repository. */
  public String repositoryArn() {
    return arn("ecr", "repository/" + repository());
  }

  public String alarmArn(String alarmName) {
    return arn("cloudwatch", "alarm:" + alarmName);
  }

  public String logGroupArn(String component) {
    return arn("logs", "log-group:" + logGroup(component));
  }

  /** ARN of the web identity provider that stands for the cluster. */
  public String identityProviderArn() {
    return "arn:"
        + facts.partition()
        + ":iam::"
        + facts.account()
        + ":oidc-provider/"
        + facts.issuer();
  }

  /**
   * The queue's URL, which is also its address for the SDK.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html">SQS
   *     identifiers</a>
   */
  public String queueUrl(String queueName) {
    return queueUrl(facts.endpoint() == null ? null : facts.endpoint().toString(), queueName);
  }

  /** The queue's URL as pods use it. */
  public String podQueueUrl(String queueName) {
    return queueUrl(facts.podEndpoint() == null ? null : facts.podEndpoint().toString(), queueName);
  }

  private String queueUrl(@Nullable String endpoint, String queueName) {
    var base =
        endpoint == null
            ? "https://sqs." + facts.region() + "." + facts.dnsSuffix()
            : endpoint.replaceAll("/+$", "");
    return base + "/" + facts.account() + "/" + queueName;
  }

  /** {@code <account>.dkr.ecr.<region>.<suffix>/<repository>}. */
  public String repositoryUri(String repository) {
    return facts.account()
        + ".dkr.ecr."
        + facts.region()
        + "."
        + facts.dnsSuffix()
        + "/"
        + repository;
  }

  /** The whole URI of {@code repository}, which may be one already. */
  public String imageRepository(String repository) {
    return repository.matches("[0-9]{12}[.]dkr[.]ecr[.-].+/.+")
        ? repository
        : repositoryUri(repository);
  }

  private String arn(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s"
        .formatted(facts.partition(), service, facts.region(), facts.account(), resource);
  }
}
