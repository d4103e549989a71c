package io.soundbite.operator.api.v1alpha1;

/** Forms shared by the schema's rules, written so that they need no escaping inside CEL. */
final class Rules {
  /** How many bytes the words of a list have: {@code size(string)} would count characters. */
  static final String BYTES = "self.map(w, bytes(w).size()).sum()";

  /** How many bytes the names and values of environment variables have. */
  static final String ENV_BYTES =
      "self.map(e, bytes(e.name).size() + (has(e.value) ? bytes(e.value).size() : 0)).sum()";

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

  /** A name that begins with the host of a registry, as in ghcr.io/acme/app. */
  static final String OTHER_REGISTRY = "^[^/]*[.][^/]*/";

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
      "^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
          + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

  private static final String HOST_LABEL = "[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?";
  private static final String PORT =
      "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

  /** An http or https URL of a host and perhaps a port, without user, path or query. */
  static final String ENDPOINT =
      "^https?://("
          + HOST_LABEL
          + "([.]"
          + HOST_LABEL
          + ")*[.]?|[[][0-9a-fA-F:.]+[]])(:"
          + PORT
          + ")?/?$";

  private static final String PATH = "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*";

  /** The reference of an image: perhaps a registry, a repository, perhaps a tag or digest. */
  static final String IMAGE =
      "^("
          + HOST_LABEL
          + "([.]"
          + HOST_LABEL
          + ")*(:"
          + PORT
          + ")?/)?"
          + PATH
          + "(/"
          + PATH
          + ")*(:[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$";

  static final String REGION = "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$";

  static final String ROLE_ARN =
      "^arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[a-zA-Z0-9+=,.@_/-]{1,512}$";

  private static final String ALIAS = "alias/[a-zA-Z0-9/_-]{1,250}";

  private static final String ID = "(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})";

  /** The id of a KMS key, without its account and region. */
  static final String KEY_ID = "^" + ID + "$";

  /** A KMS key by its ARN, or by the name or ARN of an alias. */
  static final String KMS_KEY =
      "^(" + ALIAS + "|arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:(" + ALIAS + "|key/" + ID + "))$";

  static final String EMAIL = "^[^@ ]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$";

  /** Durations as {@link Durations} reads them; few enough digits that CEL can count them. */
  static final String DURATION = "^([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?$";

  private static final String MINUTE = "0*[0-5]?[0-9]";
  private static final String HOUR = "0*(1?[0-9]|2[0-3])";
  private static final String DAY = "0*([1-9]|[12][0-9]|3[01])";
  private static final String MONTH =
      "(0*([1-9]|1[0-2])|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
  private static final String WEEKDAY = "(0*[0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)";

  private static final String MINUTES =
      "([*]|" + MINUTE + "(-" + MINUTE + ")?)(/0*([1-9]|[1-5][0-9]))?";
  private static final String HOURS =
      "([*]|" + HOUR + "(-" + HOUR + ")?)(/0*([1-9]|1[0-9]|2[0-3]))?";
  private static final String DAYS = "([*]|" + DAY + "(-" + DAY + ")?)(/" + DAY + ")?";
  private static final String MONTHS = "([*]|" + MONTH + "(-" + MONTH + ")?)(/0*([1-9]|1[0-2]))?";
  private static final String WEEKDAYS = "([*]|" + WEEKDAY + "(-" + WEEKDAY + ")?)(/0*[1-7])?";

  /** Five fields of cron with numbers and names that there are. */
  static final String CRON =
      "(?i)^"
          + (MINUTES + "(," + MINUTES + ")* +")
          + (HOURS + "(," + HOURS + ")* +")
          + (DAYS + "(," + DAYS + ")* +")
          + (MONTHS + "(," + MONTHS + ")* +")
          + (WEEKDAYS + "(," + WEEKDAYS + ")*$");

  /** The names in a schedule, in the order in which ranges of them go upwards. */
  static final String CRON_NAMES =
      "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC MON TUE WED THU FRI SAT SUN";

  private static final String CITY = "/[A-Za-z0-9_+-]+";

  /**
   * A name of the IANA time zone database: an area and a place, or one of the old names without an
   * area, of which there will be no more. Whether there is such a place is for the operator to say:
   * CEL could ask the API server's own database only by an error, and an error, unlike a rule that
   * is broken, keeps what is stored already from being updated, status included.
   */
  static final String TIME_ZONE =
      "^((Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe"
          + "|Indian|Mexico|Pacific|US)"
          + CITY
          + ("(" + CITY + ")?")
          + "|CET|CST6CDT|Cuba|EET|EST|EST5EDT|Egypt|Eire|GB|GB-Eire|GMT|GMT[+]0|GMT-0|GMT0"
          + "|Greenwich|HST|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|MET|MST"
          + "|MST7MDT|NZ|NZ-CHAT|Navajo|PRC|PST8PDT|Poland|Portugal|ROC|ROK|Singapore|Turkey|UCT"
          + "|UTC|Universal|W-SU|WET|Zulu)$";

  /** Days that February lacks, whatever the day of the week. */
  static final String NEVER_IN_FEBRUARY =
      "(?i)^[^ ]+ +[^ ]+ +(30|31)([,-](30|31))* +(0*2|FEB) +[*]$";

  private static final String SHORT_MONTH = "(0*2|0*4|0*6|0*9|11|FEB|APR|JUN|SEP|NOV)";

  /** The 31st of months that have none, whatever the day of the week. */
  static final String NEVER_THE_31ST =
      "(?i)^[^ ]+ +[^ ]+ +31(,31)* +" + SHORT_MONTH + "(," + SHORT_MONTH + ")* +[*]$";

  private Rules() {}
}
