package io.soundbite.operator.controller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.soundbite.operator.FollowsAdvice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Environments elsewhere: at an endpoint of their own, in another account. */
class PlacesIT {
  private static final String DUMMY = "000000000000";
  private static final String IDENTITY =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <GetCallerIdentityResult>
          <Arn>arn:aws:iam::000000000000:user/dummy</Arn>
          <UserId>dummy</UserId>
          <Account>000000000000</Account>
        </GetCallerIdentityResult>
      </GetCallerIdentityResponse>
      """;
  private static final Assumptions ASSUMPTIONS = new Assumptions();

  @AutoClose private static final OperatorUnderTest operator = new OperatorUnderTest();

  /** On this machine, and therefore granted by name. */
  private static final HttpServer ENDPOINT = bound();

  static {
    operator.startNaming(List.of(operator.journal().endpoint(), uri(ENDPOINT)), ASSUMPTIONS);
  }

  private static HttpServer bound() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anEndpointOfItsOwnGetsDummyCredentialsAndNeverTheOperators() {
    var dummy = new Journal(operator.journal().endpoint(), DUMMY);
    var name = "local-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    var own = operator.journal().now();
    operator
        .kubectl()
        .apply(
            name,
            "local",
            Map.of(
                "features",
                List.of("basic", "localstack"),
                "aws",
                Map.of(
                    "endpoint",
                    operator.journal().endpoint().toString(),
                    "podEndpoint",
                    "http://localstack.test:4566",
                    "deletionPolicy",
                    "Delete",
                    "deleteData",
                    true)));
    try (var aws = operator.aws(DUMMY)) {
      operator.push(aws, name, "soundbite-" + name + "-api", "1.4.1");
      var ready = operator.awaitReady(name);

      assertThat(ready.getStatus().aws().account()).isEqualTo(DUMMY);
      assertThat(operator.journal().since(own)).as("calls with the operator's own").isEmpty();
      assertThat(dummy.since(0).stream().map(Journal.Call::resource))
          .contains("SoundBite-" + name + "-SoundbitesTable");
      assertThat(
              operator
                  .client()
                  .configMaps()
                  .inNamespace(operator.namespace())
                  .withName("local-api-blue")
                  .get()
                  .getData())
          .containsEntry("AWS_ENDPOINT_URL", "http://localstack.test:4566")
          .containsEntry("AWS_CONNECTION_MODE", "localstack")
          .containsEntry("AWS_ACCESS_KEY_ID", DUMMY)
          .containsEntry("AWS_SECRET_ACCESS_KEY", "dummy")
          .containsEntry(
              "SQS_QUEUE_URL",
              "http://localstack.test:4566/" + DUMMY + "/SoundBite-" + name + "-SoundbiteQueue");

      operator.kubectl().delete(name);
      operator.kubectl().awaitGone(name);
      assertThat(AccountResources.of(dummy).of(name).byName()).isEmpty();
    }
  }

  @Test
  void redirectsOfAnEndpointAreNotFollowed() {
    var elsewhere = new ConcurrentLinkedQueue<String>();
    var target = server(bound(), "http://127.0.0.1:1/", elsewhere);
    var asked = new ConcurrentLinkedQueue<String>();
    var endpoint = server(ENDPOINT, uri(target).toString(), asked);
    try {
      operator
          .kubectl()
          .apply(
              "redirect",
              "redirect",
              Map.of(
                  "features",
                  List.of("basic", "localstack"),
                  "aws",
                  Map.of("endpoint", uri(endpoint).toString())));
      operator.await(
          "redirect",
          it ->
              it.getStatus() != null
                  && it.getStatus().aws() != null
                  && asked.size() > 10
                  && asked.stream().anyMatch(request -> request.startsWith("HEAD ")));
      assertThat(asked)
          .anyMatch(request -> request.startsWith("POST "))
          .allMatch(request -> request.contains("Credential=" + DUMMY));
      assertThat(elsewhere).isEmpty();
    } finally {
      endpoint.stop(0);
      target.stop(0);
    }
  }

  @Test
  @FollowsAdvice("AccountChanged")
  void aRoleLeadsToAnotherAccountAndOnlyToThatOne() {
    var first = account();
    var second = account();
    var there = new Journal(operator.journal().endpoint(), first);
    operator.kubectl().apply("remote", "remote", Map.of("aws", Map.of("roleArn", role(first))));
    try (var aws = operator.aws(first)) {
      aws.iam()
          .createOpenIDConnectProvider(
              it ->
                  it.url("https://oidc.sandbox.soundbite.test").clientIDList("sts.amazonaws.com"));
      operator.push(aws, "remote", "soundbite-remote-api", "1.4.1");
      var ready = operator.awaitReady("remote");
      assertThat(ready.getStatus().aws().account()).isEqualTo(first);
      assertThat(AccountResources.of(there).owners().values())
          .containsOnly("owner=" + operator.owner("remote"));
      assertThat(operator.resources().of("remote").byName()).isEmpty();
      assertThat(ASSUMPTIONS.seen)
          .filteredOn(request -> request.roleArn().equals(role(first)))
          .isNotEmpty()
          .allSatisfy(
              request -> assertThat(request.externalId()).isEqualTo(operator.owner("remote")));

      var before = AccountResources.of(there);
      operator.kubectl().editAws("remote", Map.of("roleArn", role(second)));
      var changed =
          operator.await(
              "remote",
              it ->
                  OperatorUnderTest.is(it, "Stalled", "True")
                      && OperatorUnderTest.condition(it, "Ready")
                          .filter(condition -> condition.getReason().equals("AccountChanged"))
                          .isPresent());
      assertThat(OperatorUnderTest.condition(changed, "Ready").orElseThrow().getMessage())
          .contains(first, second, "spec.aws.roleArn");
      assertThat(changed.getStatus().aws().account()).isEqualTo(first);
      assertThat(new Journal(operator.journal().endpoint(), second).since(0))
          .extracting(Journal.Call::name)
          .containsOnly("sts:GetCallerIdentity");
      assertThat(AccountResources.of(there)).isEqualTo(before);

      operator.kubectl().editAws("remote", Map.of("roleArn", role(first)));
      operator.awaitReady("remote");
    }
  }

  private static String account() {
    return String.valueOf(
        ThreadLocalRandom.current().nextLong(100_000_000_000L, 1_000_000_000_000L));
  }

  private static String role(String account) {
    return "arn:aws:iam::" + account + ":role/soundbite";
  }

  /** Knows who asks, and sends every other request elsewhere. */
  private static HttpServer server(HttpServer server, String location, Queue<String> requests) {
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          if (body.contains("GetCallerIdentity")) {
            var answer = IDENTITY.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          } else {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(307, -1);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What the operator asked STS for. */
  private static final class Assumptions implements ExecutionInterceptor {
    private final Queue<AssumeRoleRequest> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof AssumeRoleRequest request) {
        seen.add(request);
      }
    }
  }
}
