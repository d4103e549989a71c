"""Tests of profiles: settings, and the rules of all services."""

import json
import re
import time
import unittest
import urllib.error

from botocore.exceptions import ClientError, ConnectionClosedError, ConnectionError

from profiles import Profiles
from profiles.clock import Clock
from profiles.rates import Bucket
from profiles.settings import settings_of_environment
from profiletest import REGION, ProfileTest, account_of, clock, control
from test_profile_dynamodb import Table


class ControlTest(ProfileTest):
    def test_a_profile_is_read_back(self):
        control("POST", "profile", {"account": self.account, "name": "realistic", "speed": 60, "seed": 7})
        told = control("GET", f"profile?account={self.account}")
        self.assertEqual((self.account, "realistic"), (told["account"], told["name"]))
        self.assertEqual((60, 7), (told["speed"], told["seed"]))
        self.assertEqual(0.001, told["failures"])

    def test_an_account_without_one_has_the_default_of_all(self):
        self.assertEqual("kind", control("GET", "profile?account=399999999999")["name"])
        self.assertEqual("kind", control("GET", "profile")["name"])

    def test_what_makes_no_sense_is_refused(self):
        for spec in (
            [], {}, {"name": "nice"}, {"name": "realistic", "sped": 2}, {"name": "realistic", "speed": 0},
            {"name": "realistic", "failures": 2}, {"name": "realistic", "seed": "x"},
            {"name": "realistic", "denied": "s3:GetObject"}, {"name": "realistic", "account": "1"},
        ):  # fmt: skip
            with self.assertRaises(urllib.error.HTTPError) as caught:
                control("POST", "profile", spec)
            self.assertEqual(400, caught.exception.code, spec)
            self.assertIn("error", json.loads(caught.exception.read()))

    def test_the_environment_sets_the_default(self):
        told = settings_of_environment(
            {"SANDBOX_AWS_PROFILE": "realistic", "SANDBOX_AWS_SPEED": "60", "SANDBOX_AWS_FAILURES": "0.5"}
        )
        self.assertEqual(("realistic", 60, 0.5), (told.name, told.speed, told.failures))
        self.assertEqual("kind", settings_of_environment({}).name)
        with self.assertRaises(ValueError):
            Profiles({"SANDBOX_AWS_PROFILE": "nice"})

    def test_kind_has_no_rules(self):
        control("POST", "profile", {"account": self.account, "name": "kind", "failures": 1})
        for _ in range(5):
            self.client("sqs").list_queues()
        self.assertNotIn("rule", self.journal()[0])

    def test_the_journal_tells_rules_from_faults_of_the_client(self):
        sqs = self.client("sqs")
        sqs.list_queues()
        self.realistic(denied=["sqs:ListQueues"])
        self.assert_fails("AccessDenied", sqs.list_queues)
        self.assertEqual([None, "denied"], self.rules("ListQueues"))
        self.assertEqual(1, len(self.journal(rule="denied")))
        self.assertEqual(1, len(self.journal(rule="none")))

    def test_what_rules_remember_is_forgotten_on_reset(self):
        table = Table(self)
        table.create()
        table.at(8)
        control("POST", f"reset?account={self.account}")
        table.create()
        self.assertEqual("CREATING", table.status())
        self.assertEqual("realistic", control("GET", f"profile?account={self.account}")["name"])

    def test_what_rules_remember_is_not_in_the_accounts_state(self):
        kind = account_of("kind")
        control("POST", "profile", {"account": kind, "name": "kind"})
        states = []
        for account in (kind, self.account):
            self.use(account)
            text = json.dumps(control("GET", f"state?account={account}"), sort_keys=True)
            text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+|\d{10}\.?\d*|[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
            states.append(text.replace(account, ""))
        self.assertEqual(*states)

    def use(self, account):
        """Makes calls whose rules look at other services."""
        made = {name: self.client(name, account=account) for name in ("sqs", "sns", "cloudwatch", "dynamodb")}
        queue = made["sqs"].create_queue(QueueName="jobs")["QueueUrl"]
        clock.advance(2)
        made["sqs"].set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "60"})
        table = Table(self)
        table.dynamodb = made["dynamodb"]
        table.made()
        table.delete()
        for namespace in ("AWS/S3", "AWS/ECR", "AWS/SNS", "AWS/Logs", "ContainerInsights"):
            clock.advance(1)
            made["cloudwatch"].put_metric_alarm(
                AlarmName=namespace.replace("/", "-"), Namespace=namespace, MetricName="m", Statistic="Sum",
                ComparisonOperator="GreaterThanThreshold", Period=60, EvaluationPeriods=1, Threshold=1,
            )  # fmt: skip
        made["cloudwatch"].describe_alarms()
        self.client("resourcegroupstaggingapi", account=account).get_resources()
        clock.advance(10)

    def test_time_passes_faster(self):
        fast = Clock(speed=1000)
        before = fast.now()
        began = time.monotonic()
        fast.sleep(20)
        self.assertLess(time.monotonic() - began, 2)
        self.assertGreaterEqual(fast.now() - before, 20)
        self.assertGreaterEqual(fast.at_speed(1).now(), fast.now() - 1)


