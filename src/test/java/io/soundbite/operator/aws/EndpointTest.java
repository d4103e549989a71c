package io.soundbite.operator.aws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What a tenant's endpoint can do to the operator. */
@Timeout(60)
class EndpointTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final HttpServer server = server();

  EndpointTest() throws IOException {}

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private interface Answer {
    void write(HttpExchange exchange) throws IOException;
  }

  private AwsClients answering(Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            answer.write(exchange);
          }
        });
    server.start();
    return clients(uri("127.0.0.1"), true);
  }

  private URI uri(String host) {
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  private static AwsClients clients(URI endpoint, boolean local) {
    return new AwsClients(
        new Scope("us-east-1", endpoint, new Scope.Credentials.Dummy(local)), List.of());
  }

  private static void text(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Test
  void isCalledLikeAnyOther() {
    try (var clients = answering(it -> text(it, "{\"TableNames\": [\"a\", \"ö\"]}"))) {
      assertThat(clients.dynamoDb().listTables().tableNames()).containsExactly("a", "ö");
      clients
          .s3()
          .putObject(
              it -> it.bucket("bucket").key("a b//./c"), RequestBody.fromString("some content"));
      clients.s3().headBucket(it -> it.bucket("bucket"));
      clients.s3().deleteBucketPolicy(it -> it.bucket("bucket"));
    }
    assertThat(asked)
        .containsExactly(
            "POST /", "PUT /bucket/a%20b//./c", "HEAD /bucket", "DELETE /bucket?policy");
  }

  @Test
  void mayAnswerInChunks() {
    try (var clients =
        answering(
            it -> {
              it.sendResponseHeaders(200, 0);
              it.getResponseBody().write("{\"TableNames\":".getBytes(UTF_8));
              it.getResponseBody().flush();
              it.getResponseBody().write("[\"a\"]}".getBytes(UTF_8));
            })) {
      assertThat(clients.dynamoDb().listTables().tableNames()).containsExactly("a");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isGivenUpOnWhenItsAnswerIsTooLarge(boolean chunked) {
    var megabyte = " ".repeat(1 << 20).getBytes(UTF_8);
    try (var clients =
        answering(
            it -> {
              it.sendResponseHeaders(200, chunked ? 0 : 100L << 20);
              for (var sent = 0; sent < 100; sent++) {
                it.getResponseBody().write(megabyte);
              }
            })) {
      assertThatThrownBy(() -> clients.dynamoDb().listTables())
          .isInstanceOf(SdkClientException.class)
          .hasMessageContaining("the endpoint's answer is larger than 4 MiB");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isNotCalledForAWhileAfterItAnsweredTooMuch(boolean listing) {
    var blank = " ".repeat(5 << 20);
    try (var clients = answering(it -> text(it, listing ? page("same") : "{}" + blank))) {
      for (var call = 0; call < 3; call++) {
        assertThatThrownBy(() -> clients.tagging().getResourcesPaginator().stream().count())
            .hasMessageContaining(listing ? "the next one" : "larger than 4 MiB")
            .hasMessageContaining("called again after a pause of at most 5 minutes");
      }
    }
    assertThat(asked).hasSize(listing ? 2 : 1);
  }

  @Test
  void isGivenUpOnWhenItAnswersCompressed() {
    try (var clients =
        answering(
            it -> {
              it.getResponseHeaders().set("Content-Encoding", "gzip");
              text(it, "bomb");
            })) {
      assertThatThrownBy(() -> clients.dynamoDb().listTables())
          .hasMessageContaining("compressed form");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX: ",
        "SSH-2.0\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"
      })
  void isGivenUpOnWhenItAnswersWhatIsNoHttp(String answer) throws Exception {
    givesUpOn(answer, "x".repeat(1024), "the endpoint's answer is no HTTP that can be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n", "\tz\r\n"})
  void isGivenUpOnWhenItsHeadersHaveNoEnd(String header) throws Exception {
    givesUpOn(
        "HTTP/1.1 200 OK\r\nX: y\r\n", header.repeat(100), "the endpoint's answer is no HTTP");
  }

  @Test
  void isGivenUpOnWhenAChunkIsTooLarge() throws Exception {
    givesUpOn(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
        "x".repeat(64 << 10),
        "the endpoint's answer is larger than 4 MiB");
  }

  @Test
  void isGivenUpOnWhenItEndsWithinItsAnswer() throws Exception {
    givesUpOn("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", "", "Premature end");
  }

  private static void givesUpOn(String answer, String then, String message) throws Exception {
    try (var raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var writing = Thread.ofVirtual().start(() -> write(raw, answer, then));
      assertThatThrownBy(() -> get(raw).call())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(message);
      writing.join(Duration.ofSeconds(10));
    }
  }

  private static void write(ServerSocket raw, String answer, String then) {
    try (var socket = raw.accept()) {
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      for (var sent = 0; sent < 100; sent++) {
        socket.getOutputStream().write(then.getBytes(ISO_8859_1));
      }
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes(); // else closing would discard what is on its way
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  @Test
  void isGivenUpOnWhenItsAnswerDrips() throws Exception {
    try (var raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var clients = clients(URI.create("http://127.0.0.1:" + raw.getLocalPort()), true)) {
      var dripping = Thread.ofVirtual().start(() -> drip(raw));
      assertThatThrownBy(
              () ->
                  clients
                      .dynamoDb()
                      .listTables(it -> it.overrideConfiguration(o -> o.apiCallTimeout(SHORT))))
          .isInstanceOf(ApiCallTimeoutException.class);
      assertThat(dripping.join(Duration.ofSeconds(10))).as("the connection is closed").isTrue();
    }
  }

  private static void drip(ServerSocket raw) {
    try (var socket = raw.accept()) {
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
      while (true) {
        socket.getOutputStream().write('x');
        LockSupport.parkNanos(20_000_000);
      }
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  /** Often, since the call fails while the connection is still being closed. */
  @RepeatedTest(20)
  void isLeftWhenTheCallIsAborted() throws Exception {
    try (var raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var call = get(raw);
      var aborted = CompletableFuture.runAsync(() -> abortOnceAsked(raw, call));
      assertThatThrownBy(call::call).isInstanceOf(IOException.class);
      assertThat(aborted).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  private static void abortOnceAsked(ServerSocket raw, ExecutableHttpRequest call) {
    try (var socket = raw.accept()) {
      socket.getInputStream().read();
      call.abort();
      socket.getInputStream().readAllBytes(); // to the end of the connection
    } catch (IOException e) {
      // The client has reset the connection.
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}"
      })
  void isLeftAfterItsAnswer(String answer) throws Exception {
    try (var raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var left = CompletableFuture.runAsync(() -> answerOnly(raw, answer));
      get(raw).call();
      assertThat(left).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  /** Ends with the connection, which the other side has to close. */
  private static void answerOnly(ServerSocket raw, String answer) {
    try (var socket = raw.accept()) {
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExecutableHttpRequest get(ServerSocket raw) {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(URI.create("http://127.0.0.1:" + raw.getLocalPort()))
            .build();
    return new EndpointHttpClient(
            true,
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            new EndpointAnswer(new Semaphore(1), new EndpointBackoff(System::nanoTime)))
        .prepareRequest(HttpExecuteRequest.builder().request(request).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void doesNotSendTheOperatorElsewhere(int status) {
    try (var clients =
        answering(
            it -> {
              it.getResponseHeaders().set("Location", uri("127.0.0.1") + "/elsewhere");
              it.getResponseHeaders().set("Set-Cookie", "a=b");
              it.sendResponseHeaders(status, -1);
            })) {
      assertThatThrownBy(() -> clients.sqs().listQueues()).isInstanceOf(SdkException.class);
    }
    assertThat(asked).containsExactly("POST /");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void isNotAskedToWriteAgain(int status) {
    try (var clients = answering(it -> it.sendResponseHeaders(status, -1))) {
      assertThatThrownBy(() -> clients.sqs().createQueue(it -> it.queueName("any")))
          .isInstanceOf(SdkException.class);
    }
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"408, 1", "429, 3", "500, 3", "503, 3"})
  void isAskedAgainWhenItFailsARead(int status, int times) {
    try (var clients = answering(it -> it.sendResponseHeaders(status, -1))) {
      assertThatThrownBy(() -> clients.sqs().listQueues()).isInstanceOf(SdkException.class);
    }
    assertThat(asked).hasSize(times);
  }

  @Test
  void isNamedWhenItsHostIsUnknown() {
    try (var clients = clients(URI.create("http://nowhere.invalid"), false)) {
      assertThatThrownBy(() -> clients.sqs().listQueues()).hasMessageContaining("nowhere.invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "0.0.0.0"})
  void isNotCalledAtTheOperatorsOwnHost(String host) {
    answering(it -> text(it, "{}")).close();
    try (var clients = clients(uri(host), false)) {
      assertThatThrownBy(() -> clients.dynamoDb().listTables())
          .hasMessageContaining("an address of the operator's own host")
          .hasMessageContaining("grants");
    }
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "169.254.170.23", "[fd00:ec2::254]"})
  void isNotCalledWhereMachinesGetTheirCredentials(String host) {
    try (var clients = clients(URI.create("http://" + host), false)) {
      var failed = (Result.Failed<Identity.Account>) new Identity(clients).read();
      assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
      assertThat(failed.failure().message()).contains("it is called only where");
    }
  }

  @Test
  void isGivenUpOnWhenItsListingNamesTheSamePageAgain() {
    try (var clients = answering(it -> text(it, page("same")))) {
      assertThatThrownBy(() -> clients.tagging().getResourcesPaginator().stream().count())
          .hasMessageContaining("names the page that it answered as the next one");
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void isGivenUpOnWhenItsListingGoesOnForEver() {
    var pages = new AtomicInteger();
    try (var clients = answering(it -> text(it, page("" + pages.incrementAndGet() % 7)))) {
      assertThatThrownBy(() -> clients.tagging().getResourcesPaginator().stream().count())
          .hasMessageContaining("goes on after 200 pages");
    }
    assertThat(asked).hasSize(ListingLimit.PAGES);
  }

  @Test
  void isGivenUpOnWhenItsPagesAreTooLargeTogether() {
    var pages = new AtomicInteger();
    var blank = " ".repeat(3 << 20);
    try (var clients = answering(it -> text(it, page("" + pages.incrementAndGet()) + blank))) {
      assertThatThrownBy(() -> clients.tagging().getResourcesPaginator().stream().count())
          .hasMessageContaining("goes on after 16 MiB");
    }
    assertThat(asked).hasSize(6);
  }

  /** Many listings in a row, each of few pages, are not one. */
  @Test
  void mayBeListedAsOftenAsItTakes() {
    var pages = new AtomicInteger();
    try (var clients =
        answering(it -> text(it, page(pages.incrementAndGet() % 3 == 0 ? "" : "more" + pages)))) {
      for (var listing = 0; listing < 100; listing++) {
        assertThat(clients.tagging().getResourcesPaginator().stream().count()).isEqualTo(3);
      }
    }
  }

  private static String page(String next) {
    return "{\"PaginationToken\": \"%s\", \"ResourceTagMappingList\": []}".formatted(next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345", "abcdefghijkl", "1234567890123", "", "../../000000000000"})
  void hasAnAccountOfTwelveDigits(String account) {
    var identity =
        """
        <GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account>
        </GetCallerIdentityResult></GetCallerIdentityResponse>
        """;
    try (var clients = answering(it -> text(it, identity.formatted(account)))) {
      var failed = (Result.Failed<Identity.Account>) new Identity(clients).read();
      assertThat(failed.failure().message()).contains("no account of twelve digits");
    }
  }
}
