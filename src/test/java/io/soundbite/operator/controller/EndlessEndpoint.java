package io.soundbite.operator.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tenant's endpoint that takes the operator for as long as it is let: it says which account it
 * is, has always one more page of tagged resources, and every other answer never ends.
 */
final class EndlessEndpoint implements AutoCloseable {
  private static final byte[] IDENTITY =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <GetCallerIdentityResult>
          <Arn>arn:aws:iam::000000000000:user/endless</Arn>
          <UserId>endless</UserId>
          <Account>000000000000</Account>
        </GetCallerIdentityResult>
      </GetCallerIdentityResponse>
      """
          .getBytes(UTF_8);
  private static final byte[] PAGE =
      "{\"PaginationToken\": \"more\", \"ResourceTagMappingList\": []}".getBytes(UTF_8);
  private static final byte[] PADDING = " ".repeat(64 << 10).getBytes(UTF_8);

  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  EndlessEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often it was called. */
  int asked() {
    return asked.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      var question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (question.contains("Action=GetCallerIdentity")) {
        whole(exchange, IDENTITY);
      } else if (target(exchange).endsWith(".GetResources")) {
        whole(exchange, PAGE);
      } else {
        endless(exchange);
      }
    }
  }

  private static String target(HttpExchange exchange) {
    var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    return target == null ? "" : target;
  }

  private static void whole(HttpExchange exchange, byte[] answer) throws IOException {
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  /** Until whoever asked goes away, which ends it with an exception. */
  @SuppressWarnings("InfiniteLoopStatement")
  private static void endless(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    while (true) {
      exchange.getResponseBody().write(PADDING);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
