package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Facts;
import io.soundbite.operator.blueprint.Names;
import io.soundbite.operator.blueprint.Policy;
import io.soundbite.operator.blueprint.SqsQueue.Redrive;
import io.soundbite.operator.blueprint.Tree;
import io.soundbite.operator.engine.Others;
import java.time.Duration;
import java.util.ArrayList;

/** Other values that AWS takes, for the fields where it does not take just any. */
final class AwsOthers {
  /** A managed policy that is not wanted. */
  static final String POLICY = "strangers";

  /** A role that is not wanted. */
  static final String ROLE = "strangers";

  /** A repository policy that lets everyone in. */
  static final String EVERYONES =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"open\",\"Effect\":\"Allow\","
          + "\"Principal\":\"*\",\"Action\":\"ecr:*\"}]}";

  /** Who else could be told of alarms. */
  static final String ADDRESS = "stranger@example.com";

  /** Where else dead letters could go. */
  static final String QUEUE = "strangers";

  /** The alias of a key that is not wanted. */
  static final String KEY = "alias/strangers";

  private AwsOthers() {}

  /** The ARN of a key that is not wanted. */
  static String key(Facts facts) {
    return "arn:aws:kms:%s:%s:key/57a6e500-0000-0000-0000-000000000000"
        .formatted(facts.region(), facts.account());
  }

  /** The ARN of a managed policy of the account. */
  static String managed(Facts facts, String policy) {
    return "arn:aws:iam::" + facts.account() + ":policy/" + policy;
  }

  /** The ARN of a role of the account. */
  static String role(Facts facts, String role) {
    return "arn:aws:iam::" + facts.account() + ":role/" + role;
  }

  /** Where a subscription filter could send lines. */
  static String destination(Facts facts) {
    return "arn:aws:logs:" + facts.region() + ":" + facts.account() + ":destination:strangers";
  }

  /** For resources with these {@code names}. */
  static Others of(Names names) {
    return new Others()
        .at("CloudWatchAlarm.statistic", "Minimum")
        .at("CloudWatchAlarm.period", Duration.ofMinutes(10))
        .at("CloudWatchAlarm.comparison", "LessThanThreshold")
        .at("CloudWatchAlarm.missingData", "breaching", "ignore")
        .at("CloudWatchAlarm.actions", "arn:aws:sns:us-east-1:" + names.facts().account() + ":x")
        .added("CloudWatchAlarm.additional", "Unit", "Count")
        .at("DynamoTable.billingMode", "PROVISIONED")
        .added("DynamoTable.additional", "StreamSpecification.StreamEnabled", "true")
        .added("EcrRepository.additional", "imageTagMutabilityExclusionFilters.filter", "v*")
        .at("EcrRepository.policy", Policy.parse(EVERYONES))
        .at("EcrRepository.tagMutability", "IMMUTABLE")
        .changed("EcrRepository.lifecyclePolicy/rules", rules -> earlier((Tree.Arr) rules))
        .added("IamRole.additional", "MaxSessionDuration", "43200")
        .at("IamRole.attachedPolicies", managed(names.facts(), POLICY))
        .at("IamRole.permissionsBoundary", managed(names.facts(), POLICY))
        .at("Index.projection", "KEYS_ONLY")
        .at("LifecycleRule.prefix", "strangers/")
        .added("LifecycleRule.transitions", "DEEP_ARCHIVE", 85)
        .added("LogGroup.additional", "subscription strangers", "to " + destination(names.facts()))
        .at("LogGroup.retentionDays", 60)
        .at("MetricFilter.duplicates", "strangers")
        .added("MetricFilter.additional", "metricTransformations.defaultValue", "7.0")
        .at("MetricFilter.pattern", "{ $.level = \"warn\" }")
        .at("MetricFilter.unit", "Seconds")
        .at("MetricFilter.value", "7")
        .at("PodIdentityAssociation.roleArn", role(names.facts(), ROLE))
        .added("PodIdentityAssociation.additional", "disableSessionTags", "true")
        .at("Policy.document/Version", new Tree.Str("2008-10-17"))
        .changed("Policy.document/Statement", statements -> opposite((Tree.Arr) statements))
        .added("S3Bucket.additional", "cors", "origins *")
        .at("S3Bucket.encryption", "aws:kms")
        .at("S3Bucket.region", "eu-west-1")
        .added("SnsTopic.additional", "DisplayName", "strangers")
        .added("SqsQueue.additional", "DelaySeconds", "900")
        .at("SnsTopic.subscribers", ADDRESS)
        .at("DynamoTable.kmsKey", key(names.facts()))
        .at("EcrRepository.encryption", key(names.facts()))
        .at("LogGroup.kmsKey", key(names.facts()))
        .at("SnsTopic.kmsKey", KEY)
        .at("S3Bucket.kmsKey", KEY)
        .at("SqsQueue.kmsKey", KEY)
        .at("SqsQueue.policy", TlsOnly.policy("sqs:*", names.queueArn(names.queue())))
        .at("SqsQueue.redrive", new Redrive(names.queueArn(QUEUE), 7))
        .at("Redrive.targetArn", names.queueArn(QUEUE));
  }

  private static Tree.Arr earlier(Tree.Arr rules) {
    var rule = (Tree.Obj) rules.items().getFirst();
    var selection = rule.object("selection").with("countNumber", Tree.of(1));
    return Tree.arr(rule.with("selection", selection));
  }

  /** The first allowed instead of denied, or the other way round. */
  private static Tree opposite(Tree.Arr statements) {
    var all = new ArrayList<>(statements.items());
    var first = (Tree.Obj) all.getFirst();
    var effect = first.text("Effect").equals("Allow") ? "Deny" : "Allow";
    all.set(0, first.with("Effect", Tree.of(effect)));
    return ((Tree.Obj) new Policy(Tree.obj("Statement", all)).document()).fields().get("Statement");
  }
}
