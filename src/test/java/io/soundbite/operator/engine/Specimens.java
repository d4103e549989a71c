package io.soundbite.operator.engine;

import static io.soundbite.operator.engine.Samples.key;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.SqsQueue;
import io.soundbite.operator.blueprint.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resources of every shape: maps, optionals, records in records, JSON with and without names. */
final class Specimens {
  private static final Map<String, String> TAGS = Map.of("Project", "SoundBite");

  private Specimens() {}

  /** One of each. */
  static List<Desired> all() {
    return List.of(
        Samples.logGroup(30),
        queue(Optional.of(redrive(3))),
        pod(
            Map.of("a.example/b~c", "1", "other", "2"),
            List.of(container("api", "1"), container("sidecar", "1"))),
        role("for the API"),
        table(true, true),
        bucket(true, rule(90, null)));
  }

  /** Every way in which one field of one of them can differ. */
  static List<Mutation> mutations() {
    var policy = Policy.parse("{\"Statement\":[{\"Effect\":\"Deny\"}]}");
    var mutations =
        new Mutations(
            new Others()
                .at("IamRole.attachedPolicies", "arn:strangers")
                .at("IamRole.permissionsBoundary", "arn:strangers")
                .at("LifecycleRule.noncurrentExpireDays", 7)
                .at("Policy.document/Statement", Tree.arr())
                .at("DynamoTable.kmsKey", "arn:strangers")
                .at("LogGroup.kmsKey", "arn:strangers")
                .at("S3Bucket.kmsKey", "alias/strangers")
                .at("SqsQueue.kmsKey", "alias/strangers")
                .at("S3Bucket.policy", policy)
                .at("SqsQueue.policy", policy)
                .added("DynamoTable.additional", "policy", "open")
                .added("IamRole.additional", "MaxSessionDuration", "43200")
                .added("LogGroup.additional", "subscription strangers", "to arn:strangers")
                .added("S3Bucket.additional", "cors", "origins *")
                .added("SqsQueue.additional", "DelaySeconds", "900")
                .at("KubeObject.after", "strangers"));
    return all().stream().flatMap(want -> mutations.of(want).stream()).toList();
  }

  static SqsQueue.Redrive redrive(int receives) {
    return new SqsQueue.Redrive("arn:dlq", receives);
  }

  static SqsQueue queue(Optional<SqsQueue.Redrive> redrive) {
    return new SqsQueue(
        key("queue"),
        "https://queue",
        Duration.ofSeconds(130),
        Duration.ofDays(4),
        Duration.ofSeconds(20),
        true,
        Optional.empty(),
        redrive,
        Optional.empty(),
        TAGS);
  }

  static IamRole role(@Nullable String description) {
    var policy = Policy.parse("{\"Statement\":[{\"Effect\":\"Allow\"}]}");
    return new IamRole(
        key("role"),
        policy,
        Map.of("inline", policy),
        Set.of("arn:one"),
        Optional.empty(),
        description,
        TAGS);
  }

  static DynamoTable table(boolean pointInTimeRecovery, boolean deletionProtection) {
    return table("PAY_PER_REQUEST", pointInTimeRecovery, deletionProtection);
  }

  static DynamoTable table(
      String billing, boolean pointInTimeRecovery, boolean deletionProtection) {
    return new DynamoTable(
        key("table"),
        new DynamoTable.PrimaryKey("pk", "sk"),
        Map.of("User", new DynamoTable.Index(new DynamoTable.PrimaryKey("user", "at"), "ALL")),
        billing,
        Optional.of("ttl"),
        pointInTimeRecovery,
        deletionProtection,
        TAGS);
  }

  /** The same table as DynamoDB creates it: what expires is set by a later call. */
  static DynamoTable withoutTtl(DynamoTable table) {
    return new DynamoTable(
        table.key(),
        table.primaryKey(),
        table.indexes(),
        table.billingMode(),
        Optional.empty(),
        table.pointInTimeRecovery(),
        table.deletionProtection(),
        TAGS);
  }

  static S3Bucket.LifecycleRule rule(@Nullable Integer expire, @Nullable Integer noncurrent) {
    return new S3Bucket.LifecycleRule("", true, Map.of("GLACIER", 60), expire, noncurrent, 7);
  }

  static S3Bucket bucket(boolean versioning, S3Bucket.LifecycleRule rule) {
    return new S3Bucket(
        key("bucket"),
        "us-east-1",
        Optional.of("AES256"),
        Optional.empty(),
        Optional.of(S3Bucket.PublicAccess.blocked()),
        Optional.empty(),
        Map.of("all", rule),
        versioning,
        TAGS);
  }

  static Tree.Obj container(String name, String image) {
    return Tree.obj("name", name, "image", image);
  }

  static KubeObject pod(Map<String, String> annotations, List<Tree.Obj> containers) {
    return new KubeObject(
        key("pod"),
        Tree.obj(
            "metadata",
            Tree.obj("annotations", annotations),
            "spec",
            Tree.obj("containers", containers, "command", List.of("a", "b"))),
        Set.of());
  }
}
