package io.soundbite.operator.blueprint;

import io.soundbite.operator.api.v1alpha1.AwsStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The KMS keys of an environment.
 *
 * @param used the key that encrypts; empty for none
 * @param former ARNs of those that were used before, the latest first: objects, messages and events
 *     that they encrypted may still be there
 */
public record KmsKeys(Optional<Used> used, List<String> former) {
  /** More would make the pods' policies grow without end. */
  private static final int FORMER = 8;

  /**
   * A key.
   *
   * @param name as the spec names it: its ARN, or an alias
   */
  public record Used(String name, String arn) {}

  public KmsKeys {
    var now = used.map(Used::arn);
    former =
        former.stream()
            .filter(it -> !now.equals(Optional.of(it)))
            .distinct()
            .limit(FORMER)
            .toList();
  }

  /** No key, and none before. */
  public static KmsKeys none() {
    return new KmsKeys(Optional.empty(), List.of());
  }

  /** Returns the keys that {@code status} records; none where it records nothing. */
  public static KmsKeys recorded(@Nullable AwsStatus status) {
    if (status == null) {
      return none();
    }
    var name = status.kmsKey();
    var arn = status.kmsKeyArn();
    return new KmsKeys(
        name == null || arn == null ? Optional.empty() : Optional.of(new Used(name, arn)),
        status.usedKmsKeyArns());
  }

  /** Returns the same where {@code now} encrypts, or no key, and what did is a former one. */
  public KmsKeys then(Optional<Used> now) {
    return new KmsKeys(now, all());
  }

  /** Returns the ARN of the key that encrypts; empty for none. */
  public Optional<String> current() {
    return used.map(Used::arn);
  }

  /** Returns the ARNs of all of them, the current one first. */
  public List<String> all() {
    return Stream.concat(current().stream(), former.stream()).toList();
  }
}
