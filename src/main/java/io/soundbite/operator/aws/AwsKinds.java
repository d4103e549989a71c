package io.soundbite.operator.aws;

import io.soundbite.operator.engine.ProviderSet;
import java.time.Clock;
import java.util.List;

/** All kinds of AWS resources: one line each. */
final class AwsKinds {
  private AwsKinds() {}

  /** Their providers for one scope, which share a reading of tags in each pass. */
  static ProviderSet of(AwsClients clients, Clock clock) {
    var tags = new TagIndex(clients.tagging());
    var kinds =
        List.of(
            new DynamoTables(clients.dynamoDb(), tags),
            new S3Buckets(clients.s3(), tags),
            new SqsQueues(clients.sqs(), tags),
            new SnsTopics(clients.sns(), tags),
            new EcrRepositories(clients.ecr(), tags),
            new IamRoles(clients.iam()),
            new LogGroups(clients.logs(), tags),
            new MetricFilters(clients.logs()),
            new CloudWatchAlarms(clients.cloudWatch(), tags),
            new Dashboards(clients.cloudWatch(), clock));
    return new ProviderSet(
        kinds.stream().map(kind -> new AwsProvider<>(kind, clock, tags)).toList(), tags::prepare);
  }
}
