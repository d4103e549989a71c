package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.leadership.WriteGate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

class WriteGuardTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicBoolean leads = new AtomicBoolean();
  private final AtomicInteger calls = new AtomicInteger();
  private final WriteGate gate = new WriteGate(leads::get);
  private HttpServer endpoint;
  private AwsClients clients;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    endpoint.start();
    var url = URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort());
    clients =
        new AwsClients(
            new Scope("us-east-1", url, new Scope.Credentials.Dummy(true)),
            List.of(new WriteGuard(gate), new CallMeter(meters)));
  }

  @AfterEach
  void stop() {
    clients.close();
    endpoint.stop(0);
  }

  static Stream<Consumer<AwsClients>> writes() {
    return Stream.of(
        it -> it.sqs().createQueue(queue -> queue.queueName("a")),
        it -> it.sqs().setQueueAttributes(queue -> queue.queueUrl("http://127.0.0.1/a")),
        it -> it.sqs().tagQueue(queue -> queue.queueUrl("http://127.0.0.1/a")),
        it -> it.sqs().receiveMessage(queue -> queue.queueUrl("http://127.0.0.1/a")),
        it -> it.sqs().startMessageMoveTask(task -> task.sourceArn("a")),
        it -> it.dynamoDb().deleteTable(table -> table.tableName("a")),
        it -> it.s3().putObject(object -> object.bucket("a").key("b"), RequestBody.fromString("c")),
        it -> it.s3().deleteBucket(bucket -> bucket.bucket("a")),
        it -> it.iam().updateAssumeRolePolicy(role -> role.roleName("a").policyDocument("{}")),
        it -> it.ecr().putImage(image -> image.repositoryName("a").imageManifest("{}")),
        it -> it.logs().putRetentionPolicy(group -> group.logGroupName("a").retentionInDays(1)));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void isNotSentWithoutALease(Consumer<AwsClients> write) {
    assertThatExceptionOfType(WriteGuard.NotLeading.class)
        .isThrownBy(() -> write.accept(clients))
        .satisfies(
            it -> assertThat(AwsErrors.kind(it)).isEqualTo(Failure.Kind.NOT_LEADING),
            it -> assertThat(AwsErrors.failure(it, "a").action()).contains(":"));
    assertThat(calls).hasValue(0);
    assertThat(gate.awaitIdle(Duration.ZERO)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("writes")
  void isSentWithALease(Consumer<AwsClients> write) {
    leads.set(true);
    catchThrowable(() -> write.accept(clients)); // of the empty answer
    assertThat(calls).hasPositiveValue();
    assertThat(gate.awaitIdle(Duration.ZERO)).isTrue();
  }

  @Test
  void readsAreFree() {
    catchThrowable(() -> clients.sqs().listQueues());
    catchThrowable(() -> clients.s3().headBucket(it -> it.bucket("a")));
    catchThrowable(() -> clients.s3().getBucketPolicy(it -> it.bucket("a")));
    catchThrowable(
        () -> clients.ecr().batchGetImage(it -> it.repositoryName("a").imageIds(List.of())));
    catchThrowable(() -> clients.sts().getCallerIdentity());
    catchThrowable(() -> clients.cloudWatch().describeAlarms());
    assertThat(calls).hasValue(6);
  }

  @Test
  void aWriteThatFailsIsNoLongerUnderWay() {
    leads.set(true);
    status = 503;
    assertThatExceptionOfType(SdkException.class)
        .isThrownBy(() -> clients.sqs().createQueue(it -> it.queueName("a")));
    assertThat(gate.awaitIdle(Duration.ZERO)).isTrue();
  }

  @Test
  void isCountedAsNeitherAnAttemptNorAnError() {
    catchThrowable(() -> clients.sqs().createQueue(it -> it.queueName("a")));
    assertThat(meters.find("soundbite.aws.attempts").counter()).isNull();
    assertThat(meters.get("soundbite.aws.calls").tag("outcome", "not_leading").counter().count())
        .isOne();
    assertThat(meters.get("soundbite.aws.calls").tag("outcome", "error").counter().count())
        .isZero();
  }
}
