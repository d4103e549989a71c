package io.soundbite.operator.aws;

import java.util.stream.LongStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Tables of others, which count towards the account's quota. */
public final class OtherTables {
  private static final KeySchemaElement KEY =
      KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();
  private static final AttributeDefinition ID =
      AttributeDefinition.builder()
          .attributeName("id")
          .attributeType(ScalarAttributeType.S)
          .build();

  private OtherTables() {}

  /** Creates so many that the operator asks how many AWS gives everybody. */
  public static void createUntilTheQuotaIsAskedFor(DynamoDbClient dynamo) {
    LongStream.rangeClosed(0, Quota.TABLES.documented() / Quotas.WELL_BELOW)
        .parallel()
        .forEach(
            number ->
                dynamo.createTable(
                    it ->
                        it.tableName("other-" + number)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .keySchema(KEY)
                            .attributeDefinitions(ID)));
  }
}
