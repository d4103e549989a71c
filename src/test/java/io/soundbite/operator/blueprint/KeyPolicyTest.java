package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPolicyTest {
  private static final Environment STAGING = Example.STAGING.environment();
  private static final String ACCOUNT = STAGING.facts().account();
  private static final String ROOT = "arn:aws:iam::" + ACCOUNT + ":root";
  private static final String LOGS = "logs.us-east-1.amazonaws.com";
  private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";
  private static final Tree.Obj DELEGATION = allow(Map.of("AWS", ROOT), "kms:*");
  private static final Tree.Obj FOR_LOGS =
      with(
          allow(
              Map.of("Service", LOGS),
              "kms:Encrypt*",
              "kms:Decrypt*",
              "kms:ReEncrypt*",
              "kms:GenerateDataKey*",
              "kms:Describe*"),
          "ArnLike",
          "kms:EncryptionContext:aws:logs:arn",
          "arn:aws:logs:us-east-1:" + ACCOUNT + ":log-group:/soundbite/*");
  private static final Tree.Obj FOR_ALARMS =
      allow(Map.of("Service", CLOUDWATCH), "kms:Decrypt", "kms:GenerateDataKey*");

  /** As docs/security.md shows them. */
  @Test
  void threeStatementsAreEnough() {
    assertThat(missing(DELEGATION, FOR_LOGS, FOR_ALARMS)).isEmpty();
  }

  @Test
  void whoIsMissingIsNamedWithWhatIsMissing() {
    assertThat(missing(DELEGATION))
        .containsExactly(
            LOGS
                + " (for the log groups /soundbite/staging/api and /soundbite/staging/processor):"
                + " kms:Encrypt, kms:Decrypt, kms:ReEncryptFrom, kms:ReEncryptTo,"
                + " kms:GenerateDataKey, kms:DescribeKey",
            CLOUDWATCH + " (so that alarms reach the topic): kms:Decrypt, kms:GenerateDataKey");
    assertThat(missing(FOR_LOGS, FOR_ALARMS))
        .containsExactly(
            "the operator's role in account "
                + ACCOUNT
                + " (to create the table and the repository and to redrive dead letters):"
                + " kms:CreateGrant, kms:Decrypt, kms:GenerateDataKey",
            role("api") + " (for the api's pods): kms:Decrypt, kms:GenerateDataKey",
            role("processor") + " (for the processor's pods): kms:Decrypt, kms:GenerateDataKey");
  }

  @Test
  void onlyWhatIsMissingIsNamed() {
    var decrypt = allow(Map.of("Service", CLOUDWATCH), "kms:Decrypt");

    assertThat(missing(DELEGATION, FOR_LOGS, decrypt))
        .containsExactly(CLOUDWATCH + " (so that alarms reach the topic): kms:GenerateDataKey");
  }

  /** A key policy may name roles instead of leaving it to IAM. */
  @Test
  void rolesMayBeNamed() {
    var operator = allow(Map.of("AWS", "arn:aws:iam::" + ACCOUNT + ":role/operator"), "kms:*");
    var pods = allow(Map.of("AWS", List.of(role("api"), role("processor"))), "kms:*");

    assertThat(missing(operator, pods, FOR_LOGS, FOR_ALARMS)).isEmpty();
    assertThat(missing(operator, FOR_LOGS, FOR_ALARMS)).hasSize(2);
  }

  @Test
  void aRoleOfAnotherAccountIsNobody() {
    var other = allow(Map.of("AWS", "arn:aws:iam::999999999999:root"), "kms:*");

    assertThat(missing(other, FOR_LOGS, FOR_ALARMS)).hasSize(3);
  }

  /** The pods come by way of three services, and need all of them. */
  @ParameterizedTest
  @CsvSource({"dynamodb s3 sqs, true", "s3 sqs, false", "dynamodb, false"})
  void aConditionOnTheServiceIsJudged(String services, boolean enough) {
    var hosts = List.of(services.split(" ")).stream().map(it -> it + ".us-east-1.amazonaws.com");
    var via = with(DELEGATION, "StringEquals", "kms:ViaService", hosts.toArray());
    var operator = allow(Map.of("AWS", "arn:aws:iam::" + ACCOUNT + ":role/operator"), "kms:*");

    assertThat(missing(via, operator, FOR_LOGS, FOR_ALARMS).isEmpty()).isEqualTo(enough);
  }

  @ParameterizedTest
  @CsvSource({
    "ArnLike, /soundbite/*, true",
    "ArnEquals, /soundbite/staging/*, true",
    "StringLike, /soundbite/????????/api, false",
    "ArnLike, /soundbite/production/*, false",
    "StringEquals, /soundbite/staging/api, false",
    "ArnNotLike, /soundbite/production/*, true",
    "ArnNotLike, /soundbite/staging/*, false"
  })
  void aConditionOnTheLogGroupIsJudged(String operator, String groups, boolean enough) {
    var logs =
        with(
            allow(Map.of("Service", LOGS), "kms:*"),
            operator,
            "kms:EncryptionContext:aws:logs:arn",
            "arn:aws:logs:us-east-1:" + ACCOUNT + ":log-group:" + groups);

    assertThat(missing(DELEGATION, logs, FOR_ALARMS).isEmpty()).isEqualTo(enough);
  }

  /** Nothing is called missing that may be there. */
  @ParameterizedTest
  @ValueSource(strings = {"aws:PrincipalOrgID", "aws:SourceArn", "kms:RequestAlias"})
  void whatCannotBeJudgedHolds(String key) {
    var statement = with(allow(Map.of("AWS", "*"), "kms:*"), "StringEquals", key, "x");

    assertThat(missing(statement)).isEmpty();
  }

  @Test
  void aDenialCounts() {
    var nobody =
        new Tree.Obj(allow(Map.of("AWS", "*"), "kms:GenerateDataKey*").fields())
            .with("Effect", Tree.of("Deny"));
    var unlessOfTheOrganisation = with(nobody, "StringNotEquals", "aws:PrincipalOrgID", "o-1");

    assertThat(missing(DELEGATION, FOR_LOGS, FOR_ALARMS, nobody))
        .hasSize(5)
        .allSatisfy(it -> assertThat(it).endsWith("kms:GenerateDataKey"));
    assertThat(missing(DELEGATION, FOR_LOGS, FOR_ALARMS, unlessOfTheOrganisation)).isEmpty();
  }

  @Test
  void anEmptyPolicyLacksEverything() {
    assertThat(new KeyPolicy(Policy.parse("{}")).missing(KeyGrant.of(STAGING)))
        .isEqualTo(KeyGrant.of(STAGING));
  }

  @Test
  void servicesHaveTheNamesOfTheirPartition() {
    var facts = STAGING.facts();
    var there =
        new Facts(
            facts.account(),
            "aws-cn",
            "amazonaws.com.cn",
            "cn-north-1",
            null,
            null,
            "i",
            Installation.of("c"));
    var china =
        KeyGrant.of(
            new Environment(
                STAGING.owner(),
                STAGING.uid(),
                STAGING.spec(),
                there,
                new Names("staging", "staging", there)));

    assertThat(china)
        .extracting(it -> it.grantee().toString())
        .contains("logs.cn-north-1.amazonaws.com.cn", CLOUDWATCH)
        .anyMatch(it -> it.startsWith("arn:aws-cn:iam::"));
  }

  private static List<String> missing(Tree.Obj... statements) {
    var policy = new Policy(Tree.obj("Version", "2012-10-17", "Statement", List.of(statements)));
    return new KeyPolicy(policy)
        .missing(KeyGrant.of(STAGING)).stream().map(KeyGrant::toString).toList();
  }

  private static Tree.Obj allow(Map<String, ?> principal, String... actions) {
    return Tree.obj(
        "Effect", "Allow", "Principal", principal, "Action", List.of(actions), "Resource", "*");
  }

  private static Tree.Obj with(Tree.Obj statement, String operator, String key, Object... values) {
    return statement.with("Condition", Tree.of(Map.of(operator, Map.of(key, List.of(values)))));
  }

  private static String role(String component) {
    return STAGING.names().roleArn(STAGING.names().aws(component));
  }
}
