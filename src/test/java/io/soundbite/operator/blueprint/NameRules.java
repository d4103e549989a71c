package io.soundbite.operator.blueprint;

import java.util.Map;

/** What AWS and Kubernetes allow as names, by kind, as regular expressions. */
final class NameRules {
  /** As of a Service, the strictest of them: RFC 1035. */
  private static final String DNS_LABEL = "(?=.{1,63}$)[a-z]([-a-z0-9]*[a-z0-9])?";

  private static final Map<Class<? extends Desired>, String> RULES =
      Map.ofEntries(
          Map.entry(DynamoTable.class, "[A-Za-z0-9_.-]{3,255}"),
          Map.entry(S3Bucket.class, "(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"),
          Map.entry(SqsQueue.class, "[A-Za-z0-9_-]{1,80}"),
          Map.entry(SnsTopic.class, "[A-Za-z0-9_-]{1,256}"),
          Map.entry(
              EcrRepository.class,
              "(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*"),
          Map.entry(IamRole.class, "[A-Za-z0-9+=,.@_-]{1,64}"),
          Map.entry(LogGroup.class, "[A-Za-z0-9_/.#-]{1,512}"),
          Map.entry(MetricFilter.class, "[^:*]{1,512}"),
          Map.entry(CloudWatchAlarm.class, "[ -~]{1,255}"),
          Map.entry(Dashboard.class, "[A-Za-z0-9_-]{1,255}"),
          Map.entry(KubeObject.class, DNS_LABEL));

  private NameRules() {}

  /** The rule for names of {@code kind}. */
  static String of(Class<? extends Desired> kind) {
    return RULES.get(kind);
  }
}
