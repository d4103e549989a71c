package io.soundbite.operator.aws;

import io.soundbite.operator.leadership.NotLeadingException;
import io.soundbite.operator.leadership.WriteGate;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Has each attempt of a call that may change something pass the {@link WriteGate}. */
public final class WriteGuard implements ExecutionInterceptor {
  private static final ExecutionAttribute<Object> WRITE =
      new ExecutionAttribute<>("soundbite.WriteGuard.write");

  private static final ExecutionAttribute<NotLeading> REFUSAL =
      new ExecutionAttribute<>("soundbite.WriteGuard.refusal");

  private final WriteGate gate;

  /** Thrown in the place of a call for which this replica holds no valid lease. */
  static final class NotLeading extends SdkClientException {
    NotLeading() {
      super(SdkClientException.builder().message(NotLeadingException.MESSAGE));
    }
  }

  /** One that asks {@code gate}. */
  public WriteGuard(WriteGate gate) {
    this.gate = gate;
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
    if (ReadRetry.isRead(call.getAttribute(SdkExecutionAttribute.OPERATION_NAME))) {
      return;
    }
    ended(call);
    var write = new Object();
    if (!gate.begin(write)) {
      var refusal = new NotLeading();
      call.putAttribute(REFUSAL, refusal);
      throw refusal;
    }
    call.putAttribute(WRITE, write);
  }

  /** The SDK has made another exception of it, with the number of attempts. */
  @Override
  public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes call) {
    var refusal = call.getAttribute(REFUSAL);
    return refusal == null ? context.exception() : refusal;
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes call) {
    ended(call);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes call) {
    ended(call);
  }

  private void ended(ExecutionAttributes call) {
    var write = call.getAttribute(WRITE);
    if (write != null) {
      gate.ended(write);
    }
  }
}
