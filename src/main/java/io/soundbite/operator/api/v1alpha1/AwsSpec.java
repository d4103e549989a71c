package io.soundbite.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the environment's AWS resources are, and what the operator may do with resources it finds.
 *
 * @param roleArn role to assume, for another account
 * @param endpoint LocalStack mode: every call goes there, with dummy credentials
 * @param podEndpoint the same endpoint as pods see it; default {@code endpoint}
 * @param adoptFrom with Adopt: {@code cloudformation}, or an owner {@code cluster/namespace/name}
 * @param deleteData with Delete: also empties the bucket and lifts deletion protection
 */
public record AwsSpec(
    String region,
    @Nullable String roleArn,
    @Nullable String endpoint,
    @Nullable String podEndpoint,
    AdoptionPolicy adoptionPolicy,
    @Nullable String adoptFrom,
    DeletionPolicy deletionPolicy,
    Boolean deleteData) {

  /** Applies the schema's defaults. */
  public AwsSpec {
    region = Objects.requireNonNullElse(region, "us-east-1");
    adoptionPolicy = Objects.requireNonNullElse(adoptionPolicy, AdoptionPolicy.REFUSE);
    deletionPolicy = Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.RETAIN);
    deleteData = Objects.requireNonNullElse(deleteData, false);
  }

  /** What an absent {@code spec.aws} means. */
  public static AwsSpec defaults() {
    return new AwsSpec(
        "us-east-1", null, null, null, AdoptionPolicy.REFUSE, null, DeletionPolicy.RETAIN, false);
  }

  /** Whether resources that carry no owner are taken over. */
  public enum AdoptionPolicy {
    @JsonProperty("Refuse")
    REFUSE,
    @JsonProperty("Adopt")
    ADOPT
  }

  /** What becomes of AWS resources when the custom resource is deleted. */
  public enum DeletionPolicy {
    @JsonProperty("Retain")
    RETAIN,
    @JsonProperty("Delete")
    DELETE
  }
}
