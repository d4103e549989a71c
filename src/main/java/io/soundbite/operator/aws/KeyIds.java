package io.soundbite.operator.aws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How services name a KMS key: S3, SQS and SNS answer what was set, which may be the id of the key
 * alone.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id">Identifiers
 *     of keys</a>
 */
final class KeyIds {
  private static final String KEY = ":key/";

  private KeyIds() {}

  /**
   * Returns the key that a service names; as it is wanted when it is the same one.
   *
   * @param wanted ARN of the wanted key; empty for none
   * @param named an ARN, an id or an alias; null or empty for none
   */
  static Optional<String> observed(Optional<String> wanted, @Nullable String named) {
    return named == null || named.isEmpty()
        ? Optional.empty()
        : wanted.filter(it -> it.endsWith(KEY + named)).or(() -> Optional.of(named));
  }
}
