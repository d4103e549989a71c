package io.soundbite.operator.grants;

import io.soundbite.operator.api.v1alpha1.AwsSpec;
import io.soundbite.operator.api.v1alpha1.AwsSpec.AdoptionPolicy;
import io.soundbite.operator.api.v1alpha1.AwsSpec.DeletionPolicy;
import io.soundbite.operator.api.v1alpha1.SoundBiteEnvironment;
import io.soundbite.operator.api.v1alpha1.VerificationJob;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that an environment names and that its namespace must be granted.
 *
 * @param key what grants it
 * @param value what a glob of it must match
 * @param words field and value, for people
 */
record Named(Key key, String value, String words) {
  static final String ADOPT = "Adopt";
  static final String DELETE = "Delete";

  /** All that {@code resource} names, what it leaves to defaults included. */
  static List<Named> in(SoundBiteEnvironment resource) {
    var spec = resource.getSpec();
    var named = new ArrayList<Named>();
    named.add(
        spec.environment() == null
            ? field(Key.ENVIRONMENTS, "metadata.name", resource.getMetadata().getName())
            : field(Key.ENVIRONMENTS, "spec.environment", spec.environment()));
    named.add(identity(spec.aws()));
    named.add(field(Key.REGIONS, "spec.aws.region", spec.aws().region()));
    if (spec.image().repository() != null) {
      named.add(field(Key.REPOSITORIES, "spec.image.repository", spec.image().repository()));
    }
    if (spec.aws().kmsKey() != null) {
      named.add(field(Key.KMS_KEYS, "spec.aws.kmsKey", spec.aws().kmsKey()));
    }
    spec.rollout()
        .trial()
        .map(VerificationJob::repository)
        .ifPresent(
            it -> named.add(field(Key.REPOSITORIES, "spec.rollout.verification.job.image", it)));
    var own = resource.getMetadata().getNamespace();
    spec.source()
        .ifPresent(it -> named.add(field(Key.SOURCES, "spec.promotion.from", it.qualified(own))));
    if (spec.aws().adoptionPolicy() == AdoptionPolicy.ADOPT) {
      named.add(field(Key.POLICIES, "spec.aws.adoptionPolicy", ADOPT));
    }
    if (spec.aws().deletionPolicy() == DeletionPolicy.DELETE) {
      named.add(field(Key.POLICIES, "spec.aws.deletionPolicy", DELETE));
    }
    return named;
  }

  /** Where AWS calls go and as whom: an endpoint gets no identity but dummies. */
  private static Named identity(AwsSpec aws) {
    if (aws.endpoint() != null) {
      return new Named(
          Key.ENDPOINTS, endpoint(aws.endpoint()), "spec.aws.endpoint " + aws.endpoint());
    }
    return aws.roleArn() == null
        ? new Named(
            Key.ROLE_ARNS, Key.OPERATOR, "the operator's own AWS identity (no spec.aws.roleArn)")
        : field(Key.ROLE_ARNS, "spec.aws.roleArn", aws.roleArn());
  }

  /** Returns {@code endpoint} as grants have it. */
  static String endpoint(String endpoint) {
    return endpoint.replaceFirst("/$", "");
  }

  private static Named field(Key key, String field, String value) {
    return new Named(key, value, field + " " + value);
  }

  /** Whether it says where the environment is: without it nothing of AWS may be called for it. */
  boolean isPlace() {
    return switch (key) {
      case ENVIRONMENTS, ROLE_ARNS, REGIONS, ENDPOINTS -> true;
      case REPOSITORIES, KMS_KEYS, SOURCES, POLICIES -> false;
    };
  }
}
