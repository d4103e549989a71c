package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.engine.Result;
import java.util.Optional;

/**
 * A KMS key as KMS describes it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html">DescribeKey</a>
 *     and <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html">GetKeyPolicy</a>
 */
public sealed interface KmsKey {

  /**
   * A key that services can encrypt with.
   *
   * @param policy empty where it may not be read, as that of a key in another account
   */
  record Usable(String arn, Optional<Policy> policy) implements KmsKey {}

  /**
   * A key that they can't encrypt with, or none.
   *
   * @param arn empty where there is no such key
   * @param why says so, and what to do, for people
   */
  record Unusable(Optional<String> arn, String why) implements KmsKey {}

  /**
   * Asks for a key: at most two calls.
   *
   * @param name ARN of the key, or name or ARN of an alias
   */
  static Result<KmsKey> read(AwsClients clients, String name) {
    return new KmsKeyReader(clients.kms(), clients.scope().region(), name).read();
  }
}
