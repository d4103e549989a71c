package io.soundbite.operator.migration;

/** How to delete what is left behind, when nothing needs it any more. */
public final class Removal {
  private Removal() {}

  /**
   * Returns a shell command that deletes {@code resource}. What the operator has kinds of is
   * deleted by its service; for the rest there is the Cloud Control API, which knows most types by
   * the same id as CloudFormation.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-delete.html">
   *     Deleting a resource</a>
   */
  public static String of(StackResource resource) {
    var id = ShellWord.of(resource.physicalId());
    return switch (resource.type()) {
      case "AWS::Logs::LogGroup" -> "aws logs delete-log-group --log-group-name " + id;
      case "AWS::CloudWatch::Alarm" -> "aws cloudwatch delete-alarms --alarm-names " + id;
      case "AWS::Lambda::Function" -> "aws lambda delete-function --function-name " + id;
      case "AWS::SNS::Topic" -> "aws sns delete-topic --topic-arn " + id;
      case "AWS::SQS::Queue" -> "aws sqs delete-queue --queue-url " + id;
      default ->
          "aws cloudcontrol delete-resource --type-name %s --identifier %s"
              .formatted(ShellWord.of(resource.type()), id);
    };
  }
}
