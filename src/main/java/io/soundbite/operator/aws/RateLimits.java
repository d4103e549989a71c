package io.soundbite.operator.aws;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * One {@link RateLimit} for each account and region, since it is these that AWS limits: however
 * many environments call there, and by however many roles, together they keep to it.
 */
public final class RateLimits implements Function<Scope, List<ExecutionInterceptor>> {
  private static final String OWN = "the operator's own";

  private final CallMeter meter;
  private final ConcurrentMap<Account, RateLimit> limits = new ConcurrentHashMap<>();

  private record Account(String id, String region) {}

  /**
   * @param meter counts what is held back
   */
  public RateLimits(CallMeter meter) {
    this.meter = meter;
  }

  /** For the clients of {@code scope}: none at an endpoint, which is not AWS. */
  @Override
  public List<ExecutionInterceptor> apply(Scope scope) {
    return scope.endpoint() == null
        ? List.of(
            limits.computeIfAbsent(
                new Account(account(scope.credentials()), scope.region()),
                any -> new RateLimit(System::nanoTime, Thread::sleep, meter::heldBack)))
        : List.of();
  }

  private static String account(Scope.Credentials credentials) {
    return switch (credentials) {
      case Scope.Credentials.Role role -> role.account();
      case Scope.Credentials.Operator own -> OWN;
      case Scope.Credentials.Dummy nobody -> OWN;
    };
  }
}
