package io.soundbite.operator.aws;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/**
 * One {@link RateLimit} for each account and region, since it is these that AWS limits: however
 * many environments call there, and by however many roles, together they keep to it.
 */
public final class RateLimits implements ScopedInterceptor {
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

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes call) {
    of(ScopedCalls.scope(call)).ifPresent(limit -> limit.beforeExecution(context, call));
  }

  /** Returns what limits the calls of {@code scope}: nothing at an endpoint, which is not AWS. */
  Optional<RateLimit> of(Scope scope) {
    return scope.endpoint() == null
        ? Optional.of(
            limits.computeIfAbsent(
                account(scope),
                any -> new RateLimit(System::nanoTime, Thread::sleep, meter::heldBack)))
        : Optional.empty();
  }

  @Override
  public void retain(Set<Scope> open) {
    limits.keySet().retainAll(open.stream().map(RateLimits::account).collect(Collectors.toSet()));
  }

  private static Account account(Scope scope) {
    return new Account(account(scope.credentials()), scope.region());
  }

  private static String account(Scope.Credentials credentials) {
    return switch (credentials) {
      case Scope.Credentials.Role role -> role.account();
      case Scope.Credentials.Operator own -> OWN;
      case Scope.Credentials.Dummy nobody -> OWN;
    };
  }
}
