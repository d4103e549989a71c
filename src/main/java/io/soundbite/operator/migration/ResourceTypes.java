package io.soundbite.operator.migration;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.SqsQueue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CloudFormation's resource types, as far as they matter here. */
final class ResourceTypes {
  static final String FUNCTION = "AWS::Lambda::Function";

  private static final String METADATA = "AWS::CDK::Metadata";

  private static final Set<String> DATA =
      Set.of(
          "AWS::DynamoDB::Table",
          "AWS::DynamoDB::GlobalTable",
          "AWS::S3::Bucket",
          "AWS::ECR::Repository");

  /** Types that set something of another resource, with the property that names it. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "AWS::S3::BucketPolicy", "Bucket",
          "AWS::SQS::QueuePolicy", "Queues",
          "AWS::SNS::TopicPolicy", "Topics",
          "AWS::SNS::Subscription", "TopicArn",
          "AWS::IAM::Policy", "Roles",
          "AWS::IAM::RolePolicy", "RoleName",
          "AWS::Logs::MetricFilter", "LogGroupName",
          "AWS::Logs::SubscriptionFilter", "LogGroupName");

  /** CDK's custom resources that empty what they are for when the stack is deleted. */
  private static final Set<String> EMPTYING =
      Set.of("Custom::S3AutoDeleteObjects", "Custom::ECRAutoDeleteImages");

  private static final Set<String> SERVING =
      Set.of(
          "AWS::EC2::Instance",
          "AWS::AutoScaling::AutoScalingGroup",
          "AWS::ECS::Service",
          "AWS::ApiGateway::RestApi",
          "AWS::ApiGatewayV2::Api");

  private ResourceTypes() {}

  /**
   * Returns the types that {@code resource} may have in a stack; none where it is of Kubernetes.
   */
  static Set<String> of(Desired resource) {
    return switch (resource) {
      case DynamoTable any -> Set.of("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");
      case S3Bucket any -> Set.of("AWS::S3::Bucket");
      case SqsQueue any -> Set.of("AWS::SQS::Queue");
      case SnsTopic any -> Set.of("AWS::SNS::Topic");
      case EcrRepository any -> Set.of("AWS::ECR::Repository");
      case IamRole any -> Set.of("AWS::IAM::Role");
      case LogGroup any -> Set.of("AWS::Logs::LogGroup");
      case MetricFilter any -> Set.of("AWS::Logs::MetricFilter");
      case CloudWatchAlarm any -> Set.of("AWS::CloudWatch::Alarm");
      case Dashboard any -> Set.of("AWS::CloudWatch::Dashboard");
      case PodIdentityAssociation any -> Set.of("AWS::EKS::PodIdentityAssociation");
      case KubeObject any -> Set.of();
    };
  }

  /** Whether its loss would be a loss of data. */
  static boolean holdsData(StackResource resource) {
    return DATA.contains(resource.type());
  }

  /** Whether it is nothing but a note of CDK's. */
  static boolean isMetadata(StackResource resource) {
    return resource.type().equals(METADATA);
  }

  /** Whether it deletes what another resource holds when it is deleted itself. */
  static boolean empties(StackResource resource) {
    return EMPTYING.contains(resource.type());
  }

  /** Whether the former API may run on it. */
  static boolean serves(StackResource resource) {
    return SERVING.contains(resource.type());
  }

  /** Returns the property that names what {@code resource} is a setting of, if it is one. */
  static Optional<String> settingOf(StackResource resource) {
    return Optional.ofNullable(SETTINGS.get(resource.type()));
  }
}
