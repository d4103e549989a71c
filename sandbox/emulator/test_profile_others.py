"""Tests of the realistic profile: SNS, ECR, CloudWatch and Logs."""

import hashlib
import json
import unittest
import urllib.parse
import urllib.request

from profiletest import REGION, ProfileTest, clock, url

IMAGE = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"


class SnsTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.sns = self.client("sns")
        self.topic = self.sns.create_topic(Name="alerts")["TopicArn"]

    def subscribe(self, **more):
        subscribed = self.sns.subscribe(TopicArn=self.topic, Protocol="email", Endpoint="a@b.example", **more)
        return subscribed["SubscriptionArn"]

    def arns(self):
        listed = self.sns.list_subscriptions_by_topic(TopicArn=self.topic)["Subscriptions"]
        return [each["SubscriptionArn"] for each in listed]

    def test_an_address_is_subscribed_when_it_has_confirmed(self):
        self.assertEqual("pending confirmation", self.subscribe())
        self.assertEqual("pending confirmation", self.subscribe())
        arn = self.subscribe(ReturnSubscriptionArn=True)
        self.assertTrue(arn.startswith("arn:"), arn)
        self.assertEqual(["PendingConfirmation"], self.arns())
        self.assert_fails("InvalidParameter", lambda: self.sns.unsubscribe(SubscriptionArn=arn))
        self.assert_fails(
            "InvalidParameter", lambda: self.sns.confirm_subscription(TopicArn=self.topic, Token="x")
        )
        self.sns.confirm_subscription(TopicArn=self.topic, Token="a@b.example")
        self.assertEqual([arn], self.arns())
        self.sns.unsubscribe(SubscriptionArn=arn)
        self.assertEqual([], self.arns())

    def test_who_has_not_confirmed_in_two_days_is_forgotten(self):
        self.subscribe()
        clock.advance(48 * 3600 - 1)
        self.assertEqual(["PendingConfirmation"], self.arns())
        clock.advance(2)
        self.assertEqual([], self.arns())

    def test_queues_need_not_confirm(self):
        queue = f"arn:aws:sqs:{REGION}:{self.account}:jobs"
        self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=queue)
        self.assertTrue(self.arns()[0].startswith("arn:"))

    def test_a_policy_names_roles_that_exist_and_is_normalised(self):
        def policy(principal):
            statement = {"Effect": "Allow", "Principal": {"AWS": [principal]}, "Action": ["sns:Publish"],
                         "Resource": self.topic}  # fmt: skip
            return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

        def put(principal):
            self.sns.set_topic_attributes(
                TopicArn=self.topic, AttributeName="Policy", AttributeValue=policy(principal)
            )

        role = f"arn:aws:iam::{self.account}:role/none"
        self.assert_fails("InvalidParameter", lambda: put(role), "PrincipalNotFound", 400)
        iam = self.client("iam")
        api = iam.create_role(RoleName="api", AssumeRolePolicyDocument="{}")["Role"]
        clock.advance(11)
        put(api["Arn"])
        iam.delete_role(RoleName="api")
        shown = self.sns.get_topic_attributes(TopicArn=self.topic)["Attributes"]["Policy"]
        self.assertEqual({"AWS": api["RoleId"]}, json.loads(shown)["Statement"][0]["Principal"])
        put(self.account)
        shown = self.sns.get_topic_attributes(TopicArn=self.topic)["Attributes"]["Policy"]
        statement = json.loads(shown)["Statement"][0]
        self.assertEqual({"AWS": f"arn:aws:iam::{self.account}:root"}, statement["Principal"])
        self.assertEqual("sns:Publish", statement["Action"])


class EcrTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.ecr = self.client("ecr")
        self.ecr.create_repository(repositoryName="api")

    def image(self, content):
        config = {"digest": "sha256:" + hashlib.sha256(content.encode()).hexdigest(), "size": 1}
        return json.dumps({"schemaVersion": 2, "mediaType": IMAGE, "config": config, "layers": []})

    def index(self, *digests):
        manifests = [{"mediaType": IMAGE, "digest": digest, "size": 1} for digest in digests]
        return json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests})

    def put(self, manifest, **more):
        put = self.ecr.put_image(repositoryName="api", imageManifest=manifest, **more)
        return put["image"]["imageId"]["imageDigest"]

    def delete(self, *digests):
        ids = [{"imageDigest": digest} for digest in digests]
        return self.ecr.batch_delete_image(repositoryName="api", imageIds=ids)

    def test_an_index_comes_after_its_images_and_goes_before_them(self):
        missing = "sha256:" + "0" * 64
        self.assert_fails("ReferencedImagesNotFoundException", lambda: self.put(self.index(missing)))
        children = [self.put(self.image(content)) for content in ("amd64", "arm64")]
        index = self.put(self.index(*children), imageTag="1.4.2")
        images = self.ecr.describe_images(repositoryName="api")["imageDetails"]
        tags = {image["imageDigest"]: image.get("imageTags", []) for image in images}
        self.assertEqual({children[0]: [], children[1]: [], index: ["1.4.2"]}, tags)
        other = self.put(self.image("other"))
        failed = self.delete(children[0], other)
        left = self.ecr.describe_images(repositoryName="api")["imageDetails"]
        self.assertCountEqual([*children, index], [it["imageDigest"] for it in left])
        self.assertEqual("ImageReferencedByManifestList", failed["failures"][0]["failureCode"])
        self.assertIn(index, failed["failures"][0]["failureReason"])
        self.assertEqual([], self.delete(index).get("failures", []))
        self.assertEqual([], self.delete(*children).get("failures", []))

    def test_an_index_is_deleted_with_its_images(self):
        child = self.put(self.image("amd64"))
        index = self.put(self.index(child), imageTag="1.4.2")
        self.assertEqual([], self.delete(index, child).get("failures", []))

    def test_layers_are_pulled_by_other_accounts_as_the_policy_lets_them(self):
        other = str(int(self.account) + 1_000_000)
        self.realistic(account=other)
        layer = {"registryId": self.account, "repositoryName": "api", "layerDigest": "sha256:" + "0" * 64}
        pull = self.client("ecr", account=other).get_download_url_for_layer
        self.assert_fails("AccessDeniedException", lambda: pull(**layer), "ecr:GetDownloadUrlForLayer", 400)

    def test_a_policy_names_roles_that_exist_and_is_normalised(self):
        def put(principal):
            actions = ["ecr:BatchGetImage"]
            statement = {"Effect": "Allow", "Principal": {"AWS": [principal]}, "Action": actions}
            text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            self.ecr.set_repository_policy(repositoryName="api", policyText=text)

        none = f"arn:aws:iam::{self.account}:role/none"
        self.assert_fails("InvalidParameterException", lambda: put(none), "Invalid repository policy")
        put("111111111111")
        shown = json.loads(self.ecr.get_repository_policy(repositoryName="api")["policyText"])["Statement"][0]
        self.assertEqual({"AWS": "arn:aws:iam::111111111111:root"}, shown["Principal"])
        self.assertEqual("ecr:BatchGetImage", shown["Action"])


class CloudWatchTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.cloudwatch = self.client("cloudwatch")

    def alarm(self, name, namespace, metric, **dimensions):
        clock.advance(1)  # for the rate
        self.cloudwatch.put_metric_alarm(
            AlarmName=name,
            Namespace=namespace,
            MetricName=metric,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            Period=60,
            Statistic="Sum",
            Threshold=1,
            TreatMissingData="notBreaching",
        )

    def states(self):
        clock.advance(1)
        return {it["AlarmName"]: it["StateValue"] for it in self.cloudwatch.describe_alarms()["MetricAlarms"]}

    def test_an_alarm_on_a_series_that_nobody_has_published(self):
        self.client("sqs").create_queue(QueueName="jobs")
        self.alarm("queue", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName="jobs")
        self.alarm("no-queue", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName="none")
        self.alarm("pods", "ContainerInsights", "pod_number_of_running_containers", ClusterName="c")
        unknown = {"no-queue": "INSUFFICIENT_DATA", "pods": "INSUFFICIENT_DATA"}
        self.assertEqual({"queue": "OK", **unknown}, self.states())
        self.cloudwatch.put_metric_data(Namespace="ContainerInsights", MetricData=[{
            "MetricName": "pod_number_of_running_containers", "Value": 1,
            "Dimensions": [{"Name": "ClusterName", "Value": "c"}],
        }])  # fmt: skip
        self.assertEqual("OK", self.states()["pods"])
        self.cloudwatch.set_alarm_state(AlarmName="no-queue", StateValue="ALARM", StateReason="test")
        self.assertEqual("ALARM", self.states()["no-queue"])
        self.cloudwatch.delete_alarms(AlarmNames=["no-queue"])
        self.alarm("no-queue", "AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName="none")
        self.assertEqual("INSUFFICIENT_DATA", self.states()["no-queue"])
        self.assertNotIn("INSUFFICIENT_DATA", json.dumps(self.state()["cloudwatch"]))

    def test_a_metric_filter_with_a_default_publishes(self):
        logs = self.client("logs")
        logs.create_log_group(logGroupName="api")
        for name, more in (("errors", {"defaultValue": 0}), ("rare", {})):
            clock.advance(1)
            metric = {"metricName": name, "metricNamespace": "SoundBite/x", "metricValue": "1", **more}
            logs.put_metric_filter(
                logGroupName="api", filterName=name, filterPattern="E", metricTransformations=[metric]
            )
            self.alarm(name, "SoundBite/x", name)
        self.assertEqual({"errors": "OK", "rare": "INSUFFICIENT_DATA"}, self.states())

    def test_alarms_by_the_query_protocol(self):
        """The SDK for Java uses it."""
        self.alarm("pods", "ContainerInsights", "pods")
        answer = self.query(Action="DescribeAlarms")
        self.assertIn("<StateValue>INSUFFICIENT_DATA</StateValue>", answer)
        for n in range(54):
            self.alarm(f"a-{n:02}", "ContainerInsights", "pods")
        page = self.query(Action="DescribeAlarms", MaxRecords="30")
        self.assertEqual((30, True), (page.count("<AlarmName>"), "<NextToken>30</NextToken>" in page))
        page = self.query(Action="DescribeAlarms", MaxRecords="30", NextToken="30")
        self.assertEqual((25, False), (page.count("<AlarmName>"), "<NextToken>" in page))
        pages = self.cloudwatch.get_paginator("describe_alarms").paginate()
        self.assertEqual([50, 5], [len(page["MetricAlarms"]) for page in pages])

    def query(self, **form):
        clock.advance(1)
        scope = f"{self.account}/20300101/{REGION}/monitoring/aws4_request"
        headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
        body = urllib.parse.urlencode({"Version": "2010-08-01", **form}).encode()
        request = urllib.request.Request(url, body, headers)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
            return answer.read().decode()


class LogsTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.logs = self.client("logs")
        self.logs.create_log_group(logGroupName="api")
        clock.advance(1)

    def filter(self, n):
        metric = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
        self.logs.put_metric_filter(
            logGroupName="api", filterName=f"f-{n:03}", filterPattern="E", metricTransformations=[metric]
        )

    def test_filters_have_pages_of_fifty_at_most(self):
        for n in range(60):
            clock.advance(1)
            self.filter(n)
        pages = self.logs.get_paginator("describe_metric_filters").paginate()
        self.assertEqual([50, 10], [len(page["metricFilters"]) for page in pages])
        self.assertEqual(7, len(self.logs.describe_metric_filters(limit=7)["metricFilters"]))
        client = self.client("logs", parameter_validation=False)
        self.assert_fails("InvalidParameterException", lambda: client.describe_metric_filters(limit=51))

    def test_writes_that_meet_are_refused_at_times(self):
        refused = 0
        for n in range(60):
            clock.advance(0.25)
            try:
                self.logs.put_retention_policy(logGroupName="api", retentionInDays=(1, 3)[n % 2])
            except self.logs.exceptions.OperationAbortedException:
                refused += 1
        self.assertTrue(1 <= refused <= 20, refused)
        self.assertEqual({None, "logs.concurrent"}, set(self.rules("PutRetentionPolicy")))


if __name__ == "__main__":
    unittest.main()
