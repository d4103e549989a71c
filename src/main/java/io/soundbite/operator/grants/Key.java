package io.soundbite.operator.grants;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be granted, by the key that grants it. */
public enum Key {
  ENVIRONMENTS(
      "environments", "[a-z0-9*][a-z0-9*-]*", "names of environments, such as staging or team-a-*"),
  ROLE_ARNS(
      "roleArns",
      "[*]|operator|arn:\\S+:role/\\S+",
      "ARNs of IAM roles, such as arn:aws:iam::111122223333:role/soundbite, or operator for the"
          + " operator's own identity"),
  REGIONS("regions", "[a-z*][a-z0-9*-]*", "codes of AWS regions, such as eu-west-1 or eu-*"),
  ENDPOINTS(
      "endpoints",
      "[*]|https?://[^\\s/]+",
      "URLs of a host and perhaps a port, such as http://localstack.team-a:4566, without a slash at"
          + " the end"),
  REPOSITORIES(
      "repositories",
      "[a-z0-9*][a-z0-9*._:/-]*",
      "names of ECR repositories, such as shared-api, or whole URIs, such as"
          + " 111122223333.dkr.ecr.us-east-1.amazonaws.com/shared-*"),
  KMS_KEYS(
      "kmsKeys",
      "[*]|alias/\\S+|arn:\\S+:kms:\\S+",
      "KMS keys as environments name them, such as alias/team-a or"
          + " arn:aws:kms:eu-west-1:111122223333:key/*"),
  SOURCES(
      "sources",
      "[*]|[a-z0-9*][a-z0-9*-]*/[a-z0-9*][a-z0-9*.-]*",
      "environments of other namespaces, written namespace/name, such as team-a/staging"),
  POLICIES("policies", "Adopt|Delete", "Adopt or Delete");

  /** The value of {@link #ROLE_ARNS} that stands for the operator's own identity. */
  static final String OPERATOR = "operator";

  private final String text;
  private final Pattern form;
  private final String allowed;

  Key(String text, String form, String allowed) {
    this.text = text;
    this.form = Pattern.compile(form);
    this.allowed = allowed;
  }

  /** As the grants file has it. */
  public String text() {
    return text;
  }

  /** What its values are, in words. */
  String allowed() {
    return allowed;
  }

  /** Whether a glob of that text could match anything. */
  boolean takes(String glob) {
    return form.matcher(glob).matches();
  }

  /** The key of that name. */
  static Optional<Key> of(String text) {
    return Arrays.stream(values()).filter(it -> it.text.equals(text)).findFirst();
  }
}
