package io.soundbite.operator.blueprint;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Patterns of paths that several fields reach, and the words they are written with. */
final class Reach {
  /** A further pattern begins after it. */
  private static final String AND = "\n";

  private static final String TEMPLATE = "/spec/template/metadata/annotations";
  private static final String POD = "/spec/template/spec";

  /** Pods of another configuration: a release. */
  static final String ROLL = "DEPLOYMENT:TEMPLATE/soundbite.io~1(config|release)";

  /** Another release, which leaves the configuration as it is. */
  static final String RELEASE = "DEPLOYMENT:TEMPLATE/soundbite.io~1release";

  static final String FEATURES = "ConfigMap/.*:/data/FEATURES" + AND + ROLL;
  static final String BOUNDS = "HorizontalPodAutoscaler/api:/spec/(min|max)Replicas";
  static final String HOST =
      "Ingress/api:/spec/rules/0/host" + AND + "Ingress/api:/spec/tls/0/hosts/0";
  static final String DASHBOARD_METRICS =
      "Dashboard:/body/widgets/ITEM/properties/metrics/ITEM/ITEM";
  static final String OWNER =
      "(TAGGED):/tags/soundbite.io~1owner" + AND + "Dashboard:/body/widgets/0/properties/markdown";
  static final String CUSTOM_RESOURCE =
      "KUBE:/metadata/(labels/soundbite.io~1environment|ownerReferences/ITEM/name)"
          + AND
          + "DEPLOYMENT:/spec/(selector/matchLabels|template/metadata/labels)/soundbite.io~1environment"
          + AND
          + "DEPLOYMENT:POD/topologySpreadConstraints/ITEM/labelSelector/matchLabels/soundbite.io~1environment"
          + AND
          + "Service/.*:/spec/selector/soundbite.io~1environment"
          + AND
          + "PodDisruptionBudget/.*:/spec/selector/matchLabels/soundbite.io~1environment"
          + AND
          + "NetworkPolicy/.*:/spec/podSelector/matchLabels/soundbite.io~1environment";
  static final String QUEUE_URL = "ConfigMap/.*:/data/SQS_QUEUE_URL" + AND + ROLL;

  /** Wherever the bucket's name stands, which is unique in the world by the account. */
  static final String BUCKET =
      "SoundbitesBucket:name"
          + AND
          + "ALARM:/dimensions/BucketName"
          + AND
          + DASHBOARD_METRICS
          + AND
          + "ConfigMap/.*:/data/(S3_BUCKET|BUCKET_NAME)";

  /** Wherever an ARN or URL of a resource stands. */
  static final String ARNS =
      "[^:]+:/arn"
          + AND
          + "ALARM:/actions"
          + AND
          + "QUEUE:/url"
          + AND
          + "SoundbiteQueue:/redrive/targetArn"
          + AND
          + "(SoundbitesBucket|SoundbiteQueue):/policy/Statement/0/Resource/ITEM"
          + AND
          + "ROLE:/inlinePolicies/soundbite/Statement/ITEM/Resource/ITEM"
          + AND
          + "ServiceAccount/.*:/metadata/annotations/eks.amazonaws.com~1role-arn"
          + AND
          + "DEPLOYMENT:CONTAINER/image";

  static final String PROVIDER = "ROLE:/trust/Statement/0/Principal/Federated/0";

  private static final Map<String, String> WORDS =
      new TreeMap<>(
          Map.of(
              "ITEM", "[^/]+",
              "ALARM", "Alarm/[^:]+",
              "QUEUE", "Soundbite(DLQ|Queue)",
              "ROLE", "(Api|Processor)Role",
              "DEPLOYMENT", "Deployment/[^:]+",
              "TAGGED",
                  "Alarm/[^:]+|Soundbite(DLQ|Queue|sTable|sBucket)|QueueAlerts|Repository|(Api|Processor)(Role|LogGroup)",
              "KUBE",
                  "(Deployment|ConfigMap|Service|ServiceAccount|Ingress|HorizontalPodAutoscaler|NetworkPolicy|PodDisruptionBudget)/[^:]+",
              "TEMPLATE", TEMPLATE,
              "CONTAINER", POD + "/containers/[^/]+",
              "POD", POD));

  private Reach() {}

  /** The patterns that {@code text} holds, one a line. */
  static Stream<Pattern> patterns(String text) {
    return text.lines().map(Reach::spellOut).map(Pattern::compile);
  }

  private static String spellOut(String line) {
    return Pattern.compile("(?<![A-Za-z_])(" + String.join("|", WORDS.keySet()) + ")(?![A-Za-z_])")
        .matcher(line)
        .replaceAll(word -> WORDS.get(word.group(1)));
  }
}
