package io.soundbite.operator.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Thrown where a resource is there, but the service does not know all of it yet: it was created a
 * moment ago. It is no failure of a write, which waits.
 */
final class NotYetKnown extends SdkClientException {
  private static final long serialVersionUID = 1;

  NotYetKnown(String message) {
    super(SdkClientException.builder().message(message));
  }
}
