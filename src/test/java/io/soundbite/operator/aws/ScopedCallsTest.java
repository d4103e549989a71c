package io.soundbite.operator.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.soundbite.operator.blueprint.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Scopes that share clients call each as itself. */
class ScopedCallsTest {
  private static final int ROLES = 20;
  private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");

  /** Every client. */
  private static final List<Consumer<AwsClients>> CALLS =
      List.of(
          it -> it.sts().getCallerIdentity(),
          it -> it.dynamoDb().listTables(),
          it -> it.s3().headBucket(bucket -> bucket.bucket("bucket")),
          it -> it.s3().getBucketPolicy(bucket -> bucket.bucket("bucket")),
          it -> it.sqs().listQueues(),
          it -> it.sns().listTopics(),
          it -> it.ecr().describeRepositories(),
          it -> it.iam().getRole(role -> role.roleName("role")),
          it -> it.cloudWatch().describeAlarms(),
          it -> it.logs().describeLogGroups(),
          it -> it.tagging().getResources(),
          it -> it.serviceQuotas().getServiceQuota(quota -> quota.serviceCode("a").quotaCode("b")));

  /** The keys that signed what came. */
  private final ConcurrentLinkedQueue<String> keys = new ConcurrentLinkedQueue<>();

  /** Those of requests with a header of their own. */
  private final ConcurrentLinkedQueue<String> marked = new ConcurrentLinkedQueue<>();

  /** The keys that signed each scope's calls. */
  private final ConcurrentMap<Scope, ConcurrentLinkedQueue<String>> told =
      new ConcurrentHashMap<>();

  private HttpServer aws;
  private Places places;

  @BeforeEach
  void listen() throws IOException {
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    aws.createContext("/", this::answer);
    aws.start();
    places =
        new Places(
            List.of(new Witness()),
            () -> AwsBasicCredentials.create("operator", "secret"),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    places.close();
    aws.stop(0);
  }

  /** Notes who signed a request, for whom the interceptors say that it is made. */
  private final class Witness implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
      var authorization = context.httpRequest().firstMatchingHeader("Authorization").orElseThrow();
      var key = KEY.matcher(authorization);
      assertThat(key.find()).isTrue();
      told.computeIfAbsent(ScopedCalls.scope(call), any -> new ConcurrentLinkedQueue<>())
          .add(key.group(1));
    }
  }

  /** Knows each role by its name, and two pages of resources. */
  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    keys.add(key(exchange));
    if (exchange.getRequestHeaders().containsKey("X-Own")) {
      marked.add(key(exchange));
    }
    var answer = "";
    if (body.contains("Action=AssumeRole")) {
      var name = body.replaceAll(".*RoleArn=[^&]*role%2F([^&]+).*", "$1");
      answer = ASSUMED.formatted(URLDecoder.decode(name, UTF_8));
    } else if (body.contains("ResourcesPerPage")) {
      answer =
          body.contains("second")
              ? "{\"ResourceTagMappingList\":[]}"
              : "{\"ResourceTagMappingList\":[],\"PaginationToken\":\"second\"}";
    }
    exchange.sendResponseHeaders(answer.isEmpty() ? 404 : 200, answer.isEmpty() ? -1 : 0);
    exchange.getResponseBody().write(answer.getBytes(UTF_8));
    exchange.close();
  }

  private static final String ASSUMED =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleResult><Credentials>
          <AccessKeyId>%s</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
          <SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
        </Credentials></AssumeRoleResult>
      </AssumeRoleResponse>
      """;

  private static String key(HttpExchange exchange) {
    var key = KEY.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    return key.find() ? key.group(1) : "nobody";
  }

  private Scope scope(Scope.Credentials credentials) {
    return new Scope(
        "us-east-1", URI.create("http://127.0.0.1:" + aws.getAddress().getPort()), credentials);
  }

  private Scope role(int number) {
    return entered(
        scope(
            new Scope.Credentials.Role(
                "arn:aws:iam::111122223333:role/role-" + number, "c/team/env-" + number)),
        number);
  }

  private Scope entered(Scope scope, int number) {
    places.enter(new Owner("c", "team", "env-" + number), scope);
    return scope;
  }

  @Test
  void areSignedByTheirOwnScopeWhoeverElseCalls() {
    var operator = scope(new Scope.Credentials.Operator());
    var roles = IntStream.range(0, ROLES).boxed().collect(Collectors.toMap(it -> it, this::role));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call : CALLS) {
        threads.execute(() -> called(operator, call));
        roles.values().forEach(scope -> threads.execute(() -> called(scope, call)));
      }
    }

    assertThat(places.sites()).isEqualTo(1);
    assertThat(told).hasSize(ROLES + 1);
    assertThat(told.get(operator)).hasSize(CALLS.size()).containsOnly("operator");
    roles.forEach(
        (number, scope) ->
            assertThat(told.get(scope))
                .as("its own key, and the operator's to get it")
                .hasSize(CALLS.size() + 1)
                .containsOnly("operator", "role-" + number)
                .containsOnlyOnce("operator"));
  }

  private void called(Scope scope, Consumer<AwsClients> call) {
    try {
      call.accept(places.clients(scope));
    } catch (SdkException e) {
      // Not found there.
    }
  }

  @Test
  void ofALaterPageToo() {
    var scope = role(1);

    var pages = places.clients(scope).tagging().getResourcesPaginator(it -> it.resourcesPerPage(1));

    assertThat(pages.stream()).hasSize(2);
    assertThat(told).containsOnlyKeys(scope);
    assertThat(keys).containsExactly("operator", "role-1", "role-1");
  }

  @Test
  void areNotMadeForNobody() {
    try (var connections = new Connections()) {
      var site = scope(new Scope.Credentials.Operator()).site();
      var shared =
          new SdkClients(site, List.of(), connections).shared(SqsClient.class, SqsClient::builder);

      assertThatExceptionOfType(SdkClientException.class)
          .isThrownBy(() -> shared.listQueues())
          .withMessageContaining("no scope");
    }
    assertThat(keys).isEmpty();
  }

  @Test
  void keepTheirExceptionsAndTheRequestsOwnSettings() {
    var clients = places.clients(role(1));

    assertThatThrownBy(
            () ->
                clients
                    .sqs()
                    .listQueues(it -> it.overrideConfiguration(c -> c.putHeader("X-Own", "mine"))))
        .isInstanceOf(SqsException.class);
    assertThat(marked).containsExactly("role-1");
    assertThat(clients.sqs()).isSameAs(clients.sqs()).isNotEqualTo(places.clients(role(2)).sqs());
    assertThat(clients.sqs().toString()).contains("role-1");
    assertThat(clients.sqs().serviceName()).isEqualTo("sqs");
  }

  /** What a scope closes is its own. */
  @Test
  void goOnWhenAnotherScopeIsClosed() {
    var first = role(1);
    var second = role(2);
    places.clients(first).sqs().close();
    called(first, it -> it.sqs().listQueues());
    places.leave(new Owner("c", "team", "env-1"));
    called(second, it -> it.sqs().listQueues());

    assertThat(told.get(second)).containsExactly("operator", "role-2");
  }
}
