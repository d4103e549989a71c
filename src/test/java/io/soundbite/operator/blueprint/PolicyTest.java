package io.soundbite.operator.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies by meaning. */
class PolicyTest {
  private static final Policy POLICY =
      Policy.parse(
          """
          {"Version": "2012-10-17", "Statement": [
            {"Sid": "Tls", "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*",
             "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
             "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            {"Effect": "Allow", "Principal": {"Service": ["sns.amazonaws.com"]},
             "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::bucket/*"}]}
          """);

  /** The same, written otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // other orders, lists for single strings, single strings for lists
        """
        {"Statement": [
          {"Action": ["s3:PutObject", "s3:GetObject"], "Effect": "Allow",
           "Principal": {"Service": "sns.amazonaws.com"}, "Resource": ["arn:aws:s3:::bucket/*"]},
          {"Sid": "Tls", "Condition": {"Bool": {"aws:SecureTransport": ["false"]}},
           "Effect": "Deny", "Principal": {"AWS": ["*"]}, "Action": ["s3:*"],
           "Resource": ["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket"]}], "Version": "2012-10-17"}
        """,
        // everybody by the short form, a condition's value not quoted, an action named twice
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
           "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"],
           "Condition": {"Bool": {"aws:SecureTransport": false}}},
          {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
           "Action": ["s3:GetObject", "s3:PutObject", "s3:GetObject"],
           "Resource": "arn:aws:s3:::bucket/*"}]}
        """
      })
  void isTheSameHoweverItIsWritten(String text) {
    assertThat(Policy.parse(text)).isEqualTo(POLICY);
  }

  /** AWS takes the id, and returns the ARN. */
  @Test
  void anAccountsIdIsItsRoot() {
    var policy = "{\"Statement\": [{\"Effect\": \"Deny\", \"Principal\": {\"AWS\": %s}}]}";

    assertThat(Policy.parse(policy.formatted("\"arn:aws-cn:iam::123456789012:root\"")))
        .isEqualTo(Policy.parse(policy.formatted("[\"123456789012\"]")))
        .isNotEqualTo(Policy.parse(policy.formatted("\"arn:aws-cn:iam::123456789012:role/root\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"s3:*\"",
        "\"Effect\": \"Deny\", \"Principal\": {\"AWS\": \"1\"}, \"Action\": \"s3:*\"",
        "\"Effect\": \"Deny\", \"NotPrincipal\": {\"AWS\": \"*\"}, \"Action\": \"s3:*\"",
        "\"Effect\": \"Deny\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"s3:Get*\"",
        "\"Effect\": \"Deny\", \"Principal\": {\"AWS\": \"*\"}, \"NotAction\": \"s3:*\"",
        "\"Effect\": \"Deny\", \"Principal\": {\"Service\": \"*\"}, \"Action\": \"s3:*\""
      })
  void isAnotherWhenItMeansSomethingElse(String statement) {
    assertThat(statement(statement))
        .isNotEqualTo(
            statement(
                "\"Effect\": \"Deny\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"s3:*\""));
  }

  @Test
  void oneStatementIsAListOfOne() {
    assertThat(Policy.parse("{\"Statement\": {\"Effect\": \"Deny\"}}"))
        .isEqualTo(Policy.parse("{\"Statement\": [{\"Effect\": \"Deny\"}]}"));
  }

  @Test
  void isReadAsItIsWritten() {
    assertThat(Policy.parse(POLICY.json())).isEqualTo(POLICY);
  }

  private static Policy statement(String fields) {
    return Policy.parse("{\"Statement\": [{" + fields + "}]}");
  }
}
