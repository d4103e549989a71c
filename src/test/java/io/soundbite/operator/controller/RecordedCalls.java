package io.soundbite.operator.controller;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;

/**
 * The AWS calls of a run as they went over the wire, to be made again directly: what the same calls
 * cost without an operator.
 */
final class RecordedCalls implements ExecutionInterceptor {
  private static final Set<String> SET_BY_CLIENT =
      Set.of("host", "content-length", "connection", "expect");

  private final List<HttpRequest> requests = new ArrayList<>();

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes ignored) {
    var http = context.httpRequest();
    var body = body(context).map(it -> bytes(it.newStream()));
    var request =
        HttpRequest.newBuilder(http.getUri())
            .method(
                http.method().name(),
                body.map(HttpRequest.BodyPublishers::ofByteArray)
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    http.forEachHeader(
        (name, values) -> {
          if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    synchronized (requests) {
      requests.add(request.build());
    }
  }

  int size() {
    synchronized (requests) {
      return requests.size();
    }
  }

  /** Makes the calls again, {@code parallel} at a time, in order, and says how long that took. */
  Duration replay(int parallel) {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var calls =
        requests.stream()
            .<Callable<Integer>>map(
                request ->
                    () -> client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
            .toList();
    var start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(parallel);
        client) {
      for (var answer : threads.invokeAll(calls)) {
        answer.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What is streamed is a body of its own; everything else is part of the request. */
  private static Optional<ContentStreamProvider> body(Context.BeforeTransmission context) {
    return context.httpRequest() instanceof SdkHttpFullRequest full
        ? full.contentStreamProvider()
        : context.requestBody().map(RequestBody::contentStreamProvider);
  }

  private static byte[] bytes(InputStream stream) {
    try (stream) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
