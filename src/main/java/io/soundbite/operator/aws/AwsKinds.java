package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.Key;
import io.soundbite.operator.engine.ProviderSet;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** All kinds of AWS resources: one line each. */
final class AwsKinds {
  private static final System.Logger LOG = System.getLogger(AwsKinds.class.getName());

  private AwsKinds() {}

  /** Their providers for one scope, whose associations are at once in effect. */
  static ProviderSet of(AwsClients clients, Clock clock) {
    return of(clients, new PodIdentityAssociations(clients::eks, Duration.ZERO), clock);
  }

  /**
   * Their providers for one scope, which share a reading of tags in each pass.
   *
   * @param associations of the cluster, which may be elsewhere
   */
  static ProviderSet of(AwsClients clients, PodIdentityAssociations associations, Clock clock) {
    var log = new Unshown(clients.scope().place(), line -> LOG.log(Level.INFO, line));
    return of(clients, associations, clock, log);
  }

  /** The same, telling {@code unshown} what the endpoint does not show. */
  static ProviderSet of(AwsClients clients, Clock clock, Unshown unshown) {
    var associations = new PodIdentityAssociations(clients::eks, Duration.ZERO);
    return of(clients, associations, clock, unshown);
  }

  private static ProviderSet of(
      AwsClients clients, PodIdentityAssociations associations, Clock clock, Unshown unshown) {
    var tags = new TagIndex(clients.tagging(), clients.scope().onlyOwner(), clock);
    var rarely = new Rarely(clock);
    var dashboards = new Dashboards(clients.cloudWatch(), clock);
    var kinds =
        List.of(
            new DynamoTables(clients.dynamoDb(), tags, rarely),
            S3Buckets.of(clients, tags, rarely),
            new SqsQueues(clients.sqs(), tags),
            new SnsTopics(clients.sns(), tags, rarely),
            new EcrRepositories(clients.ecr(), tags, rarely),
            new IamRoles(clients.iam(), rarely, clock),
            associations,
            new LogGroups(clients.logs(), tags, rarely),
            new MetricFilters(clients.logs()),
            new CloudWatchAlarms(clients.cloudWatch(), tags, clock),
            dashboards);
    return new ProviderSet(
        kinds.stream().map(kind -> provider(kind, clock, tags, unshown)).toList(),
        tags::prepare,
        memory(tags, rarely, dashboards));
  }

  private static ProviderSet.Memory memory(TagIndex tags, Rarely rarely, Dashboards dashboards) {
    return new ProviderSet.Memory() {
      @Override
      public void renew(Set<Key> keys) {
        rarely.forget(keys);
      }

      @Override
      public void drop(Set<Key> keys) {
        rarely.forget(keys);
        tags.drop(keys);
        dashboards.drop(keys);
      }
    };
  }

  private static <D extends Desired> AwsProvider<D> provider(
      AwsKind<D> kind, Clock clock, TagReader tags, Unshown unshown) {
    return new AwsProvider<>(kind, clock, tags, unshown);
  }
}
