package io.soundbite.operator.engine;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.engine.FieldDiff.Nature;
import io.soundbite.operator.engine.ProtectionOrder.ByKey;
import io.soundbite.operator.engine.ProtectionOrder.Deletes;
import io.soundbite.operator.engine.ProtectionOrder.DeletesBelow;
import io.soundbite.operator.engine.ProtectionOrder.DenyingPolicies;
import io.soundbite.operator.engine.ProtectionOrder.ExpiresBy;
import io.soundbite.operator.engine.ProtectionOrder.Flag;
import io.soundbite.operator.engine.ProtectionOrder.ImagesKept;
import io.soundbite.operator.engine.ProtectionOrder.KeptFor;
import io.soundbite.operator.engine.ProtectionOrder.Ladder;
import io.soundbite.operator.engine.ProtectionOrder.Narrower;
import io.soundbite.operator.engine.ProtectionOrder.None;
import io.soundbite.operator.engine.ProtectionOrder.Parts;
import io.soundbite.operator.engine.ProtectionOrder.Presence;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What "protects more" means, for every field of every kind of AWS resource. A component without a
 * line here fails ProtectionOrdersTest.
 */
final class ProtectionOrders {
  private static final None IDENTITY = new None("says which resource it is");
  private static final None LABEL = new None("labels the resource, and guards nothing");
  private static final None WORK = new None("how the resource works, whatever it keeps");
  private static final None WATCH = new None("what is measured or told; no data is in it");
  private static final None ADDED = new None("what others have added; it guards nothing");
  private static final ProtectionOrder KEPT = new KeptFor(Nature.WEAKENING);
  private static final ProtectionOrder AGES = new KeptFor(Nature.EXPIRING);

