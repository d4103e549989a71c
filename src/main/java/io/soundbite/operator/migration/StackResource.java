package io.soundbite.operator.migration;

import io.soundbite.operator.blueprint.Tree;

/**
 * A resource of a CloudFormation stack.
 *
 * @param type as {@code AWS::SQS::Queue}
 * @param logicalId its name in the template
 * @param physicalId what CloudFormation knows it by: a name, a URL or an ARN, depending on the
 *     type; empty when it has none
 * @param isRetained whether it stays when its stack is deleted, or has stayed
 * @param properties of the template, with unresolved references
 */
public record StackResource(
    String type, String logicalId, String physicalId, boolean isRetained, Tree.Obj properties) {

  /** Returns the name that its service calls it by: of a URL or an ARN the last part. */
  public String name() {
    return switch (type) {
      case "AWS::SQS::Queue" -> physicalId.substring(physicalId.lastIndexOf('/') + 1);
      case "AWS::SNS::Topic" -> physicalId.substring(physicalId.lastIndexOf(':') + 1);
      default -> physicalId;
    };
  }
}
