package io.soundbite.operator.aws;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/** What DynamoDB answers of a table. */
final class TableMembers {
  /** Begins what is additional in a replica. */
  static final String REPLICAS = "Replicas.";

  /** Begins what is additional in a witness of a global table. */
  static final String WITNESSES = "GlobalTableWitnesses.";

  /** Whether the table has a stream. */
  static final String STREAM = "StreamSpecification.StreamEnabled";

  /** Its storage class. */
  static final String STORAGE_CLASS = "TableClassSummary.TableClass";

  /** Begins the limits of a table on demand. */
  static final String LIMITS = "OnDemandThroughput.";

  /** Begins the limits of an index. */
  static final String INDEX_LIMITS = "GlobalSecondaryIndexes.OnDemandThroughput.";

  /** How far back a table can be restored to a point in time. */
  static final String PERIOD = "PointInTimeRecoveryDescription.RecoveryPeriodInDays";

  /** Of DescribeTable. */
  static final Structure TABLE =
      Structure.of("TABLE", TableDescription.builder().build())
          .compares(
              "AttributeDefinitions",
              "KeySchema",
              "BillingModeSummary.BillingMode",
              "GlobalSecondaryIndexes.IndexName",
              "GlobalSecondaryIndexes.KeySchema",
              "GlobalSecondaryIndexes.Projection.ProjectionType",
              "DeletionProtectionEnabled",
              "SSEDescription.Status",
              "SSEDescription.KMSMasterKeyArn")
          .leavesOut(LeftOut.IDENTITY, "TableName", "TableArn", "TableId")
          .leavesOut(
              LeftOut.STATE,
              "TableStatus",
              "CreationDateTime",
              "TableSizeBytes",
              "ItemCount",
              "BillingModeSummary.LastUpdateToPayPerRequestDateTime",
              "GlobalSecondaryIndexes.IndexStatus",
              "GlobalSecondaryIndexes.Backfilling",
              "GlobalSecondaryIndexes.IndexSizeBytes",
              "GlobalSecondaryIndexes.ItemCount",
              "GlobalSecondaryIndexes.IndexArn",
              "LatestStreamLabel",
              "LatestStreamArn",
              "Replicas.ReplicaStatus",
              "Replicas.ReplicaStatusDescription",
              "Replicas.ReplicaStatusPercentProgress",
              "Replicas.ReplicaInaccessibleDateTime",
              "Replicas.ReplicaTableClassSummary.LastUpdateDateTime",
              "GlobalTableWitnesses.WitnessStatus",
              "RestoreSummary",
              "SSEDescription.InaccessibleEncryptionDateTime",
              "ArchivalSummary",
              "TableClassSummary.LastUpdateDateTime")
          .leavesOut(
              LeftOut.FOLLOWS,
              "ProvisionedThroughput",
              "GlobalSecondaryIndexes.ProvisionedThroughput",
              "GlobalTableVersion",
              "MultiRegionConsistency",
              "SSEDescription.SSEType",
              "StreamSpecification.StreamViewType")
          .leavesOut(LeftOut.FIXED, "LocalSecondaryIndexes")
          .leavesOut(
              LeftOut.GROWN,
              "WarmThroughput",
              "GlobalSecondaryIndexes.WarmThroughput",
              "Replicas.WarmThroughput",
              "Replicas.GlobalSecondaryIndexes.WarmThroughput")
          .finds(
              "GlobalSecondaryIndexes.Projection.NonKeyAttributes",
              "Replicas.RegionName",
              "Replicas.KMSMasterKeyId",
              "Replicas.ProvisionedThroughputOverride",
              "Replicas.OnDemandThroughputOverride",
              "Replicas.GlobalSecondaryIndexes.IndexName",
              "Replicas.GlobalSecondaryIndexes.ProvisionedThroughputOverride",
              "Replicas.GlobalSecondaryIndexes.OnDemandThroughputOverride",
              "Replicas.ReplicaTableClassSummary.TableClass",
              "GlobalTableWitnesses.RegionName")
          .findsUnless(STREAM, "false")
          .findsUnless(STORAGE_CLASS, "STANDARD")
          .findsUnless(LIMITS + "MaxReadRequestUnits", "-1")
          .findsUnless(LIMITS + "MaxWriteRequestUnits", "-1")
          .findsUnless(INDEX_LIMITS + "MaxReadRequestUnits", "-1")
          .findsUnless(INDEX_LIMITS + "MaxWriteRequestUnits", "-1");

  /** Of DescribeContinuousBackups. */
  static final Structure BACKUPS =
      Structure.of("BACKUPS", ContinuousBackupsDescription.builder().build())
          .compares("PointInTimeRecoveryDescription.PointInTimeRecoveryStatus")
          .leavesOut(
              LeftOut.STATE,
              "ContinuousBackupsStatus",
              "PointInTimeRecoveryDescription.EarliestRestorableDateTime",
              "PointInTimeRecoveryDescription.LatestRestorableDateTime")
          .findsUnless(PERIOD, "35");

  private static final Structure EXPIRY =
      Structure.of("EXPIRY", TimeToLiveDescription.builder().build())
          .compares("AttributeName", "TimeToLiveStatus");

  /** Of GetResourcePolicy. */
  static final Structure TABLE_POLICY =
      Structure.of("TABLE_POLICY", GetResourcePolicyResponse.builder().build())
          .leavesOut(LeftOut.STATE, "RevisionId")
          .finds("Policy");

  private TableMembers() {}

  /** All of them. */
  static List<Structure> all() {
    return List.of(TABLE, BACKUPS, EXPIRY, TABLE_POLICY);
  }
}
