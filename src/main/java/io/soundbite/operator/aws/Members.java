package io.soundbite.operator.aws;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/**
 * What the members of an answer mean for drift. Each is compared by a component of the record, left
 * out for a reason, or additional: where nothing is wanted any value but the standard one is a
 * difference, also that of a member which a later version of AWS or its SDK adds. Members of
 * members are written {@code Expiration.Days}; one that is named stands for all below it.
 */
@SuppressWarnings("ImmutableEnumChecker") // nothing changes them
enum Members {
  ALARM(
      MetricAlarm.builder().build(),
      Set.of(
          "AlarmDescription",
          "ActionsEnabled",
          "AlarmActions",
          "MetricName",
          "Namespace",
          "Statistic",
          "ExtendedStatistic",
          "Dimensions",
          "Period",
          "EvaluationPeriods",
          "Threshold",
          "ComparisonOperator",
          "TreatMissingData"),
      Map.of(
          Reason.IDENTITY,
          Set.of("AlarmName", "AlarmArn"),
          Reason.STATE,
          Set.of(
              "AlarmConfigurationUpdatedTimestamp",
              "StateValue",
              "StateReason",
              "StateReasonData",
              "StateUpdatedTimestamp",
              "StateTransitionedTimestamp",
              "EvaluationState")),
      Map.of()),
  LIFECYCLE_RULE(
      LifecycleRule.builder().build(),
      Set.of(
          "Status",
          "Filter",
          "Prefix",
          "Transitions.Days",
          "Transitions.StorageClass",
          "NoncurrentVersionTransitions.NoncurrentDays",
          "NoncurrentVersionTransitions.StorageClass",
          "Expiration.Days",
          "NoncurrentVersionExpiration.NoncurrentDays",
          "AbortIncompleteMultipartUpload.DaysAfterInitiation"),
      Map.of(Reason.IDENTITY, Set.of("ID")),
      Map.of("Expiration.ExpiredObjectDeleteMarker", List.of("false"))),
  METRIC_FILTER(
      software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter.builder().build(),
      Set.of(
          "filterPattern",
          "metricTransformations.metricName",
          "metricTransformations.metricNamespace",
          "metricTransformations.metricValue",
          "metricTransformations.unit"),
      Map.of(
          Reason.IDENTITY,
          Set.of("filterName", "logGroupName"),
          Reason.STATE,
          Set.of("creationTime")),
      Map.of("applyOnTransformedLogs", List.of("false"))),
  REPOSITORY(
      Repository.builder().build(),
      Set.of("imageTagMutability", "imageScanningConfiguration.scanOnPush"),
      Map.of(
          Reason.IDENTITY,
          Set.of("repositoryArn", "registryId", "repositoryName", "repositoryUri"),
          Reason.STATE,
          Set.of("createdAt"),
          Reason.FIXED,
          Set.of("encryptionConfiguration")),
      Map.of()),
  /** The attributes of GetQueueAttributes. */
  QUEUE(
      Set.of(
          "VisibilityTimeout",
          "MessageRetentionPeriod",
          "ReceiveMessageWaitTimeSeconds",
          "SqsManagedSseEnabled",
          "KmsMasterKeyId",
          "RedrivePolicy",
          "Policy"),
      Map.of(
          Reason.IDENTITY,
          Set.of("QueueArn"),
          Reason.STATE,
          Set.of(
              "ApproximateNumberOfMessages",
              "ApproximateNumberOfMessagesDelayed",
              "ApproximateNumberOfMessagesNotVisible",
              "CreatedTimestamp",
              "LastModifiedTimestamp"),
          Reason.FIXED,
          Set.of(
              "FifoQueue",
              "ContentBasedDeduplication",
              "DeduplicationScope",
              "FifoThroughputLimit"),
          Reason.ENCRYPTION,
          Set.of("KmsDataKeyReusePeriodSeconds")),
      Map.of(
          "DelaySeconds",
          List.of("0"),
          "MaximumMessageSize",
          List.of("262144", "1048576"),
          "RedriveAllowPolicy",
          List.of("", "{\"redrivePermission\":\"allowAll\"}"))),
  /** The attributes of GetTopicAttributes; the policy is looked at by what it allows. */
  TOPIC(
      Set.of("Policy"),
      Map.of(
          Reason.IDENTITY,
          Set.of("TopicArn", "Owner"),
          Reason.STATE,
          Set.of(
              "SubscriptionsConfirmed",
              "SubscriptionsDeleted",
              "SubscriptionsPending",
              "EffectiveDeliveryPolicy",
              "BeginningArchiveTime"),
          Reason.FIXED,
          Set.of("FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope"),
          Reason.ENCRYPTION,
          Set.of("KmsMasterKeyId")),
      Map.of("TracingConfig", List.of("PassThrough"), "SignatureVersion", List.of("1")));

