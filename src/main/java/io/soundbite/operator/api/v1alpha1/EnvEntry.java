package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An environment variable of the application: a value, or a reference to a Secret's key. */
@ValidationRule(
    value = "has(self.value) != has(self.valueFrom)",
    message = "spec.env entries must have exactly one of value and valueFrom")
public record EnvEntry(
    @Required
        @Size(min = 1, max = 128)
        @ValidationRule(
            value = "self.matches('^[A-Za-z_][A-Za-z0-9_]*$')",
            message =
                "spec.env names must consist of letters, digits and underscores, and not begin with"
                    + " a digit")
        @ValidationRule(
            value =
                "!self.startsWith('AWS_') && !(self in ['SQS_QUEUE_URL', 'DYNAMODB_TABLE',"
                    + " 'S3_BUCKET', 'TABLE_NAME', 'BUCKET_NAME', 'METRICS_NAMESPACE'])",
            message =
                "spec.env cannot set what the operator owns: AWS_*, SQS_QUEUE_URL, DYNAMODB_TABLE,"
                    + " S3_BUCKET, TABLE_NAME, BUCKET_NAME and METRICS_NAMESPACE follow from the"
                    + " environment's names and spec.aws")
        @ValidationRule(
            value = "!(self in ['ENVIRONMENT', 'PORT', 'LOG_LEVEL', 'FEATURES'])",
            message =
                "spec.env cannot set ENVIRONMENT, PORT, LOG_LEVEL or FEATURES: use"
                    + " spec.environment, spec.logLevel and spec.features; the container's port is"
                    + " always 3000")
        @JsonPropertyDescription(
            "Name of the variable: letters, digits and underscores, not beginning with a digit, at"
                + " most 128 characters, once only. Not AWS_*, SQS_QUEUE_URL, DYNAMODB_TABLE,"
                + " S3_BUCKET, TABLE_NAME, BUCKET_NAME, METRICS_NAMESPACE, ENVIRONMENT, PORT,"
                + " LOG_LEVEL or FEATURES, which the operator sets.")
        String name,
    @Size(max = 4096)
        @JsonPropertyDescription(
            "The value, at most 4096 characters; it is kept in a ConfigMap, so use valueFrom for"
                + " what is secret. Exactly one of value and valueFrom.")
        @Nullable String value,
    @JsonPropertyDescription("Where the value comes from. Exactly one of value and valueFrom.")
        @Nullable Source valueFrom) {

  /** Where a value comes from. */
  public record Source(
      @Required
          @JsonPropertyDescription("A key of a Secret in the environment's namespace. Required.")
          SecretKey secretKeyRef) {}

  /** A key of a Secret in the same namespace. */
  public record SecretKey(
      @Required
          @Size(min = 1, max = 253)
          @ValidationRule(
              value = "self.matches('" + Rules.OBJECT_NAME + "')",
              message = "secretKeyRef.name must be the name of a Secret: a DNS name in lower case")
          @JsonPropertyDescription("Name of the Secret. Required.")
          String name,
      @Required
          @Size(min = 1, max = 253)
          @ValidationRule(
              value = "self.matches('^[-._a-zA-Z0-9]+$') && self != '.' && !self.startsWith('..')",
              message =
                  "secretKeyRef.key must be a key of a Secret: letters, digits, hyphens,"
                      + " underscores and dots, not beginning with two dots")
          @JsonPropertyDescription("Key in the Secret whose value is used. Required.")
          String key) {}
}
