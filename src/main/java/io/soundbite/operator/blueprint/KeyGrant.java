package io.soundbite.operator.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the policy of a KMS key has to allow so that an environment can use the key.
 *
 * @param grantee who
 * @param actions what, as IAM names it
 * @param contexts values of condition keys of the requests, of which each has to be allowed
 * @param purpose what it is for, for people
 */
public record KeyGrant(
    Grantee grantee, List<String> actions, List<Map<String, String>> contexts, String purpose) {
  /** What the pods' roles need, by way of SQS, S3 and DynamoDB. */
  static final List<String> POD_ACTIONS = List.of("kms:Decrypt", "kms:GenerateDataKey");

  /** Of the service principals, for what is stored encrypted. */
  private static final List<String> LOG_ACTIONS =
      List.of(
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
          "kms:GenerateDataKey",
          "kms:DescribeKey");

  private static final List<String> OPERATOR_ACTIONS =
      List.of("kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey");

  public KeyGrant {
    actions = List.copyOf(actions);
    contexts = List.copyOf(contexts);
  }

  /** Who is to be allowed something. */
  public sealed interface Grantee {
    /**
     * A service of AWS.
     *
     * @param names of its principal, of which any will do
     */
    record Service(List<String> names) implements Grantee {
      @Override
      public String toString() {
        return names.getFirst();
      }
    }

    /** A role, by itself or through its account, whose IAM policies then decide. */
    record Role(String account, String arn) implements Grantee {
      @Override
      public String toString() {
        return arn;
      }
    }

    /** The operator, whose role is not known; nobody of the account is not the operator. */
    record Operator(String account) implements Grantee {
      @Override
      public String toString() {
        return "the operator's role in account " + account;
      }
    }
  }

  /**
   * Returns all that {@code environment} needs. Its topic is told by alarms alone; no bucket tells
   * the queue, and no topic.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html">Encrypt
   *     log data in CloudWatch Logs</a> and <a
   *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sns-kms.html">encrypted
   *     topics and sources of events</a>
   */
  public static List<KeyGrant> of(Environment environment) {
    var facts = environment.facts();
    var names = environment.names();
    var groups = Stream.of("api", "processor").map(names::logGroupArn);
    var account =
        Map.of("kms:CallerAccount", facts.account(), "aws:PrincipalAccount", facts.account());
    return List.of(
        new KeyGrant(
            new Grantee.Operator(facts.account()),
            OPERATOR_ACTIONS,
            List.of(account),
            "to create the table and the repository and to redrive dead letters"),
        new KeyGrant(
            new Grantee.Service(
                List.of(
                    "logs.%s.%s".formatted(facts.region(), facts.dnsSuffix()),
                    "logs." + facts.dnsSuffix())),
            LOG_ACTIONS,
            groups.map(it -> Map.of("kms:EncryptionContext:aws:logs:arn", it)).toList(),
            "for the log groups %s and %s"
                .formatted(names.logGroup("api"), names.logGroup("processor"))),
        new KeyGrant(
            new Grantee.Service(List.of("cloudwatch.amazonaws.com")),
            POD_ACTIONS,
            List.of(
                Map.of(
                    "kms:EncryptionContext:aws:sns:topicArn",
                    names.topicArn(),
                    "aws:SourceAccount",
                    facts.account())),
            "so that alarms reach the topic"),
        pod(environment, "api"),
        pod(environment, "processor"));
  }

  /** Returns the services that ask KMS in the name of the pods, as kms:ViaService has them. */
  static List<String> podServices(Facts facts) {
    return Stream.of("dynamodb", "s3", "sqs")
        .map(it -> "%s.%s.%s".formatted(it, facts.region(), facts.dnsSuffix()))
        .toList();
  }

  private static KeyGrant pod(Environment environment, String component) {
    var facts = environment.facts();
    var arn = environment.names().roleArn(environment.names().aws(component));
    return new KeyGrant(
        new Grantee.Role(facts.account(), arn),
        POD_ACTIONS,
        podServices(facts).stream()
            .map(
                it ->
                    Map.of(
                        "kms:ViaService",
                        it,
                        "kms:CallerAccount",
                        facts.account(),
                        "aws:PrincipalAccount",
                        facts.account(),
                        "aws:PrincipalArn",
                        arn))
            .toList(),
        "for the " + component + "'s pods");
  }

  /** Returns the same with these actions only. */
  KeyGrant with(Set<String> some) {
    return new KeyGrant(
        grantee, actions.stream().filter(some::contains).toList(), contexts, purpose);
  }

  /** Says who lacks what. */
  @Override
  public String toString() {
    return "%s (%s): %s".formatted(grantee, purpose, String.join(", ", actions));
  }
}
