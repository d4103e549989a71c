package io.soundbite.operator.controller;

import io.soundbite.operator.aws.AwsClients;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Everything an account holds of the kinds that environments consist of, from the services' own
 * listings: by {@code kind name}, every attribute in words.
 */
record AwsState(Map<String, String> resources) {
  private static final Pattern OWNER =
      Pattern.compile("soundbite\\.io/(owner|retained-by)(?:=|, Value=)([^\\s`*,})\"\\\\]+)");

  AwsState {
    resources = Map.copyOf(new TreeMap<>(resources));
  }

  static AwsState of(AwsClients aws) {
    var found = new TreeMap<String, String>();
    tables(aws, found);
    buckets(aws, found);
    queues(aws, found);
    topics(aws, found);
    repositories(aws, found);
    roles(aws, found);
    logs(aws, found);
    alarms(aws, found);
    dashboards(aws, found);
    return new AwsState(found);
  }

  /** Those whose names speak of {@code environment}. */
  AwsState of(String environment) {
    var its = new TreeMap<>(resources);
    its.keySet().removeIf(name -> !name.matches(".*[-/ ]" + environment + "([-/].*|$)"));
    return new AwsState(its);
  }

  /** The same without those of {@code environment}. */
  AwsState without(String environment) {
    var rest = new TreeMap<>(resources);
    rest.keySet().removeAll(of(environment).resources().keySet());
    return new AwsState(rest);
  }

  /** Who each says it belongs to, {@code owner=...} or {@code retained-by=...}; "" for nobody. */
  Map<String, String> owners() {
    var owners = new TreeMap<String, String>();
    resources.forEach(
        (name, attributes) -> {
          if (!name.startsWith("metric-filter ")) {
            var said = new TreeMap<String, String>();
            OWNER
                .matcher(attributes)
                .results()
                .forEach(it -> said.put(it.group(1), it.group(1) + "=" + it.group(2)));
            owners.put(name, String.join(" ", said.values()));
          }
        });
    return owners;
  }

  private static void tables(AwsClients aws, Map<String, String> found) {
    var dynamo = aws.dynamoDb();
    dynamo
        .listTables()
        .tableNames()
        .forEach(
            name -> {
              var table = dynamo.describeTable(it -> it.tableName(name)).table();
              found.put(
                  "table " + name,
                  "%s %s %s %s"
                      .formatted(
                          table,
                          dynamo.describeTimeToLive(it -> it.tableName(name)),
                          dynamo.describeContinuousBackups(it -> it.tableName(name)),
                          dynamo.listTagsOfResource(it -> it.resourceArn(table.tableArn()))));
            });
  }

  private static void buckets(AwsClients aws, Map<String, String> found) {
    var s3 = aws.s3();
    s3.listBuckets()
        .buckets()
        .forEach(
            bucket ->
                found.put(
                    "bucket " + bucket.name(),
                    "%s %s %s %s %s %s %s %s"
                        .formatted(
                            bucket.creationDate(),
                            set(() -> s3.getBucketTagging(it -> it.bucket(bucket.name()))),
                            set(() -> s3.getBucketPolicy(it -> it.bucket(bucket.name()))),
                            set(
                                () ->
                                    s3.getBucketLifecycleConfiguration(
                                        it -> it.bucket(bucket.name()))),
                            set(() -> s3.getBucketVersioning(it -> it.bucket(bucket.name()))),
                            set(() -> s3.getBucketEncryption(it -> it.bucket(bucket.name()))),
                            set(() -> s3.getPublicAccessBlock(it -> it.bucket(bucket.name()))),
                            s3.listObjectVersions(it -> it.bucket(bucket.name()).maxKeys(3)))));
  }

  private static void queues(AwsClients aws, Map<String, String> found) {
    var sqs = aws.sqs();
    sqs.listQueues()
        .queueUrls()
        .forEach(
            url ->
                found.put(
                    "queue " + url.substring(url.lastIndexOf('/') + 1),
                    "%s %s"
                        .formatted(
                            sqs.getQueueAttributes(
                                it -> it.queueUrl(url).attributeNames(QueueAttributeName.ALL)),
                            sqs.listQueueTags(it -> it.queueUrl(url)))));
  }

