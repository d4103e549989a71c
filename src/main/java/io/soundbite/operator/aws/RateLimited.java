package io.soundbite.operator.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** A call that was not made, since it would have gone beyond the rate the operator keeps to. */
final class RateLimited extends SdkClientException {
  RateLimited(String message) {
    super(SdkClientException.builder().message(message));
  }
}
