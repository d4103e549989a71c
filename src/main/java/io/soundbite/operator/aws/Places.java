package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Owner;
import io.soundbite.operator.engine.ProviderSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients and providers of each scope: made when first asked for, and closed when the last
 * environment has left it. What was still under way then may open it once more; it is closed again
 * when it has been idle.
 */
public final class Places implements SdkAutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(15);

  private record Place(AwsClients clients, ProviderSet providers, Instant used) {
    Place at(Instant now) {
      return new Place(clients, providers, now);
    }
  }

  private final ConcurrentMap<Scope, Place> places = new ConcurrentHashMap<>();
  private final ConcurrentMap<Owner, Scope> residents = new ConcurrentHashMap<>();
  private final Connections connections = new Connections();
  private final Function<Scope, List<ExecutionInterceptor>> interceptors;
  private final AwsCredentialsProvider operatorCredentials;
  private final Clock clock;

  /**
   * @param interceptors applied to every call of a scope: rate limits, metrics
   * @param operatorCredentials what {@link Scope.Credentials.Operator} stands for
   */
  public Places(
      Function<Scope, List<ExecutionInterceptor>> interceptors,
      AwsCredentialsProvider operatorCredentials,
      Clock clock) {
    this.interceptors = interceptors;
    this.operatorCredentials = operatorCredentials;
    this.clock = clock;
  }

  /** Notes that {@code owner} is in {@code scope}, and no longer where it was before. */
  public void enter(Owner owner, Scope scope) {
    var before = residents.put(owner, scope);
    if (before != null && !before.equals(scope)) {
      closeUnused();
    }
  }

  /** Notes that {@code owner} is nowhere any more. */
  public void leave(Owner owner) {
    if (residents.remove(owner) != null) {
      closeUnused();
    }
  }

  /** The clients that call {@code scope}. */
  public AwsClients clients(Scope scope) {
    return place(scope).clients();
  }

  /** The registries of each region, called as {@code scope} is. */
  public Function<String, EcrClient> registries(Scope scope) {
    return region -> clients(scope.in(region)).ecr();
  }

  /** The providers of {@code scope}, one for each kind. */
  public ProviderSet providers(Scope scope) {
    return place(scope).providers();
  }

  /** Returns how many scopes have clients. */
  int size() {
    return places.size();
  }

  @Override
  public void close() {
    places.keySet().forEach(this::close);
    connections.close();
  }

  private Place place(Scope scope) {
    var now = clock.instant();
    var known = places.containsKey(scope);
    var place =
        places.compute(scope, (any, before) -> before == null ? made(scope) : before.at(now));
    if (!known) {
      closeIdle(now);
    }
    return place;
  }

  private Place made(Scope scope) {
    var clients =
        new AwsClients(scope, interceptors.apply(scope), operatorCredentials, connections);
    return new Place(clients, AwsKinds.of(clients, clock), clock.instant());
  }

  /** Scopes whose credentials and endpoint no environment uses; the operator's own stay. */
  private void closeUnused() {
    places.keySet().stream().filter(it -> !isInhabited(it)).forEach(this::close);
  }

  private void closeIdle(Instant now) {
    places.forEach(
        (scope, place) -> {
          if (!isInhabited(scope) && place.used().plus(IDLE).isBefore(now)) {
            close(scope);
          }
        });
  }

  /** Environments call registries of other regions than their own. */
  private boolean isInhabited(Scope scope) {
    return scope.credentials() instanceof Scope.Credentials.Operator
        || residents.values().stream().anyMatch(it -> it.in(scope.region()).equals(scope));
  }

  private void close(Scope scope) {
    var place = places.remove(scope);
    if (place != null) {
      place.clients().close();
    }
  }
}
