package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A DynamoDB table on demand, keys of type string.
 *
 * @param ttlAttribute the attribute that holds the expiry time; empty when expiry is off
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
    Map<String, String> tags)
    implements Desired, Tagged {

  public DynamoTable {
    indexes = Map.copyOf(indexes);
    tags = Map.copyOf(tags);
  }

  /** Partition and sort key, both strings. */
  public record PrimaryKey(String partition, String sort) {}

  /**
   * A global secondary index.
   *
   * @param projection {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}
   */
  public record Index(PrimaryKey primaryKey, String projection) {}

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
