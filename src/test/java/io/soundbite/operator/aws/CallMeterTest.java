package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallMeterTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private HttpServer endpoint;
  private AwsClients clients;
  private volatile int status = 200;
  private volatile String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    endpoint.start();
    var url = URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort());
    clients =
        new AwsClients(
            new Scope("us-east-1", url, new Scope.Credentials.Dummy(true)),
            List.of(new CallMeter(meters)));
  }

  @AfterEach
  void stop() {
    clients.close();
    endpoint.stop(0);
  }

  @Test
  void countsACallItsAttemptAndItsTime() {
    clients.dynamoDb().listTables();
    clients.dynamoDb().listTables();

    assertThat(counted())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("ok", 2.0, "throttled", 0.0, "denied", 0.0, "error", 0.0));
    assertThat(
            meters
                .get("soundbite.aws.attempts")
                .tags("service", "dynamodb", "operation", "ListTables")
                .counter()
                .count())
        .isEqualTo(2);
    assertThat(meters.get("soundbite.aws.call.duration").tag("service", "dynamodb").timer().count())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException, throttled, 3",
    "400, AccessDeniedException, denied, 1",
    "400, ResourceNotFoundException, not_found, 1",
    "400, ValidationException, error, 1",
    "400, LimitExceededException, error, 1",
    "500, InternalServerError, error, 3",
  })
  void saysHowEachAttemptEnded(int code, String error, String outcome, double attempts) {
    status = code;
    answer = "{\"__type\":\"com.amazonaws#" + error + "\",\"message\":\"no\"}";

    assertThat(catchThrowable(() -> clients.dynamoDb().listTables())).isNotNull();

    assertThat(counted()).containsEntry(outcome, attempts).doesNotContainKey("ok");
    assertThat(counted().values().stream().mapToDouble(it -> it).sum()).isEqualTo(attempts);
  }

  /** What the SDK calls a service is asked of the SDK. */
  @Test
  void namesServicesAsPoliciesDo() {
    status = 500;
    answer = "";
    Stream.<Executable>of(
            () -> clients.dynamoDb().listTables(),
            () -> clients.s3().listBuckets(),
            () -> clients.sqs().listQueues(),
            () -> clients.sns().listTopics(),
            () -> clients.ecr().describeRepositories(),
            () -> clients.iam().listRoles(),
            () -> clients.cloudWatch().describeAlarms(),
            () -> clients.logs().describeLogGroups(),
            () -> clients.tagging().getResources(),
            () -> clients.sts().getCallerIdentity())
        .forEach(it -> assertThat(catchThrowable(it::execute)).isNotNull());

    assertThat(meters.get("soundbite.aws.attempts").counters())
        .extracting(it -> it.getId().getTag("service"))
        .containsExactlyInAnyOrder(
            "dynamodb", "s3", "sqs", "sns", "ecr", "iam", "cloudwatch", "logs", "tag", "sts");
  }

  @Test
  void countsWhatGetsNoAnswer() {
    endpoint.stop(0);

    assertThat(catchThrowable(() -> clients.dynamoDb().listTables())).isNotNull();

    assertThat(counted()).containsEntry("error", 1.0);
  }

  private Map<String, Double> counted() {
    var counts = new TreeMap<String, Double>();
    for (var it : meters.get("soundbite.aws.calls").counters()) {
      assertThat(it.getId().getTag("service")).isEqualTo("dynamodb");
      assertThat(it.getId().getTag("operation")).isEqualTo("ListTables");
      counts.put(it.getId().getTag("outcome"), it.count());
    }
    return counts;
  }
}