class FailuresTest(ProfileTest):
    profile = {"failures": 1}

    def outcomes(self, count=60):
        """Returns the outcomes of so many calls, and how many of them were carried out."""
        sqs, seen = self.client("sqs"), []
        for n in range(count):
            try:
                sqs.create_queue(QueueName=f"q-{n}")
                seen.append("fine")
            except ClientError as e:
                seen.append(e.response["Error"]["Code"])
            except ConnectionClosedError:
                seen.append("closed")
            except ConnectionError:
                seen.append("reset")
        return seen, len(self.state().get("sqs", {}).get(REGION, {}).get("queues", {}))

    def test_calls_fail_in_several_ways_before_and_after_being_carried_out(self):
        began = clock.now()
        seen, made = self.outcomes()
        self.assertNotIn("fine", seen)
        for kind in ("InternalFailure", "ServiceUnavailable", "closed"):
            self.assertIn(kind, seen)
        self.assertTrue(15 <= made <= 45, made)
        self.assertEqual({"failures"}, {entry["rule"] for entry in self.journal()})
        self.assertGreater(clock.now() - began, 30)  # some calls timed out

    def test_what_is_refused_is_not_carried_out_by_a_failure(self):
        principal = {"AWS": f"arn:aws:iam::{self.account}:role/none"}
        trust = {"Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]}
        role = {"RoleName": "api", "AssumeRolePolicyDocument": json.dumps(trust)}
        for _ in range(20):
            with self.assertRaises((ClientError, ConnectionError, ConnectionClosedError)):
                self.client("iam").create_role(**role)
        self.assertEqual({"failures"}, set(self.rules("CreateRole")))
        self.assertNotIn("roles", self.state().get("iam", {}).get("aws", {}))

    def test_as_many_fail_as_were_asked_for(self):
        self.realistic(failures=0.2)
        seen, _ = self.outcomes(100)
        self.assertTrue(8 <= sum(each != "fine" for each in seen) <= 35, seen)

    def test_the_same_seed_fails_the_same_calls(self):
        series = []
        for seed in (1, 1, 2):
            self.realistic(failures=0.3, seed=seed)
            series.append(self.outcomes(30)[0])
        self.assertEqual(series[0], series[1])
        self.assertNotEqual(series[0], series[2])

    def test_an_error_is_in_the_format_of_the_protocol(self):
        calls = {
            "iam": lambda: self.client("iam").list_roles(),
            "dynamodb": lambda: self.client("dynamodb").list_tables(),
            "s3": lambda: self.client("s3").list_buckets(),
        }
        for service, call in calls.items():
            codes = set()
            for _ in range(25):
                try:
                    call()
                except ClientError as e:
                    codes.add(e.response["Error"]["Code"])
                except ConnectionError:
                    pass
                except ConnectionClosedError:
                    pass
            self.assertTrue(
                codes & {"InternalFailure", "InternalError", "InternalServerError"}, (service, codes)
            )

    def test_latency_adds_to_each_call(self):
        self.realistic(latencyMs=250)
        began = clock.now()
        self.client("sqs").list_queues()
        self.assertAlmostEqual(0.25, clock.now() - began, places=3)


class AccessTest(ProfileTest):
    def test_an_operation_that_is_denied(self):
        self.realistic(denied=["iam:GetAccountAuthorizationDetails", "dynamodb:ListTables", "s3:ListBuckets"])
        iam = self.client("iam")
        said = "with an explicit deny in a service control policy"
        self.assert_fails("AccessDenied", iam.get_account_authorization_details, said, 403)
        self.assert_fails("AccessDeniedException", self.client("dynamodb").list_tables, said, 400)
        self.assert_fails("AccessDenied", self.client("s3").list_buckets, said, 403)
        iam.list_roles()

    def test_a_clock_that_is_off(self):
        def off(seconds, service, **more):
            made = self.client(service, **more)
            stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + seconds))

            def set_date(request, **_):
                del request.headers["X-Amz-Date"]
                request.headers["X-Amz-Date"] = stamp

            made.meta.events.register("before-send", set_date)
            return made

        self.assert_fails("InvalidSignatureException", off(-400, "dynamodb").list_tables, "Signature expired")
        self.assert_fails(
            "SignatureDoesNotMatch", off(400, "iam").list_roles, "Signature not yet current", 403
        )
        off(-400, "s3").list_buckets()
        self.assert_fails("RequestTimeTooSkewed", off(-1000, "s3").list_buckets, "too large", 403)
        off(200, "dynamodb").list_tables()


