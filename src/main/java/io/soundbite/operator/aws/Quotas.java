package io.soundbite.operator.aws;

import io.soundbite.operator.engine.Result;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/**
 * How far quotas are used: the limit from Service Quotas, and a count of what there is. A listing
 * costs a call for each page (100 tables or alarms, 1,000 repositories, all buckets at once); IAM
 * tells both numbers in one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html">GetServiceQuota</a>
 *     and <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html">GetAccountSummary</a>
 */
public final class Quotas {
  private static final int ALARMS_PAGE = 100;
  private static final int BUCKETS_PAGE = 10_000;
  private static final int REPOSITORIES_PAGE = 1000;

  /** Up to this part of the documented number it need not be asked for. */
  static final int WELL_BELOW = 10;

  private final AwsClients clients;
  private final ServiceQuotasClient accounts;
  private final Clock clock;

  /**
   * @param clients of the region in which is counted
   * @param accounts tells the quotas of the account as a whole
   */
  public Quotas(AwsClients clients, AwsClients accounts, Clock clock) {
    this.clients = clients;
    this.accounts = accounts.serviceQuotas();
    this.clock = clock;
  }

  /** Of {@code scope}, wherever its account's quotas are asked for. */
  public static Quotas of(Places places, Scope scope, Clock clock) {
    return new Quotas(
        places.clients(scope), places.clients(scope.in(Quota.homeOf(scope.region()))), clock);
  }

  /** How far {@code quota} is used; a failure when AWS does not say. */
  public Result<Usage> usage(Quota quota) {
    return AwsErrors.result(
        quota.service() + "/" + quota.code(),
        () -> {
          var began = clock.instant();
          return switch (quota) {
            case TABLES -> usage(quota, tables(), clients.serviceQuotas(), began);
            case ALARMS -> usage(quota, alarms(), clients.serviceQuotas(), began);
            case BUCKETS -> usage(quota, buckets(), accounts, began);
            case REPOSITORIES ->
                usage(quota, repositories(clients.ecr()), clients.serviceQuotas(), began);
            case ROLES -> roles(began);
          };
        });
  }

  private static Usage usage(Quota quota, long used, ServiceQuotasClient quotas, Instant began) {
    return new Usage(
        used, applied(quota, quotas).orElseGet(() -> given(quota, used, quotas)), began);
  }

  /** What the account was given; empty for one that never asked for more. */
  private static Optional<Long> applied(Quota quota, ServiceQuotasClient quotas) {
    return Observed.unlessMissing(
            () ->
                quotas.getServiceQuota(
                    it -> it.serviceCode(quota.service()).quotaCode(quota.code())))
        .map(answer -> answer.quota().value().longValue());
  }

  /**
   * What AWS gives everybody. AWS has raised such numbers and lowered none of these, so it is asked
   * only where the documented one may be reached.
   */
  private static long given(Quota quota, long used, ServiceQuotasClient quotas) {
    if (used <= quota.documented() / WELL_BELOW) {
      return quota.documented();
    }
    return quotas
        .getAWSDefaultServiceQuota(it -> it.serviceCode(quota.service()).quotaCode(quota.code()))
        .quota()
        .value()
        .longValue();
  }

  private long tables() {
    return clients.dynamoDb().listTablesPaginator().tableNames().stream().count();
  }

  private long alarms() {
    return clients
        .cloudWatch()
        .describeAlarmsPaginator(
            it ->
                it.maxRecords(ALARMS_PAGE)
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .stream()
        .mapToLong(page -> page.metricAlarms().size() + page.compositeAlarms().size())
        .sum();
  }

  private long buckets() {
    return clients.s3().listBucketsPaginator(it -> it.maxBuckets(BUCKETS_PAGE)).buckets().stream()
        .count();
  }

  private static long repositories(EcrClient ecr) {
    return ecr.describeRepositoriesPaginator(it -> it.maxResults(REPOSITORIES_PAGE)).stream()
        .mapToLong(page -> page.repositories().size())
        .sum();
  }

  private Usage roles(Instant began) {
    var summary = clients.iam().getAccountSummary().summaryMap();
    return new Usage(
        summary.getOrDefault(SummaryKeyType.ROLES, 0),
        summary.getOrDefault(SummaryKeyType.ROLES_QUOTA, Integer.MAX_VALUE),
        began);
  }
}
