package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.Tags;
import io.soundbite.operator.engine.Mutation;
import io.soundbite.operator.engine.Mutations;
import io.soundbite.operator.engine.Others;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a stranger may do to an environment's AWS resources: something else in every field of each,
 * by walking the records, so that a new field has its case by being there. All alarms have the same
 * fields: two stand for them.
 */
public final class AwsMutations {
  private static final Set<String> ALARMS = Set.of("Alarm/ReadThrottle", "Alarm/CpuUtilization");

  /**
   * Components that say which resource it is, as wanted and not as read, and by what it is read.
   */
  static final Map<String, String> IDENTITY =
      Map.ofEntries(
          Map.entry("CloudWatchAlarm.arn", "follows from the name, by which alarms are listed"),
          Map.entry(
              "EcrRepository.arn", "follows from the name, by which repositories are described"),
          Map.entry("LogGroup.arn", "follows from the name, by which groups are listed"),
          Map.entry("MetricFilter.logGroup", "the same name in another group is another filter"),
          Map.entry("MetricFilter.logGroupId", "which resource of the blueprint the group is"),
          Map.entry("PodIdentityAssociation.cluster", "each cluster has its own"),
          Map.entry("PodIdentityAssociation.namespace", "belongs to the ServiceAccount"),
          Map.entry("PodIdentityAssociation.roleId", "which resource of the blueprint the role is"),
          Map.entry("PodIdentityAssociation.serviceAccount", "each ServiceAccount has its own"),
          Map.entry("SnsTopic.arn", "another ARN is another topic"),
          Map.entry("SqsQueue.url", "another URL is another queue"));

  /** What does not show, by what is done where. */
  static final Map<String, String> UNOBSERVABLE =
      Map.of(
          "S3Bucket S3Bucket.encryption GONE", "S3 encrypts every bucket, by its default at least");

  /** Components that change together with another one; a contract has the case. */
  static final Map<String, String> TOGETHER =
      Map.of(
          "EcrRepository.additional",
              "excluded tags come with another mutability: EcrRepositoriesIT",
          "S3Bucket.kmsKey", "a key comes with another algorithm: S3BucketsIT");

  /** What says by which KMS key something is encrypted. */
  private static final Set<String> KEYS =
      Set.of(
          "DynamoTable.kmsKey",
          "EcrRepository.encryption",
          "LogGroup.kmsKey",
          "S3Bucket.bucketKey",
          "SnsTopic.kmsKey",
          "SqsQueue.keyReuse",
          "SqsQueue.kmsKey");

  /** What the endpoint refuses to anybody. */
  static final Map<String, String> REFUSED =
      Map.of(
          "IamRole Policy.document/Version CHANGED",
          "the emulator's IAM takes no old version, as AWS's does");

  private final Others others;

  /** To an environment's resources with these {@code names}. */
  public AwsMutations(Names names) {
    others = AwsOthers.of(names);
  }

  /** All to {@code wants}, those that make no difference too. */
  public List<Mutation> of(List<? extends Desired> wants) {
    var mutations = new Mutations(others);
    return wants.stream()
        .filter(it -> !(it instanceof CloudWatchAlarm) || ALARMS.contains(it.key().id()))
        .flatMap(it -> mutations.of(it).stream())
        .toList();
  }

  /** Those to {@code wants}, which are encrypted with a KMS key, that are about the key. */
  List<Mutation> ofKeys(List<? extends Desired> wants) {
    return of(wants).stream().filter(it -> KEYS.contains(it.place())).toList();
  }

  /** Of the table of other values, what is not needed. */
  Set<String> unused() {
    return others.unused();
  }

  /** Those of {@code more} whose like is not in {@code first}: a switch is turned off, or on. */
  static List<Mutation> beyond(List<Mutation> first, List<Mutation> more) {
    var like = first.stream().map(AwsMutations::likeness).collect(Collectors.toSet());
    return more.stream().filter(mutation -> !like.contains(likeness(mutation))).toList();
  }

  private static String likeness(Mutation mutation) {
    return mutation + (mutation.diff().want() instanceof Boolean on ? " of " + on : "");
  }

  /** Whether it shows as a difference that is put right. */
  public static boolean isHealed(Mutation mutation) {
    return !mutation.diff().immutable()
        && !isOwner(mutation)
        && !isSilent(mutation)
        && !isRefused(mutation)
        && !isIdentity(mutation)
        && !TOGETHER.containsKey(mutation.place());
  }

  static boolean isIdentity(Mutation mutation) {
    return IDENTITY.containsKey(mutation.place());
  }

  /** Whether it must not show: nobody can see it, or it is a stranger's tag. */
  static boolean isSilent(Mutation mutation) {
    return UNOBSERVABLE.containsKey(mutation.id())
        || mutation.id().endsWith(".tags ADDED")
        || isUnsubscribed(mutation);
  }

  /** Whoever unsubscribes is not asked again by itself. */
  private static boolean isUnsubscribed(Mutation mutation) {
    return mutation.place().equals("SnsTopic.subscribers")
        && mutation.left() instanceof SnsTopic topic
        && !topic.subscribers().contains(AwsOthers.ADDRESS);
  }

  static boolean isRefused(Mutation mutation) {
    return REFUSED.containsKey(mutation.id());
  }

  /** Whether the resource says then that it is somebody else's, or nobody's. */
  static boolean isOwner(Mutation mutation) {
    return mutation.diff().steps().equals(List.of("tags", Tags.OWNER));
  }
}