  private static void topics(AwsClients aws, Map<String, String> found) {
    var sns = aws.sns();
    sns.listTopics()
        .topics()
        .forEach(
            topic ->
                found.put(
                    "topic " + topic.topicArn().substring(topic.topicArn().lastIndexOf(':') + 1),
                    "%s %s %s"
                        .formatted(
                            sns.getTopicAttributes(it -> it.topicArn(topic.topicArn())),
                            sns.listTagsForResource(it -> it.resourceArn(topic.topicArn())),
                            sns.listSubscriptionsByTopic(it -> it.topicArn(topic.topicArn())))));
  }

  private static void repositories(AwsClients aws, Map<String, String> found) {
    var ecr = aws.ecr();
    ecr.describeRepositories()
        .repositories()
        .forEach(
            repository -> {
              var name = repository.repositoryName();
              found.put(
                  "repository " + name,
                  "%s %s %s %s"
                      .formatted(
                          repository,
                          set(
                              () ->
                                  ecr.getLifecyclePolicy(it -> it.repositoryName(name))
                                      .lifecyclePolicyText()),
                          ecr.listTagsForResource(it -> it.resourceArn(repository.repositoryArn())),
                          ecr.listImages(it -> it.repositoryName(name))));
            });
  }

  private static void roles(AwsClients aws, Map<String, String> found) {
    var iam = aws.iam();
    iam.listRoles()
        .roles()
        .forEach(
            role -> {
              var name = role.roleName();
              var policies = new TreeMap<String, String>();
              iam.listRolePolicies(it -> it.roleName(name))
                  .policyNames()
                  .forEach(
                      policy ->
                          policies.put(
                              policy,
                              iam.getRolePolicy(it -> it.roleName(name).policyName(policy))
                                  .policyDocument()));
              found.put(
                  "role " + name,
                  "%s %s %s"
                      .formatted(
                          iam.getRole(it -> it.roleName(name)).role(),
                          policies,
                          iam.listAttachedRolePolicies(it -> it.roleName(name))));
            });
  }

  private static void logs(AwsClients aws, Map<String, String> found) {
    var logs = aws.logs();
    logs.describeLogGroups()
        .logGroups()
        .forEach(
            group ->
                found.put(
                    "log-group " + group.logGroupName(),
                    "%s %s"
                        .formatted(
                            group,
                            logs.listTagsForResource(
                                it -> it.resourceArn(group.arn().replaceAll(":\\*$", ""))))));
    logs.describeMetricFilters()
        .metricFilters()
        .forEach(
            filter ->
                found.put(
                    "metric-filter " + filter.logGroupName() + "/" + filter.filterName(),
                    filter.toString()));
  }

  private static void alarms(AwsClients aws, Map<String, String> found) {
    var cloudWatch = aws.cloudWatch();
    cloudWatch
        .describeAlarmsPaginator()
        .metricAlarms()
        .forEach(
            alarm ->
                found.put(
                    "alarm " + alarm.alarmName(),
                    "%s %s"
                        .formatted(
                            alarm,
                            cloudWatch.listTagsForResource(
                                it -> it.resourceARN(alarm.alarmArn())))));
  }

  private static void dashboards(AwsClients aws, Map<String, String> found) {
    var cloudWatch = aws.cloudWatch();
    cloudWatch
        .listDashboards(it -> {})
        .dashboardEntries()
        .forEach(
            entry ->
                found.put(
                    "dashboard " + entry.dashboardName(),
                    cloudWatch
                        .getDashboard(it -> it.dashboardName(entry.dashboardName()))
                        .dashboardBody()));
  }

  /** A setting, or that it is not set. */
  private static String set(Supplier<?> setting) {
    try {
      return setting.get().toString();
    } catch (AwsServiceException e) {
      return "unset";
    }
  }
}
