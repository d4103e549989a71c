package io.soundbite.operator.aws;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Remembers the operations that were called, in order. */
final class Calls implements ExecutionInterceptor {
  /** Operations that change nothing. */
  static final Predicate<String> READ =
      Pattern.compile("^(Get|BatchGet|Describe|List|Head|Scan)").asPredicate();

  private final List<String> operations = new CopyOnWriteArrayList<>();

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    operations.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  /** What {@code action} called. */
  List<String> of(Runnable action) {
    int before = operations.size();
    action.run();
    return List.copyOf(operations.subList(before, operations.size()));
  }

  /** What {@code action} called that may change something. */
  List<String> writesOf(Runnable action) {
    return of(action).stream().filter(READ.negate()).toList();
  }
}