class RatesTest(ProfileTest):
    def test_a_bucket_is_filled_again_at_its_rate(self):
        bucket = Bucket.full(3, 3, 0)
        self.assertEqual([True, True, True, False], [bucket.takes(0) for _ in range(4)])
        self.assertTrue(bucket.takes(0.4))
        self.assertFalse(bucket.takes(0.5))
        self.assertEqual([True, True, True, False], [bucket.takes(10) for _ in range(4)])

    def test_calls_beyond_the_rate_are_throttled(self):
        for service, code, call, rate in (
            ("cloudwatch", "Throttling", lambda it: it.describe_alarms(), 9),
            ("cloudwatch", "Throttling", lambda it: it.delete_alarms(AlarmNames=["none"]), 3),
            ("logs", "ThrottlingException", lambda it: it.describe_metric_filters(), 5),
            ("ecr", "ThrottlingException", lambda it: it.describe_repositories(), 20),
            ("iam", "Throttling", lambda it: it.list_roles(), 20),
            ("sqs", "RequestThrottled", lambda it: it.list_queues(), 50),
            ("sns", "Throttled", lambda it: it.list_topics(), 30),
            ("resourcegroupstaggingapi", "ThrottledException", lambda it: it.get_resources(), 15),
            ("sts", "Throttling", lambda it: it.get_caller_identity(), 100),
        ):
            made = self.client(service)
            for _ in range(rate):
                call(made)
            status = 429 if service == "sns" else 400
            self.assert_fails(code, lambda call=call, made=made: call(made), "Rate exceeded", status)
            clock.advance(1)
            call(made)
        self.assertEqual({None, "rate"}, set(self.rules("DescribeAlarms")))

    def test_each_region_has_its_own_rate_but_iam(self):
        for _ in range(9):
            self.client("cloudwatch").describe_alarms()
        self.client("cloudwatch", region="eu-west-1").describe_alarms()
        for region in (REGION, "eu-west-1") * 10:
            self.client("iam", region=region).list_roles()
        self.assert_fails("Throttling", self.client("iam").list_roles)

    def test_changes_of_tables_share_a_rate(self):
        with self.assertRaises(ClientError) as caught:
            for n in range(10):
                Table(self, f"t-{n}").create()
        self.assertIn("rate of control plane requests", str(caught.exception))
        expected = ["dynamodb.creating"] * 6 + ["dynamodb.control-plane-rate"]
        self.assertEqual(expected, self.rules("CreateTable"))


if __name__ == "__main__":
    unittest.main()
