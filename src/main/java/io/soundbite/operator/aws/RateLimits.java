package io.soundbite.operator.aws;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/**
 * One {@link RateLimit} for each account and region, since it is these that AWS limits: however
 * many environments call there, and by however many roles, together they keep to it. IAM counts the
 * calls from all regions together.
 */
public final class RateLimits implements ScopedInterceptor {
  private static final String OWN = "the operator's own";

  private static final String EVERY_REGION = "every region";

  private final CallMeter meter;
  private final double endpoints;
  private final ConcurrentMap<Account, RateLimit> limits = new ConcurrentHashMap<>();

  private record Account(String id, String region, @Nullable URI endpoint) {}

  /**
   * @param meter counts what is held back
   * @param endpoints what endpoints other than AWS take, in parts of what AWS does; 0 for no limit
   */
  public RateLimits(CallMeter meter, double endpoints) {
    this.meter = meter;
    this.endpoints = endpoints;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes call) {
    of(ScopedCalls.scope(call), CallName.action(call))
        .ifPresent(limit -> limit.beforeExecution(context, call));
  }

  /** Returns what limits {@code action} in {@code scope}; nothing where there is no limit. */
  Optional<RateLimit> of(Scope scope, String action) {
    var factor = scope.endpoint() == null ? 1 : endpoints;
    return factor == 0
        ? Optional.empty()
        : Optional.of(
            limits.computeIfAbsent(
                account(scope, action.startsWith("iam:") ? EVERY_REGION : scope.region()),
                any -> new RateLimit(factor, System::nanoTime, Thread::sleep, meter::heldBack)));
  }

  @Override
  public void retain(Set<Scope> open) {
    limits
        .keySet()
        .retainAll(
            open.stream()
                .flatMap(
                    scope ->
                        Stream.of(account(scope, scope.region()), account(scope, EVERY_REGION)))
                .collect(Collectors.toSet()));
  }

  private static Account account(Scope scope, String region) {
    return new Account(account(scope.credentials()), region, scope.endpoint());
  }

  private static String account(Scope.Credentials credentials) {
    return switch (credentials) {
      case Scope.Credentials.Role role -> role.account();
      case Scope.Credentials.Operator own -> OWN;
      case Scope.Credentials.Dummy nobody -> OWN;
    };
  }
}
