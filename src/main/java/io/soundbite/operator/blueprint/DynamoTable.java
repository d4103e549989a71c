package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A DynamoDB table on demand, keys of type string.
 *
 * @param ttlAttribute the attribute that holds the expiry time; empty when expiry is off
 * @param kmsKey ARN of the KMS key in the account that encrypts items; empty for DynamoDB's own
 * @param additional what is set beside all this, by member of the service; nothing is wanted
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html">CreateTable</a>
 */
public record DynamoTable(
    Key key,
    @Immutable PrimaryKey primaryKey,
    Map<String, Index> indexes,
    String billingMode,
    Optional<String> ttlAttribute,
    Boolean pointInTimeRecovery,
    Boolean deletionProtection,
    Optional<String> kmsKey,
    Map<String, String> tags,
    Map<String, String> additional)
    implements Desired, Tagged, HoldsData {

  public DynamoTable {
    indexes = Map.copyOf(indexes);
    tags = Map.copyOf(tags);
    additional = Map.copyOf(additional);
  }

  /** Without a KMS key, and with nothing beside it, as all are wanted. */
  public DynamoTable(
      Key key,
      PrimaryKey primaryKey,
      Map<String, Index> indexes,
      String billingMode,
      Optional<String> ttlAttribute,
      Boolean pointInTimeRecovery,
      Boolean deletionProtection,
      Map<String, String> tags) {
    this(
        key,
        primaryKey,
        indexes,
        billingMode,
        ttlAttribute,
        pointInTimeRecovery,
        deletionProtection,
        Optional.empty(),
        tags,
        Map.of());
  }

  /** Returns the same, encrypted with the KMS key of that ARN. */
  DynamoTable encryptedWith(String kmsKeyArn) {
    return new DynamoTable(
        key,
        primaryKey,
        indexes,
        billingMode,
        ttlAttribute,
        pointInTimeRecovery,
        deletionProtection,
        Optional.of(kmsKeyArn),
        tags,
        additional);
  }

  /** Partition and sort key, both strings. */
  public record PrimaryKey(String partition, String sort) {}

  /**
   * A global secondary index.
   *
   * @param projection {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}
   */
  public record Index(PrimaryKey primaryKey, String projection) {}

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html">
   *     Point-in-time recovery: the last backup is kept for 35 days after the table is deleted</a>
   */
  @Override
  public String backup() {
    return "with point-in-time recovery on, AWS keeps a last backup for 35 days (aws dynamodb"
        + " list-backups --backup-type ALL --table-name "
        + key.name()
        + ")";
  }

  /** Attribute names of all keys. */
  public Set<String> attributes() {
    var names = new TreeSet<>(Set.of(primaryKey.partition(), primaryKey.sort()));
    indexes
        .values()
        .forEach(
            index -> {
              names.add(index.primaryKey().partition());
              names.add(index.primaryKey().sort());
            });
    return names;
  }
}
