package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.soundbite.operator.blueprint.Owner;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** Many environments, each with a role of its own. */
class PlacesTest {
  private static final int MANY = 100;

  private final RateLimits limits = new RateLimits(new CallMeter(new SimpleMeterRegistry()), 0);

  @AutoClose
  private final Places places =
      new Places(
          List.of(limits),
          StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
          Clock.systemUTC());

  @Test
  void shareThreadsAndClients() {
    open(0);
    var before = Thread.getAllStackTraces().size();
    IntStream.range(1, MANY).forEach(this::open);

    assertThat(places.size()).isEqualTo(MANY);
    assertThat(places.sites()).isEqualTo(1);
    assertThat(Thread.getAllStackTraces().size() - before).isLessThan(5);

    IntStream.range(0, MANY).forEach(number -> places.leave(owner(number)));
    assertThat(places.size()).isZero();
    assertThat(places.sites()).as("closed with the last").isZero();
  }

  private void open(int number) {
    places.enter(owner(number), role(number));
    call(places.clients(role(number)));
    assertThat(places.providers(role(number))).isNotNull();
  }

  /** Every client, so that what each of them would start is started. */
  private static void call(AwsClients clients) {
    for (var call :
        List.<Runnable>of(
            () -> clients.dynamoDb().listTables(),
            () -> clients.sqs().listQueues(),
            () -> clients.sns().listTopics(),
            () -> clients.s3().listBuckets(),
            () -> clients.ecr().describeRepositories(),
            () -> clients.iam().listRoles(),
            () -> clients.cloudWatch().describeAlarms(),
            () -> clients.logs().describeLogGroups(),
            () -> clients.tagging().getResources(),
            () -> clients.sts().getCallerIdentity())) {
      try {
        call.run();
      } catch (SdkException e) {
        // Nothing listens there.
      }
    }
  }

  @Test
  void areClosedWithTheirLastEnvironment() {
    var shared = role(1);
    places.enter(owner(1), shared);
    places.enter(owner(2), shared);
    places.clients(shared);
    assertThat(places.registries(shared).apply("eu-west-1")).isNotNull();
    assertThat(places.size()).isEqualTo(2);

    places.leave(owner(1));
    assertThat(places.size()).as("of the other's").isEqualTo(2);
    places.leave(owner(2));
    assertThat(places.size()).isZero();
  }

  @Test
  void areClosedWhenTheLastEnvironmentMoves() {
    places.enter(owner(1), role(1));
    places.clients(role(1));
    places.enter(owner(1), role(2));
    places.clients(role(2));

    assertThat(places.size()).isEqualTo(1);
  }

  @Test
  void keepTheOperatorsOwn() {
    var own = new Scope("us-east-1", null, new Scope.Credentials.Operator());
    var clients = places.clients(own);
    places.enter(owner(1), own);
    places.leave(owner(1));

    assertThat(places.clients(own)).isSameAs(clients);
  }

  @Test
  void workAgainAfterAReturn() {
    IntStream.range(0, 3)
        .forEach(
            any -> {
              places.enter(owner(1), role(1));
              call(places.clients(role(1)));
              places.leave(owner(1));
            });
    assertThat(places.size()).isZero();
  }

  /** As by a reading that ends after the environment's deletion. */
  @Test
  void rememberNothingOfWhoIsGone() {
    places.enter(owner(1), role(1));
    places.leave(owner(1));

    call(places.clients(role(1)));
    assertThat(places.registries(role(1)).apply("eu-west-1")).isNotNull();
    assertThat(places.providers(role(1))).isNotNull();

    assertThat(places.size()).isZero();
    assertThat(places.sites()).isZero();
  }

  @Test
  void endTheRateLimitOfAnAccountThatNobodyIsIn() {
    var scope = new Scope("us-east-1", null, role(1).credentials());
    places.enter(owner(1), scope);
    assertThat(places.clients(scope)).isNotNull();
    var limit = limits.of(scope, "sqs:GetQueueUrl");

    places.leave(owner(1));

    assertThat(limits.of(scope, "sqs:GetQueueUrl")).isNotEqualTo(limit);
  }

  private static Owner owner(int number) {
    return new Owner("cluster", "team", "env-" + number);
  }

  private static Scope role(int number) {
    return new Scope(
        "us-east-1",
        URI.create("http://127.0.0.1:1"),
        new Scope.Credentials.Role(
            "arn:aws:iam::%012d:role/soundbite".formatted(number), "cluster/team/env-" + number));
  }
}
