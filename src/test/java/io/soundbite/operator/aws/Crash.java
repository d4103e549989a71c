package io.soundbite.operator.aws;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * The operator's death, as its AWS calls see it: one write's answer is lost, and no more follow.
 */
final class Crash implements ExecutionInterceptor {
  private final AtomicInteger writes = new AtomicInteger();
  private final int last;

  /**
   * @param last how many writes are made; the answer to the last is not seen
   */
  Crash(int last) {
    this.last = last;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (isWrite(attributes) && writes.incrementAndGet() > last) {
      throw SdkClientException.create("the operator is dead");
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    if (isWrite(attributes) && writes.get() >= last) {
      throw SdkClientException.create("the operator died");
    }
  }

  private static boolean isWrite(ExecutionAttributes attributes) {
    return !Calls.READ.test(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }
}
