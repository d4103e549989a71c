package io.soundbite.operator.aws;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's clients for one {@link Site}, made when first asked for and shared by all scopes there.
 * They have no credentials: a call that {@link ScopedCalls} did not give any is never sent. The
 * SDK's own retries are off: it would make writes again, too, and unseen by rate limits and
 * metrics.
 */
final class SdkClients implements SdkAutoCloseable {
  private static final AwsCredentialsProvider NOBODY =
      () -> {
        throw SdkClientException.create("a call that no scope makes");
      };

  private final Site site;
  private final List<ExecutionInterceptor> interceptors;
  private final Connections connections;
  private final ConcurrentMap<Class<?>, SdkClient> clients = new ConcurrentHashMap<>();

  /**
   * @param interceptors applied to every call
   * @param connections left open
   */
  SdkClients(Site site, List<ExecutionInterceptor> interceptors, Connections connections) {
    this.site = site;
    this.interceptors = Stream.concat(interceptors.stream(), connections.limits(site)).toList();
    this.connections = connections;
  }

  /** Returns the client that all share, as {@code builder} builds it. */
  <C extends SdkClient, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C shared(
      Class<C> type, Supplier<B> builder) {
    return type.cast(clients.computeIfAbsent(type, any -> made(builder.get())));
  }

  /** Returns a client that is the caller's alone, and the caller's to close. */
  <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C made(B builder) {
    var overrides =
        ClientOverrideConfiguration.builder()
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .apiCallTimeout(Connections.CALL)
            .scheduledExecutorService(connections.timeouts())
            .addExecutionInterceptor(new CallName());
    interceptors.forEach(overrides::addExecutionInterceptor);
    builder
        .region(Region.of(site.region()))
        .credentialsProvider(NOBODY)
        .httpClient(connections.http(site))
        .overrideConfiguration(overrides.build());
    @Nullable URI endpoint = site.endpoint();
    return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
  }

  @Override
  public void close() {
    clients.values().forEach(SdkClient::close);
  }
}
