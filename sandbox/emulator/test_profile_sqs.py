"""Tests of the realistic profile: SQS."""

import json
import unittest

from profiles import normalise
from profiles.lag import Lag, mostly_short, one_in
from profiletest import ALLOW_ALL, REGION, ProfileTest, clock


class LagTest(unittest.TestCase):
    def test_most_delays_are_short(self):
        delays = [mostly_short(n / 1000, 60) for n in range(1000)]
        self.assertAlmostEqual(700, sum(delay <= 2 for delay in delays), delta=1)
        self.assertTrue(50 < max(delays) <= 60)
        self.assertEqual(sorted(delays), delays)

    def test_one_in_some_is_late(self):
        delays = [one_in(4, n / 1000, 2) for n in range(1000)]
        self.assertAlmostEqual(250, sum(delay > 0 for delay in delays), delta=1)
        self.assertTrue(1.9 < max(delays) <= 2)
        self.assertEqual(0, min(delays))

    def test_the_former_value_is_read_until_the_new_one_shows(self):
        lag = Lag()
        self.assertEqual("new", lag.read("a", "new", 0))
        lag.wrote("a", "old", 10, 0)
        lag.wrote("a", "new", 15, 5)
        self.assertEqual("old", lag.read("a", "newer", 14))
        self.assertEqual("newer", lag.read("a", "newer", 15))
        self.assertEqual(["a"], lag.keys(14))


class PolicyTest(unittest.TestCase):
    """Tests of policies as they are read back."""

    def test_lists_of_one_are_single_values_and_accounts_are_their_roots(self):
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": ["111111111111"]},
            "Action": ["sqs:SendMessage"],
            "Resource": ["b", "a"],
            "Condition": {"StringEquals": {"aws:SourceAccount": ["1"]}},
        }
        shown = json.loads(normalise.policy(json.dumps({"Version": "2012-10-17", "Statement": statement})))
        self.assertEqual(
            [{
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
                "Action": "sqs:SendMessage",
                "Resource": ["b", "a"],
                "Condition": {"StringEquals": {"aws:SourceAccount": "1"}},
            }],
            shown["Statement"],
        )  # fmt: skip

    def test_what_is_no_policy_stays_as_it_is(self):
        for document in ("", "no", "[]", "{"):
            self.assertEqual(document, normalise.policy(document))

    def test_the_roles_in_a_policy(self):
        arn = "arn:aws:iam::111111111111:role/path/api"
        principal = {"AWS": [arn, "111111111111", "*"], "Service": "s3.amazonaws.com"}
        document = json.dumps({"Statement": [{"Principal": principal}, {"Principal": "*"}]})
        self.assertEqual({arn}, normalise.roles_in(document))


class SqsTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.sqs = self.client("sqs")

    def arn(self, name):
        return f"arn:aws:sqs:{REGION}:{self.account}:{name}"

    def url(self, name):
        return f"http://127.0.0.1/{self.account}/{name}"

    def create(self, name="jobs", **attributes):
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def settled(self, name="jobs", **attributes):
        self.create(name, **attributes)
        clock.advance(2)
        return self.url(name)

    def attributes(self, name="jobs", *asked):
        found = self.sqs.get_queue_attributes(QueueUrl=self.url(name), AttributeNames=asked or ["All"])
        return found.get("Attributes", {})

    def set(self, **attributes):
        self.sqs.set_queue_attributes(QueueUrl=self.url("jobs"), Attributes=attributes)

    def redrive(self, name="dead"):
        return json.dumps({"deadLetterTargetArn": self.arn(name), "maxReceiveCount": 3})

    def test_a_dead_letter_queue_is_usable_after_a_second(self):
        self.settled()
        self.create("dead")
        said = "Reason: Dead letter target does not exist."
        for call in (lambda: self.create("other", RedrivePolicy=self.redrive()),
                     lambda: self.set(RedrivePolicy=self.redrive())):  # fmt: skip
            self.assert_fails("InvalidParameterValue", call, said, 400)
        self.assertEqual("sqs.redrive", self.rules("SetQueueAttributes")[-1])
        clock.advance(1.1)
        self.create("other", RedrivePolicy=self.redrive())
        self.assert_fails("InvalidParameterValue", lambda: self.set(RedrivePolicy=self.redrive("none")), said)

    def test_some_queues_are_not_found_at_once(self):
        outcomes = set()
        for n in range(12):
            self.create(f"q-{n}")
            try:
                self.attributes(f"q-{n}")
                outcomes.add("found")
            except self.sqs.exceptions.QueueDoesNotExist as e:
                outcomes.add(e.response["Error"]["Code"])
                clock.advance(1.1)
                self.attributes(f"q-{n}")
        self.assertEqual({"found", "AWS.SimpleQueueService.NonExistentQueue"}, outcomes)
        clock.advance(2)
        self.assertEqual(12, len(self.sqs.list_queues()["QueueUrls"]))

    def test_changes_of_attributes_show_later_at_last_after_a_minute(self):
        self.settled()
        late = 0
        for seconds in range(100, 120):
            self.set(VisibilityTimeout=str(seconds))
            late += self.attributes()["VisibilityTimeout"] != str(seconds)
            clock.advance(61)
            self.assertEqual(str(seconds), self.attributes()["VisibilityTimeout"])
        self.assertGreater(late, 15)

    def test_retention_shows_after_a_quarter_of_an_hour_at_last(self):
        self.settled()
        behind = 0
        for seconds in range(1000, 1020):
            self.set(MessageRetentionPeriod=str(seconds))
            clock.advance(61)
            behind += self.attributes()["MessageRetentionPeriod"] != str(seconds)
            clock.advance(840)
            self.assertEqual(str(seconds), self.attributes()["MessageRetentionPeriod"])
        self.assertGreater(behind, 0)

    def test_what_did_not_exist_before_is_not_shown(self):
        self.settled()
        self.set(Policy=json.dumps(ALLOW_ALL))
        self.assertNotIn("Policy", self.attributes())
        self.assertEqual(["sqs.eventual"], self.rules("GetQueueAttributes")[-1:])
        clock.advance(61)
        self.assertIn("Policy", self.attributes())

    def test_tags_show_later(self):
        url, late = self.settled(), 0
        for n in range(5):
            self.sqs.tag_queue(QueueUrl=url, Tags={"n": str(n)})
            late += self.sqs.list_queue_tags(QueueUrl=url).get("Tags", {}).get("n") != str(n)
            clock.advance(61)
            self.assertEqual({"n": str(n)}, self.sqs.list_queue_tags(QueueUrl=url)["Tags"])
        self.assertEqual(5, late)

    def test_the_name_of_a_deleted_queue_is_held_for_a_minute(self):
        self.settled()
        self.sqs.delete_queue(QueueUrl=self.url("jobs"))
        self.assertEqual({}, self.state().get("sqs", {}).get(REGION, {}).get("queues", {}))
        clock.advance(59)
        said = "You must wait 60 seconds after deleting a queue"
        error = self.assert_fails("AWS.SimpleQueueService.QueueDeletedRecently", self.create, said, 400)
        headers = error.response["ResponseMetadata"]["HTTPHeaders"]
        self.assertEqual("QueueDeletedRecently", headers["x-amzn-errortype"])
        clock.advance(1.1)
        self.create()

    def test_a_deleted_queue_is_shown_for_a_while(self):
        shown = 0
        for n in range(6):
            self.settled(f"q-{n}")
            self.sqs.delete_queue(QueueUrl=self.url(f"q-{n}"))
            shown += len(self.sqs.list_queues().get("QueueUrls", []))
            self.attributes(f"q-{n}")
            self.sqs.list_queue_tags(QueueUrl=self.url(f"q-{n}"))
            clock.advance(61)
            self.assertEqual([], self.sqs.list_queues().get("QueueUrls", []))
            missing = "AWS.SimpleQueueService.NonExistentQueue"
            self.assert_fails(missing, lambda n=n: self.attributes(f"q-{n}"))
        self.assertEqual(6, shown)

    def test_one_kind_of_encryption_at_a_time(self):
        both = {"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": "true"}
        said = "You can use one type of server-side encryption (SSE) at one time."
        self.assert_fails("InvalidAttributeName", lambda: self.create(**both), said, 400)
        self.settled(KmsMasterKeyId="alias/aws/sqs")
        self.assertEqual("false", self.attributes()["SqsManagedSseEnabled"])
        self.assert_fails("InvalidAttributeName", lambda: self.set(SqsManagedSseEnabled="true"), said)
        self.set(SqsManagedSseEnabled="true", KmsMasterKeyId="")

    def test_attributes_are_normalised(self):
        policy = {**ALLOW_ALL, "Statement": [{"Effect": "Allow", "Principal": {"AWS": [self.account]},
                                              "Action": ["sqs:*"], "Resource": "*"}]}  # fmt: skip
        self.settled(Policy=json.dumps(policy))
        shown = self.attributes()
        self.assertEqual("true", shown["SqsManagedSseEnabled"])
        statement = json.loads(shown["Policy"])["Statement"][0]
        self.assertEqual({"AWS": f"arn:aws:iam::{self.account}:root"}, statement["Principal"])
        self.assertEqual("sqs:*", statement["Action"])

    def test_a_policy_names_roles_that_exist(self):
        self.settled()
        role = f"arn:aws:iam::{self.account}:role/api"
        statement = {"Effect": "Allow", "Principal": {"AWS": role}, "Action": "sqs:*", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        said = "Invalid value for the parameter Policy."
        self.assert_fails("InvalidAttributeValue", lambda: self.set(Policy=policy), said)
        iam = self.client("iam")
        made = iam.create_role(RoleName="api", AssumeRolePolicyDocument=json.dumps(ALLOW_ALL))["Role"]
        self.assert_fails("InvalidAttributeValue", lambda: self.set(Policy=policy), said)
        clock.advance(11)
        self.set(Policy=policy)
        clock.advance(61)
        self.assertEqual({"AWS": role}, self.principal())
        iam.delete_role(RoleName="api")
        iam.create_role(RoleName="api", AssumeRolePolicyDocument=json.dumps(ALLOW_ALL))
        self.assertEqual({"AWS": made["RoleId"]}, self.principal())

    def principal(self):
        return json.loads(self.attributes()["Policy"])["Statement"][0]["Principal"]


if __name__ == "__main__":
    unittest.main()
