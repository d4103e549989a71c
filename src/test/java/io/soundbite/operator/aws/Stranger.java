package io.soundbite.operator.aws;

import io.soundbite.operator.blueprint.CloudWatchAlarm;
import io.soundbite.operator.blueprint.Dashboard;
import io.soundbite.operator.blueprint.Desired;
import io.soundbite.operator.blueprint.DynamoTable;
import io.soundbite.operator.blueprint.EcrRepository;
import io.soundbite.operator.blueprint.IamRole;
import io.soundbite.operator.blueprint.KubeObject;
import io.soundbite.operator.blueprint.LogGroup;
import io.soundbite.operator.blueprint.MetricFilter;
import io.soundbite.operator.blueprint.PodIdentityAssociation;
import io.soundbite.operator.blueprint.S3Bucket;
import io.soundbite.operator.blueprint.SnsTopic;
import io.soundbite.operator.blueprint.SqsQueue;

/**
 * Somebody with the console: brings resources to any state with the SDK alone, by calls of its own
 * and not the operator's, so that what the operator writes and reads is checked from outside.
 */
public final class Stranger {
  private final StrangeTables tables;
  private final StrangeBuckets buckets;
  private final StrangeQueues queues;
  private final StrangeRoles roles;
  private final StrangeWatch watch;
  private final StrangeAssociations associations;
  private final AwsClients aws;

  /** Works with {@code aws}, which stays the caller's to close. */
  public Stranger(AwsClients aws) {
    this.aws = aws;
    tables = new StrangeTables(aws.dynamoDb());
    buckets = new StrangeBuckets(aws.s3());
    queues = new StrangeQueues(aws.sqs(), aws.sns());
    roles = new StrangeRoles(aws.iam(), aws.ecr());
    associations = new StrangeAssociations(aws.eks());
    watch = new StrangeWatch(aws.cloudWatch(), aws.logs());
  }

  /** Changes what is as {@code before} says to what {@code after} says. */
  public void change(Desired before, Desired after) {
    switch (after) {
      case DynamoTable table -> tables.change((DynamoTable) before, table);
      case S3Bucket bucket -> buckets.change((S3Bucket) before, bucket);
      case SqsQueue queue -> queues.change((SqsQueue) before, queue);
      case SnsTopic topic -> queues.change((SnsTopic) before, topic);
      case EcrRepository repository -> roles.change((EcrRepository) before, repository);
      case IamRole role -> roles.change((IamRole) before, role);
      case PodIdentityAssociation association ->
          associations.change((PodIdentityAssociation) before, association);
      case LogGroup group -> watch.change((LogGroup) before, group);
      case MetricFilter filter -> watch.put(filter);
      case CloudWatchAlarm alarm -> watch.change((CloudWatchAlarm) before, alarm);
      case Dashboard dashboard -> watch.put(dashboard);
      case KubeObject object -> throw new IllegalArgumentException("not of AWS: " + object.key());
    }
  }

  /**
   * Deletes what is as {@code have} says and makes {@code instead}, where no change leads there.
   */
  void replace(Desired have, Desired instead) {
    delete(have);
    switch (instead) {
      case DynamoTable table -> tables.make(table);
      case S3Bucket bucket -> buckets.make(bucket);
      case EcrRepository repository -> roles.make(repository);
      default -> throw new IllegalArgumentException("can be changed: " + instead.key());
    }
  }

  /** Deletes what is as {@code have} says; images go with their repository. */
  public void delete(Desired have) {
    var name = have.key().name();
    switch (have) {
      case DynamoTable table -> tables.delete(table);
      case S3Bucket bucket -> aws.s3().deleteBucket(it -> it.bucket(name));
      case SqsQueue queue -> aws.sqs().deleteQueue(it -> it.queueUrl(queue.url()));
      case SnsTopic topic -> aws.sns().deleteTopic(it -> it.topicArn(topic.arn()));
      case EcrRepository repository ->
          aws.ecr().deleteRepository(it -> it.repositoryName(name).force(true));
      case IamRole role -> roles.delete(role);
      case PodIdentityAssociation association -> associations.delete(association);
      case LogGroup group -> aws.logs().deleteLogGroup(it -> it.logGroupName(name));
      case MetricFilter filter ->
          aws.logs().deleteMetricFilter(it -> it.logGroupName(filter.logGroup()).filterName(name));
      case CloudWatchAlarm alarm -> aws.cloudWatch().deleteAlarms(it -> it.alarmNames(name));
      case Dashboard dashboard -> aws.cloudWatch().deleteDashboards(it -> it.dashboardNames(name));
      case KubeObject object -> throw new IllegalArgumentException("not of AWS: " + object.key());
    }
  }
}
