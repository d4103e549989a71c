package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** What one credential does and sees has nothing to do with another's. */
class ScopeIsolationTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/soundbite";

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> elsewhere = new ConcurrentLinkedQueue<>();
  private final AtomicInteger operatorsOwn = new AtomicInteger();
  private final AwsCredentialsProvider operator =
      () -> {
        operatorsOwn.incrementAndGet();
        return AwsBasicCredentials.create("operator", "secret");
      };
  private final List<HttpServer> servers = new ArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    server(elsewhere, "http://127.0.0.1:1/");
  }

  @AfterEach
  void stop() {
    servers.forEach(it -> it.stop(0));
  }

  /** Every service is called there as nobody, and stays there. */
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void anEndpointOfAnEnvironmentGetsDummiesAndLeadsNowhere(int status) throws IOException {
    var scope =
        new Scope(
            "us-east-1",
            server(asked, uri(servers.getFirst()).toString(), status),
            new Scope.Credentials.Dummy(true));
    try (var clients = new AwsClients(scope, List.of(), operator)) {
      var calls =
          List.<Consumer<AwsClients>>of(
              it -> it.sts().getCallerIdentity(),
              it -> it.dynamoDb().listTables(),
              it -> it.s3().headBucket(bucket -> bucket.bucket("bucket")),
              it -> it.s3().listObjectsV2(bucket -> bucket.bucket("bucket")),
              it -> it.sqs().listQueues(),
              it -> it.sns().listTopics(),
              it -> it.ecr().describeRepositories(),
              it -> it.iam().getRole(role -> role.roleName("role")),
              it -> it.cloudWatch().describeAlarms(),
              it -> it.logs().describeLogGroups(),
              it -> it.tagging().getResources());
      for (var call : calls) {
        assertThatThrownBy(() -> call.accept(clients)).isInstanceOf(SdkException.class);
      }
      assertThat(asked)
          .hasSize(calls.size())
          .allMatch(it -> it.contains("Credential=000000000000/"));
    }
    assertThat(elsewhere).isEmpty();
    assertThat(operatorsOwn).hasValue(0);
  }

  @Test
  void anotherRegionEndpointOrIdentityIsAnotherPlace() {
    var endpoint = URI.create("http://127.0.0.1:1");
    var scopes =
        List.of(
            new Scope("us-east-1", null, new Scope.Credentials.Operator()),
            new Scope("eu-west-1", null, new Scope.Credentials.Operator()),
            new Scope("us-east-1", endpoint, new Scope.Credentials.Operator()),
            new Scope("us-east-1", endpoint, new Scope.Credentials.Dummy(true)),
            new Scope(
                "us-east-1", URI.create("http://127.0.0.1:2"), new Scope.Credentials.Dummy(true)),
            new Scope("us-east-1", null, new Scope.Credentials.Role(ROLE, "c/a/staging")),
            new Scope("us-east-1", null, new Scope.Credentials.Role(ROLE, "c/b/staging")),
            new Scope("us-east-1", null, new Scope.Credentials.Role(ROLE + "2", "c/a/staging")));
    try (var places = new Places(List.of(), operator, Clock.systemUTC())) {
      assertThat(scopes.stream().map(places::clients)).doesNotHaveDuplicates();
      assertThat(scopes.stream().map(places::providers)).doesNotHaveDuplicates();

      assertThat(places.clients(scopes.getFirst()))
          .isSameAs(places.clients(new Scope("us-east-1", null, new Scope.Credentials.Operator())));
    }
  }

  private void server(ConcurrentLinkedQueue<String> requests, String location) throws IOException {
    server(requests, location, 307);
  }

  /** Sends every request to {@code location}. */
  private URI server(ConcurrentLinkedQueue<String> requests, String location, int status)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return uri(server);
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
