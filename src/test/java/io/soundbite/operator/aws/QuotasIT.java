package io.soundbite.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.soundbite.operator.engine.Failure;
import io.soundbite.operator.engine.ManualClock;
import io.soundbite.operator.engine.Result;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;

class QuotasIT {
  private final ManualClock clock = new ManualClock();
  @AutoClose private final Emulator emulator = new Emulator();
  private final AwsClients aws = emulator.clients();
  private final Quotas quotas = new Quotas(aws, aws, clock);

  @ParameterizedTest
  @CsvSource({
    "TABLES, 2500",
    "ALARMS, 5000",
    "BUCKETS, 10000",
    "REPOSITORIES, 100000",
    "ROLES, 1000"
  })
  void withoutAnythingAppliedTheLimitIsTheDefault(Quota quota, long limit) {
    assertThat(quotas.usage(quota)).isEqualTo(usage(0, limit));
  }

  @ParameterizedTest
  @EnumSource(Quota.class)
  void whatTheAccountWasGivenCounts(Quota quota) {
    emulator.quota(quota, 7);

    assertThat(quotas.usage(quota)).isEqualTo(usage(0, 7));
  }

  @Test
  void whatThereIsIsCounted() {
    aws.s3().createBucket(it -> it.bucket(emulator.names().bucket()));
    aws.ecr().createRepository(it -> it.repositoryName("a"));
    aws.ecr().createRepository(it -> it.repositoryName("b"));
    aws.iam().createRole(it -> it.roleName("a").assumeRolePolicyDocument("{}"));

    assertThat(quotas.usage(Quota.BUCKETS)).isEqualTo(usage(1, 10_000));
    assertThat(quotas.usage(Quota.REPOSITORIES)).isEqualTo(usage(2, 100_000));
    assertThat(quotas.usage(Quota.ROLES)).isEqualTo(usage(1, 1_000));
    assertThat(emulator.calls().of(() -> quotas.usage(Quota.ROLES))).hasSize(1);
  }

  @Test
  void allPagesAreCounted() {
    IntStream.range(0, 101)
        .forEach(
            number ->
                aws.cloudWatch()
                    .putMetricAlarm(
                        it ->
                            it.alarmName("alarm-" + number)
                                .namespace("any")
                                .metricName("any")
                                .statistic("Sum")
                                .period(60)
                                .evaluationPeriods(1)
                                .threshold(1.0)
                                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)));

    assertThat(quotas.usage(Quota.ALARMS)).isEqualTo(usage(101, 5_000));
  }

  @Test
  void theDefaultIsAskedForOnlyWhereTheDocumentedOneMayBeReached() {
    assertThat(emulator.calls().of(() -> quotas.usage(Quota.TABLES)))
        .doesNotContain("GetAWSDefaultServiceQuota");
    OtherTables.createUntilTheQuotaIsAskedFor(aws.dynamoDb());

    assertThat(emulator.calls().of(() -> quotas.usage(Quota.TABLES)))
        .contains("GetAWSDefaultServiceQuota");
  }

  @ParameterizedTest
  @EnumSource(Quota.class)
  void aRefusalIsAValue(Quota quota) {
    emulator.refuse("AccessDenied");

    assertThat(quotas.usage(quota))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            it -> assertThat(it.failure().kind()).isEqualTo(Failure.Kind.DENIED));
  }

  private Result<Usage> usage(long used, long limit) {
    return new Result.Ok<>(new Usage(used, limit, clock.instant()));
  }
}
