package io.soundbite.operator.controller;

import java.util.List;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Writes down every write.
 *
 * @param writes taken from many threads
 */
record WriteRecorder(String account, List<AwsWrite> writes) implements ExecutionInterceptor {
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (AwsWrite.isWrite(attributes)) {
      writes.add(AwsWrite.of(context.request(), attributes, account));
    }
  }
}
