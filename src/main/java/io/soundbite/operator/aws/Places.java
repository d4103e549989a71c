package io.soundbite.operator.aws;

import io.soundbite.operator.engine.ProviderSet;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients and providers of each scope, made once. */
public final class Places implements SdkAutoCloseable {
  private record Place(AwsClients clients, ProviderSet providers) {}

  private final ConcurrentMap<Scope, Place> places = new ConcurrentHashMap<>();
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

  @Override
  public void close() {
    places.values().forEach(place -> place.clients().close());
  }

  private Place place(Scope scope) {
    return places.computeIfAbsent(
        scope,
        any -> {
          var clients = new AwsClients(scope, interceptors.apply(scope), operatorCredentials);
          return new Place(clients, AwsKinds.of(clients, clock));
        });
  }
}