  /** Why a member is not compared. */
  enum Reason {
    IDENTITY("says which resource it is"),
    STATE("is what happens to the resource, and not how it is set up"),
    FIXED("can't be changed once the resource is there"),
    ENCRYPTION("a key of one's own protects more than the service's");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** The reason, for documents. */
    String words() {
      return words;
    }
  }

  private final Optional<SdkPojo> model;
  private final Set<String> compared;
  private final Map<Reason, Set<String>> leftOut;
  private final Map<String, List<String>> standard;

  Members(
      SdkPojo model,
      Set<String> compared,
      Map<Reason, Set<String>> leftOut,
      Map<String, List<String>> standard) {
    this(Optional.of(model), compared, leftOut, standard);
  }

  Members(
      Set<String> compared, Map<Reason, Set<String>> leftOut, Map<String, List<String>> standard) {
    this(Optional.empty(), compared, leftOut, standard);
  }

  Members(
      Optional<SdkPojo> model,
      Set<String> compared,
      Map<Reason, Set<String>> leftOut,
      Map<String, List<String>> standard) {
    this.model = model;
    this.compared = compared;
    this.leftOut = leftOut;
    this.standard = standard;
  }

  /** The structure whose members they are, empty; none for a map of attributes. */
  Optional<SdkPojo> model() {
    return model;
  }

  /** Members that a component of the record has. */
  Set<String> compared() {
    return compared;
  }

  /** Members that are not compared. */
  Map<Reason, Set<String>> leftOut() {
    return leftOut;
  }

  /** What a member that is not wanted is set back to; empty text where there is no standard. */
  String standard(String member) {
    return standard.getOrDefault(member, List.of("")).getFirst();
  }

  /** Returns what {@code answer} has set beside what the record has, by member. */
  Map<String, String> additional(SdkPojo answer) {
    var found = new TreeMap<String, String>();
    walk("", answer, found);
    return found;
  }

  /** Returns what {@code attributes} has set beside what the record has. */
  Map<String, String> additional(Map<String, String> attributes) {
    var found = new TreeMap<String, String>();
    attributes.forEach((name, value) -> walk(name, value, found));
    return found;
  }

  private void walk(String path, Object value, Map<String, String> found) {
    if (isKnown(path)) {
      return;
    }
    switch (value) {
      case SdkPojo pojo ->
          pojo.sdkFields().stream()
              .filter(field -> field.getValueOrDefault(pojo) != null)
              .forEach(
                  field ->
                      walk(
                          path.isEmpty() ? field.memberName() : path + "." + field.memberName(),
                          field.getValueOrDefault(pojo),
                          found));
      case Collection<?> items -> items.forEach(item -> walk(path, item, found));
      case Map<?, ?> map -> map.forEach((key, item) -> walk(path + "." + key, item, found));
      default -> {
        var text = value.toString();
        if (!text.isEmpty() && !standard.getOrDefault(path, List.of()).contains(text)) {
          found.merge(path, text, (one, other) -> one + ", " + other);
        }
      }
    }
  }

  private boolean isKnown(String path) {
    return Stream.concat(compared.stream(), leftOut.values().stream().flatMap(Set::stream))
        .anyMatch(member -> path.equals(member) || path.startsWith(member + "."));
  }

  /** The table of docs/drift.md, in Markdown. */
  static String table() {
    return Arrays.stream(values()).map(Members::rows).collect(Collectors.joining());
  }

  private String rows() {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            name(),
            list(compared),
            leftOut.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(it -> list(it.getValue()) + ": " + it.getKey().words())
                .collect(Collectors.joining("; ")),
            standard.isEmpty()
                ? "nothing"
                : new TreeMap<>(standard)
                    .entrySet().stream()
                        .map(it -> "`%s` %s".formatted(it.getKey(), values(it.getValue())))
                        .collect(Collectors.joining(", ")));
  }

  private static String values(List<String> values) {
    return values.stream()
        .map(value -> value.isEmpty() ? "none" : "`" + value + "`")
        .collect(Collectors.joining(" or "));
  }

  private static String list(Set<String> members) {
    return new TreeSet<>(members)
        .stream().map(member -> "`" + member + "`").collect(Collectors.joining(", "));
  }
}
