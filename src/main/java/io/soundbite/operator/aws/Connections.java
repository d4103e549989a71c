package io.soundbite.operator.aws;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * What the clients of all scopes share: connections, and the threads that end calls whose time is
 * up. Clients that are closed leave it open.
 */
public final class Connections implements SdkAutoCloseable {
  /** For one call, its answer included. */
  static final Duration CALL = Duration.ofSeconds(15);

  private static final int THREADS = 2;

  /** Of tenants' endpoints, read at a time: each takes 4 MiB of the memory, and its parts more. */
  private static final int LARGE_ANSWERS = 2;

  private final SdkHttpClient aws =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(2))
          .socketTimeout(Duration.ofSeconds(10))
          .build();
  private final EndpointBackoff backoff = new EndpointBackoff(System::nanoTime);
  private final EndpointAnswer answers = new EndpointAnswer(new Semaphore(LARGE_ANSWERS), backoff);
  private final SdkHttpClient endpoints = endpoint(false);
  private final SdkHttpClient localEndpoints = endpoint(true);
  private final ScheduledThreadPoolExecutor timeouts =
      new ScheduledThreadPoolExecutor(
          THREADS, Thread.ofPlatform().daemon().name("aws-timeouts-", 0).factory());

  /** Opens none before the first call. */
  public Connections() {
    timeouts.setRemoveOnCancelPolicy(true); // else each call is remembered until its time is up
  }

  private SdkHttpClient endpoint(boolean local) {
    return new EndpointHttpClient(local, (SSLSocketFactory) SSLSocketFactory.getDefault(), answers);
  }

  SdkHttpClient http(Site site) {
    var tenant = site.tenant();
    if (tenant == null) {
      return aws;
    }
    return tenant.local() ? localEndpoints : endpoints;
  }

  /** What no call of a tenant's endpoint may go beyond; none for AWS. */
  Stream<ExecutionInterceptor> limits(Site site) {
    return site.tenant() == null
        ? Stream.empty()
        : Stream.of(new ListingLimit(System::nanoTime, backoff));
  }

  ScheduledExecutorService timeouts() {
    return timeouts;
  }

  @Override
  public void close() {
    timeouts.shutdownNow();
    aws.close();
  }
}