  private static final Map<Class<?>, Map<String, ProtectionOrder>> LINES =
      Map.ofEntries(
          kind(DynamoTable.class)
              .line("primaryKey", IDENTITY)
              .line("indexes", new Parts(new Presence()))
              .line("billingMode", WORK)
              .line("ttlAttribute", new ExpiresBy())
              .line("pointInTimeRecovery", new Flag())
              .line("deletionProtection", new Flag())
              .line("kmsKey", new Presence())
              .line("tags", LABEL)
              .line(
                  "additional",
                  new ByKey("(Replicas|GlobalTableWitnesses)\\..*", new Presence(), ADDED))
              .end(),
          kind(DynamoTable.PrimaryKey.class)
              .line("partition", IDENTITY)
              .line("sort", IDENTITY)
              .end(),
          kind(DynamoTable.Index.class).line("primaryKey", WORK).line("projection", WORK).end(),
          kind(S3Bucket.class)
              .line("region", IDENTITY)
              .line("encryption", new Ladder(List.of("AES256", "aws:kms", "aws:kms:dsse")))
              .line("kmsKey", new Presence())
              .line("bucketKey", new None("how often S3 asks KMS; the key is the same"))
              .line("publicAccess", new Parts(new Presence()))
              .line("policy", new Narrower())
              .line("lifecycle", new Parts(new ExpiresBy()))
              .line("versioning", new Flag())
              .line("tags", LABEL)
              .line("additional", new ByKey(".*NewerNoncurrentVersions", new Presence(), ADDED))
              .end(),
          kind(S3Bucket.PublicAccess.class)
              .line("blockAcls", new Flag())
              .line("ignoreAcls", new Flag())
              .line("blockPolicy", new Flag())
              .line("restrictBuckets", new Flag())
              .end(),
          kind(S3Bucket.LifecycleRule.class)
              .line("prefix", new DeletesBelow())
              .line("enabled", new Deletes())
              .line("transitions", new None("another storage class keeps the object"))
              .line("expireDays", AGES)
              .line("noncurrentExpireDays", AGES)
              .line("abortUploadDays", new None("an unfinished upload is no object yet"))
              .end(),
          kind(SqsQueue.class)
              .line("url", IDENTITY)
              .line("visibility", WORK)
              .line("retention", KEPT)
              .line("poll", WORK)
              .line("managedEncryption", new Flag())
              .line("kmsKey", new Presence())
              .line("keyReuse", new None("how often SQS asks KMS; the key is the same"))
              .line("redrive", new Parts(new None("where messages go, not how long they stay")))
              .line("policy", new Narrower())
              .line("tags", LABEL)
              .line("additional", ADDED)
              .end(),
          kind(SqsQueue.Redrive.class).line("targetArn", WORK).line("maxReceives", WORK).end(),
          kind(LogGroup.class)
              .line("arn", IDENTITY)
              .line("retentionDays", KEPT)
              .line("kmsKey", new Presence())
              .line("tags", LABEL)
              .line("additional", ADDED)
              .end(),
          kind(EcrRepository.class)
              .line("arn", IDENTITY)
              .line("scanOnPush", new Flag())
              .line(
                  "tagMutability",
                  new Ladder(
                      List.of(
                          "MUTABLE",
                          "MUTABLE_WITH_EXCLUSION",
                          "IMMUTABLE_WITH_EXCLUSION",
                          "IMMUTABLE")))
              .line("lifecyclePolicy", new ImagesKept())
              .line("policy", new Narrower())
              .line("encryption", new None("can't be changed once it is there"))
              .line("tags", LABEL)
              .line("additional", ADDED)
              .end(),
          kind(IamRole.class)
              .line("trust", new Narrower())
              .line("inlinePolicies", new Narrower())
              .line("attachedPolicies", new DenyingPolicies())
              .line("permissionsBoundary", new Presence())
              .line("description", LABEL)
              .line("tags", LABEL)
              .line("additional", ADDED)
              .end(),
          kind(SnsTopic.class)
              .line("arn", IDENTITY)
              .line("subscribers", new None("who is told; a stranger's address is removed"))
              .line("kmsKey", new Presence())
              .line("tags", LABEL)
              .line("additional", ADDED)
              .end(),
          kind(CloudWatchAlarm.class)
              .line("arn", IDENTITY)
              .line("description", LABEL)
              .line("namespace", WATCH)
              .line("metric", WATCH)
              .line("dimensions", WATCH)
              .line("statistic", WATCH)
              .line("period", WATCH)
              .line("evaluationPeriods", WATCH)
              .line("threshold", WATCH)
              .line("comparison", WATCH)
              .line("missingData", WATCH)
              .line("actionsEnabled", WATCH)
              .line("actions", WATCH)
              .line("tags", LABEL)
              .line("additional", ADDED)
              .end(),
          kind(MetricFilter.class)
              .line("logGroupId", IDENTITY)
              .line("logGroup", IDENTITY)
              .line("pattern", WATCH)
              .line("metricNamespace", WATCH)
              .line("metricName", WATCH)
              .line("value", WATCH)
              .line("unit", WATCH)
              .line("duplicates", new None("another filter that counts the same lines"))
              .line("additional", ADDED)
              .end(),
          kind(PodIdentityAssociation.class)
              .line("cluster", IDENTITY)
              .line("namespace", IDENTITY)
              .line("serviceAccount", IDENTITY)
              .line("roleId", IDENTITY)
              .line("roleArn", WORK)
              .line("tags", LABEL)
              .line("additional", ADDED)
              .end(),
          kind(Dashboard.class).line("body", WATCH).end());

  private ProtectionOrders() {}

  /** Returns the order of a component's values; empty when the table has no line for it. */
  static Optional<ProtectionOrder> of(RecordComponent component) {
    return Optional.ofNullable(LINES.get(component.getDeclaringRecord()))
        .map(lines -> lines.get(component.getName()));
  }

  private static Lines kind(Class<? extends Record> kind) {
    return new Lines(kind, new HashMap<>());
  }

  private record Lines(Class<?> kind, Map<String, ProtectionOrder> orders) {
    Lines line(String component, ProtectionOrder order) {
      orders.put(component, order);
      return this;
    }

    Map.Entry<Class<?>, Map<String, ProtectionOrder>> end() {
      return Map.entry(kind, Map.copyOf(orders));
    }
  }
}
