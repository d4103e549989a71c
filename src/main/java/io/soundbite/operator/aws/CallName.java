package io.soundbite.operator.aws;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Signs every exception with the call that failed, which the SDK itself does not say. */
final class CallName implements ExecutionInterceptor {

  /** The signature: rides along as a suppressed exception. */
  static final class Signature extends RuntimeException {
    Signature(String action) {
      super(action, null, false, false);
    }
  }

  /** The call an exception came from, as {@code sqs:CreateQueue}. */
  static String of(Throwable exception) {
    for (var suppressed : exception.getSuppressed()) {
      if (suppressed instanceof Signature signature && signature.getMessage() != null) {
        return signature.getMessage();
      }
    }
    return "an AWS call";
  }

  /** The last word: S3's client puts another exception in the place of what a HEAD met. */
  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    sign(context.exception(), action(attributes));
  }

  /** Says of {@code exception} which call it came from. */
  static void sign(Throwable exception, String action) {
    exception.addSuppressed(new Signature(action));
  }

  /** The call being made. */
  static String action(ExecutionAttributes attributes) {
    return IamAction.of(
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
        attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }
}
