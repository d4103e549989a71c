package io.soundbite.operator.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** Thrown for an answer that lacks what it takes to conclude anything from it. */
final class IncompleteAnswer extends SdkClientException {
  private static final long serialVersionUID = 1;

  private IncompleteAnswer(String message) {
    super(SdkClientException.builder().message(message));
  }

  /** An answer without {@code member}, as {@code DescribeAlarms MetricAlarms}. */
  static IncompleteAnswer without(String member) {
    return new IncompleteAnswer(
        "the endpoint's answer lacks %s, so nothing is known of the resource".formatted(member));
  }
}
