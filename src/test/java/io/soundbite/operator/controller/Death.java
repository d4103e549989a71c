package io.soundbite.operator.controller;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The operator's death as its AWS calls see it: at one write, before it is sent or when its answer
 * is there. What is under way then may still reach AWS, but its answer is not seen; no call
 * follows.
 */
final class Death implements ExecutionInterceptor {
  private final Moment moment;
  private final String account;
  private final AtomicBoolean dead = new AtomicBoolean();

  /** When to die. */
  record Moment(Side side, AwsWrite write) {
    @Override
    public String toString() {
      return side + " " + write;
    }
  }

  /** On which side of the call. */
  enum Side {
    BEFORE,
    AFTER
  }

  Death(Moment moment, String account) {
    this.moment = moment;
    this.account = account;
  }

  boolean happened() {
    return dead.get();
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    pass(Side.BEFORE, context.request(), attributes);
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    pass(Side.AFTER, context.request(), attributes);
  }

  private void pass(Side side, SdkRequest request, ExecutionAttributes attributes) {
    if (side == moment.side()
        && AwsWrite.isWrite(attributes)
        && AwsWrite.of(request, attributes, account).equals(moment.write())) {
      dead.set(true);
    }
    if (dead.get()) {
      throw SdkClientException.create("the operator is dead");
    }
  }
}
