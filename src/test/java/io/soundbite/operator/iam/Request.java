package io.soundbite.operator.iam;

import java.util.Map;

/**
 * One thing that somebody wants to do, as IAM is asked.
 *
 * @param action {@code sqs:CreateQueue}
 * @param resource its ARN; {@code *} for actions that have none
 * @param context condition keys and their values
 */
public record Request(String action, String resource, Map<String, String> context) {
  public Request {
    context = Map.copyOf(context);
  }

  public Request(String action, String resource) {
    this(action, resource, Map.of());
  }

  @Override
  public String toString() {
    return action + " on " + resource + (context.isEmpty() ? "" : " with " + context);
  }
}
