package io.soundbite.operator.aws;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Counts and times AWS calls by service and operation. Which account they went to is not told: who
 * may see metrics need not know who has which.
 */
public final class CallMeter implements ExecutionInterceptor {
  private static final ExecutionAttribute<Long> BEGAN =
      new ExecutionAttribute<>("soundbite.CallMeter.began");
  private static final Duration[] BUCKETS =
      Stream.of(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 15_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;

  /** How a call ended. */
  private enum Outcome {
    OK,
    /** What was asked for is not there: often the answer, not an error. */
    NOT_FOUND,
    THROTTLED,
    DENIED,
    /** Never made: it would have gone beyond the rate that the operator keeps to. */
    HELD_BACK,
    /** Never made: this replica holds no valid lease. */
    NOT_LEADING,
    ERROR;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(Throwable thrown) {
      if (!(thrown instanceof SdkException exception)) {
        return ERROR;
      }
      return switch (AwsErrors.kind(exception)) {
        case NOT_FOUND -> NOT_FOUND;
        case THROTTLED -> THROTTLED;
        case DENIED, CREDENTIALS -> DENIED;
        case NOT_LEADING -> NOT_LEADING;
        case CONFLICT,
            UNAVAILABLE,
            COOLDOWN,
            ADMISSION,
            INVALID,
            QUOTA,
            TAKEN,
            IMMUTABLE,
            TOO_LARGE,
            HELD,
            DEFECT ->
            ERROR;
      };
    }
  }

  /** Counts in {@code registry}. */
  public CallMeter(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes call) {
    call.putAttribute(BEGAN, System.nanoTime());
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
    Counter.builder("soundbite.aws.attempts")
        .description("Requests sent to AWS.")
        .tags("service", service(call), "operation", operation(call))
        .register(registry)
        .increment();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes call) {
    ended(call, Outcome.OK);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes call) {
    ended(call, Outcome.of(context.exception()));
  }

  /** A call was not made, to keep below a rate. */
  void heldBack(ExecutionAttributes call) {
    calls(call, Outcome.HELD_BACK).increment();
  }

  private void ended(ExecutionAttributes call, Outcome outcome) {
    // So that the first refusal is an increase already.
    List.of(Outcome.THROTTLED, Outcome.DENIED, Outcome.ERROR).forEach(it -> calls(call, it));
    calls(call, outcome).increment();
    Timer.builder("soundbite.aws.call.duration")
        .description("From a call, or from its turn under a rate limit, to its answer.")
        .tag("service", service(call))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(Duration.ofNanos(System.nanoTime() - call.getAttribute(BEGAN)));
  }

  private Counter calls(ExecutionAttributes call, Outcome outcome) {
    return Counter.builder("soundbite.aws.calls")
        .description("AWS calls and how they ended.")
        .tags("service", service(call), "operation", operation(call), "outcome", outcome.label())
        .register(registry);
  }

  private static String service(ExecutionAttributes call) {
    return IamAction.prefix(call.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
  }

  private static String operation(ExecutionAttributes call) {
    return call.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
