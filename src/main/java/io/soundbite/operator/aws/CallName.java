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

  /** The call an exception came from, as {@code Sqs:CreateQueue}. */
  static String of(Throwable exception) {
    for (var suppressed : exception.getSuppressed()) {
      if (suppressed instanceof Signature signature && signature.getMessage() != null) {
        return signature.getMessage();
      }
    }
    return "an AWS call";
  }

  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    var service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    context.exception().addSuppressed(new Signature(service + ":" + operation));
    return context.exception();
  }
}
