package io.soundbite.operator.api.v1alpha1;

/** Forms shared by the schema's rules, written so that they need no escaping inside CEL. */
final class Rules {
  /** Every name derived from it, in AWS and in Kubernetes, is legal. */
  static final String NAME = "^[a-z0-9]+(-[a-z0-9]+)*$";

  static final int NAME_LENGTH = 29;

  /** What {@link #NAME} and {@link #NAME_LENGTH} mean, for people. */
  static final String NAME_ALLOWED =
      "lower-case letters and digits in words joined by single hyphens, at most 29 characters";

  /** A tag, as the OCI distribution specification allows it. */
  static final String TAG = "^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$";

  private static final String ECR_NAME =
      "[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$";

  /** The name of an ECR repository. */
  static final String REPOSITORY_NAME = "^" + ECR_NAME;

  /** The whole URI of an ECR repository, without a tag. */
  static final String REPOSITORY_URI =
      "^[0-9]{12}[.]dkr[.]ecr(-fips)?[.][a-z0-9-]+[.][a-z0-9.-]+(:[0-9]+)?/" + ECR_NAME;

  /** A DNS host name in lower case. */
  static final String HOST =
      "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$";

  /** The name of a Kubernetes object: a DNS subdomain. */
  static final String OBJECT_NAME =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** A label's value in Kubernetes. */
  static final String LABEL_VALUE = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$";

  /** The key of a label or annotation in Kubernetes. */
  static final String QUALIFIED_NAME =
      "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

  /** An http or https URL of a host and perhaps a port, without user, path or query. */
  static final String ENDPOINT = "^https?://([a-zA-Z0-9.-]+|[[][0-9a-fA-F:.]+[]])(:[0-9]{1,5})?/?$";

  static final String REGION = "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$";

  static final String ROLE_ARN =
      "^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[a-zA-Z0-9+=,.@_/-]{1,512}$";

  static final String EMAIL = "^[^@ ]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$";

  /** Durations as {@link Durations} reads them; few enough digits that CEL can count them. */
  static final String DURATION = "^([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?$";

  private static final String CRON_TERM = "([*]|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(/[0-9]+)?";
  private static final String CRON_FIELD = CRON_TERM + "(," + CRON_TERM + ")*";

  /** Five fields of cron; whether their numbers make sense is for the operator to say. */
  static final String CRON = "^" + CRON_FIELD + "( +" + CRON_FIELD + "){4}$";

  private Rules() {}
}
