package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.Feature;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The application's environment variables, as far as the operator gives them. */
record AppConfig(Environment environment) {
  /** The variable that says which features a release was made with. */
  static final String FEATURES = "FEATURES";

  private static final Set<String> OWNED =
      Set.of(
          "SQS_QUEUE_URL",
          "DYNAMODB_TABLE",
          "S3_BUCKET",
          "TABLE_NAME",
          "BUCKET_NAME",
          "METRICS_NAMESPACE",
          "ENVIRONMENT",
          "PORT",
          "LOG_LEVEL",
          FEATURES);

  /** The region of the environment's AWS resources. */
  static final String REGION = "AWS_REGION";

  /** The same everywhere unless {@code spec.env} says otherwise. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "RATE_LIMIT_TTL", "60",
          "RATE_LIMIT_LIMIT", "100",
          "RATE_LIMIT_MAX", "1000",
          "POLLY_ENGINE", "standard",
          "OUTPUT_FORMAT", "mp3",
          "DEFAULT_VOICE", "Joanna",
          // As long as the bucket keeps an MP3; not retentionDays, which must roll nothing.
          "DYNAMODB_TTL_DAYS", "90",
          "S3_PRESIGNED_URL_EXPIRATION", "900");

  /** Whether {@code spec.env} may not set {@code name}: it follows from other fields. */
  static boolean isOwned(String name) {
    return name.startsWith("AWS_") || OWNED.contains(name);
  }

  SortedMap<String, String> variables() {
    var spec = environment.spec();
    var names = environment.names();
    var facts = environment.facts();
    var variables = new TreeMap<>(DEFAULTS);
    variables.put("NODE_ENV", nodeEnvironment());
    variables.put("ENVIRONMENT", names.environment());
    variables.put("PORT", String.valueOf(PodTemplate.PORT));
    variables.put("LOG_LEVEL", spec.logLevel().text());
    variables.put(
        FEATURES,
        spec.features().stream().map(Feature::text).sorted().collect(Collectors.joining(",")));
    variables.put("CORS_ORIGIN", origin());
    variables.put("ENABLE_TRACING", String.valueOf(spec.has(Feature.DEBUG)));
    variables.put("ENABLE_METRICS", String.valueOf(spec.has(Feature.MONITORING)));
    variables.put("METRICS_NAMESPACE", names.metricNamespace());
    variables.put(REGION, facts.region());
    variables.put("SQS_QUEUE_URL", names.podQueueUrl(names.queue()));
    variables.put("DYNAMODB_TABLE", names.table());
    variables.put("S3_BUCKET", names.bucket());
    variables.put("AWS_CONNECTION_MODE", facts.localStack() ? "localstack" : "aws");
    if (facts.podEndpoint() != null) {
      variables.put("AWS_ENDPOINT_URL", facts.podEndpoint().toString());
      // Dummies: such endpoints take the account from the key.
      variables.put("AWS_ACCESS_KEY_ID", facts.account());
      variables.put("AWS_SECRET_ACCESS_KEY", "dummy");
    }
    return variables;
  }

  /**
   * Node.js libraries know two modes only and behave differently in each: staging must run as
   * production does. ENVIRONMENT tells the application where it is.
   */
  private String nodeEnvironment() {
    return environment.names().environment().startsWith("development")
        ? "development"
        : "production";
  }

  private String origin() {
    var scheme = environment.spec().ingress().tlsSecret() == null ? "http" : "https";
    return scheme + "://" + environment.host();
  }
}
