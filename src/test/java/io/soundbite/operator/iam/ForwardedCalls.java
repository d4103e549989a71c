package io.soundbite.operator.iam;

import java.util.Set;

/** Calls that services make in the name of whoever calls them, and which no journal has. */
public final class ForwardedCalls {
  /**
   * What KMS is asked in the operator's name: by DynamoDB and ECR when a table or a repository is
   * encrypted with a customer's key, by SQS when dead letters are moved.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html">DynamoDB</a>,
   *     <a
   *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html">ECR</a>
   *     and <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html">SQS</a>
   */
  public static final Set<String> TO_KMS =
      Set.of(
          "kms:CreateGrant",
          "kms:Decrypt",
          "kms:Encrypt",
          "kms:GenerateDataKey",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
          "kms:RetireGrant");

  private ForwardedCalls() {}
}
