"""Tests of the realistic profile: S3, and the tagging API."""

import json
import unittest

from profiletest import ProfileTest, clock

TAGS = {"TagSet": [{"Key": "a", "Value": "1"}]}


def redirect(request, host):
    request.url = request.url.replace(host, "")


class S3Test(ProfileTest):
    def setUp(self):
        super().setUp()
        self.s3 = self.client("s3")
        self.bucket = f"bucket-{self.account}"

    def settled(self):
        self.s3.create_bucket(Bucket=self.bucket)
        clock.advance(2)

    def tags(self):
        return self.s3.get_bucket_tagging(Bucket=self.bucket)["TagSet"]

    def tag(self):
        self.s3.put_bucket_tagging(Bucket=self.bucket, Tagging=TAGS)

    def policy(self, principal="*"):
        statement = {
            "Effect": "Allow", "Principal": {"AWS": [principal]}, "Action": ["s3:GetObject"],
            "Resource": f"arn:aws:s3:::{self.bucket}/*",
        }  # fmt: skip
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def statement(self):
        return json.loads(self.s3.get_bucket_policy(Bucket=self.bucket)["Policy"])["Statement"][0]

    def test_a_configuration_shows_later(self):
        self.settled()
        self.s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        self.assertNotIn("Status", self.s3.get_bucket_versioning(Bucket=self.bucket))
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=self.policy())
        self.assert_fails("NoSuchBucketPolicy", self.statement)
        self.assertEqual(["s3.eventual"], self.rules("GetBucketPolicy"))
        clock.advance(11)
        self.assertEqual("Enabled", self.s3.get_bucket_versioning(Bucket=self.bucket)["Status"])
        self.statement()
        self.s3.delete_bucket_policy(Bucket=self.bucket)
        self.assertEqual("s3:GetObject", self.statement()["Action"])  # normalised all the same
        clock.advance(11)
        self.assert_fails("NoSuchBucketPolicy", self.statement)

    def test_tags_and_other_settings_lag_each_for_itself(self):
        self.settled()
        self.tag()
        clock.advance(11)
        self.s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        self.assertEqual(TAGS["TagSet"], self.tags())

    def test_some_new_buckets_are_not_known_at_once(self):
        outcomes = set()
        for n in range(20):
            name = f"{self.bucket}-{n}"
            self.s3.create_bucket(Bucket=name)
            self.s3.head_bucket(Bucket=name)
            try:
                self.s3.get_bucket_encryption(Bucket=name)
                outcomes.add("known")
            except self.s3.exceptions.ClientError as e:
                outcomes.add(e.response["Error"]["Code"])
                clock.advance(1.1)
                self.s3.get_bucket_encryption(Bucket=name)
        self.assertEqual({"known", "NoSuchBucket"}, outcomes)

    def test_the_name_of_a_deleted_bucket_is_not_given_again_at_once(self):
        self.settled()
        self.s3.delete_bucket(Bucket=self.bucket)
        self.assert_fails("OperationAborted", lambda: self.s3.create_bucket(Bucket=self.bucket), status=409)
        clock.advance(31)
        self.settled()

    def test_writes_that_meet_are_refused_at_times(self):
        self.settled()
        outcomes = []
        for n in range(40):
            clock.advance(0.2)
            status = ("Enabled", "Suspended")[n % 2]
            try:
                self.s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": status})
            except self.s3.exceptions.ClientError as e:
                outcomes.append(e.response["Error"]["Code"])
        self.assertEqual({"OperationAborted"}, set(outcomes))
        self.assertLess(len(outcomes), 15)

    def test_a_name_is_taken_once_in_all_accounts(self):
        west = self.client("s3", region="us-west-2")
        there = {"LocationConstraint": "us-west-2"}
        west.create_bucket(Bucket=self.bucket, CreateBucketConfiguration=there)
        again = {"Bucket": self.bucket, "CreateBucketConfiguration": there}
        self.assert_fails("BucketAlreadyOwnedByYou", lambda: west.create_bucket(**again), status=409)
        other = self.client("s3", account="299999999999")
        self.assert_fails("BucketAlreadyExists", lambda: other.create_bucket(Bucket=self.bucket), status=409)
        self.assert_fails("403", lambda: other.head_bucket(Bucket=self.bucket), status=403)
        self.assert_fails("AccessDenied", lambda: other.get_bucket_policy(Bucket=self.bucket), status=403)

    def test_a_bucket_with_abac_is_tagged_by_s3control_only(self):
        self.realistic(abacBuckets=[self.bucket])
        self.settled()
        self.assert_fails("InvalidRequest", self.tag, "attribute-based access control", 400)
        self.assert_fails("InvalidRequest", lambda: self.s3.delete_bucket_tagging(Bucket=self.bucket))
        self.control_tags()

    def test_abac_is_turned_on_and_off(self):
        self.settled()
        for status in ("Enabled", "Disabled"):
            self.s3.put_bucket_abac(Bucket=self.bucket, AbacStatus={"Status": status})
            self.assertEqual({"Status": status}, self.s3.get_bucket_abac(Bucket=self.bucket)["AbacStatus"])
            if status == "Enabled":
                self.assert_fails("InvalidRequest", self.tag)
        self.tag()

    def control_tags(self):
        control = self.client("s3control")
        host = f"{self.account}."  # before that of the endpoint, which 127.0.0.1 does not allow
        control.meta.events.register("before-send", lambda request, **_: redirect(request, host))
        bucket = {"AccountId": self.account, "ResourceArn": f"arn:aws:s3:::{self.bucket}"}
        control.tag_resource(**bucket, Tags=TAGS["TagSet"])
        self.assertEqual(TAGS["TagSet"], control.list_tags_for_resource(**bucket)["Tags"])
        self.assertEqual(TAGS["TagSet"], self.tags())
        control.untag_resource(**bucket, TagKeys=["a"])
        self.assertEqual([], control.list_tags_for_resource(**bucket)["Tags"])
        entry = self.journal(operation="TagResource")[0]
        self.assertEqual(("s3control", self.bucket), (entry["service"], entry["resource"]))

    def test_a_policy_names_roles_that_exist_and_is_normalised(self):
        self.settled()
        role = f"arn:aws:iam::{self.account}:role/api"
        put = {"Bucket": self.bucket, "Policy": self.policy(role)}
        self.assert_fails(
            "MalformedPolicy", lambda: self.s3.put_bucket_policy(**put), "Invalid principal", 400
        )
        iam = self.client("iam")
        made = iam.create_role(RoleName="api", AssumeRolePolicyDocument="{}")["Role"]
        clock.advance(11)
        self.s3.put_bucket_policy(**put)
        clock.advance(11)
        self.assertEqual({"AWS": role}, self.statement()["Principal"])
        self.assertEqual("s3:GetObject", self.statement()["Action"])
        iam.delete_role(RoleName="api")
        self.assertEqual({"AWS": made["RoleId"]}, self.statement()["Principal"])

    def test_lifecycle_rules_have_ids(self):
        self.settled()
        rule = {"Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}
        put = {"Bucket": self.bucket, "LifecycleConfiguration": {"Rules": [rule]}}
        self.s3.put_bucket_lifecycle_configuration(**put)
        clock.advance(11)
        first, second = (self.s3.get_bucket_lifecycle_configuration(Bucket=self.bucket) for _ in range(2))
        self.assertEqual(first["Rules"], second["Rules"])
        self.assertGreater(len(first["Rules"][0]["ID"]), 20)


class TaggingTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.tagging, self.sns = self.client("resourcegroupstaggingapi"), self.client("sns")

    def listed(self, **more):
        found = {}
        for each in self.tagging.get_resources(**more)["ResourceTagMappingList"]:
            found[each["ResourceARN"].rpartition(":")[2]] = {it["Key"]: it["Value"] for it in each["Tags"]}
        return found

    def test_what_is_new_changed_or_gone_is_listed_after_two_minutes(self):
        arn = self.sns.create_topic(Name="alerts", Tags=TAGS["TagSet"])["TopicArn"]
        clock.advance(119)
        self.assertEqual({}, self.listed())
        clock.advance(2)
        self.assertEqual({"alerts": {"a": "1"}}, self.listed())
        self.sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
        clock.advance(119)
        self.assertEqual({"alerts": {"a": "1"}}, self.listed())
        clock.advance(2)
        self.assertEqual({"alerts": {"a": "1", "b": "2"}}, self.listed())
        self.sns.delete_topic(TopicArn=arn)
        clock.advance(119)
        self.assertEqual(1, len(self.listed()))
        clock.advance(2)
        self.assertEqual({}, self.listed())

    def test_filters_look_at_what_is_listed(self):
        self.sns.create_topic(Name="alerts", Tags=TAGS["TagSet"])
        self.client("s3").create_bucket(Bucket=f"bucket-{self.account}")
        clock.advance(2)
        self.client("s3").put_bucket_tagging(
            Bucket=f"bucket-{self.account}", Tagging={"TagSet": [{"Key": "a", "Value": "2"}]}
        )
        clock.advance(121)
        self.assertEqual(2, len(self.listed()))
        self.assertEqual(["alerts"], list(self.listed(TagFilters=[{"Key": "a", "Values": ["1"]}])))
        self.assertEqual(2, len(self.listed(TagFilters=[{"Key": "a"}])))
        self.assertEqual({}, self.listed(TagFilters=[{"Key": "b"}]))
        self.assertEqual([f"bucket-{self.account}"], list(self.listed(ResourceTypeFilters=["s3"])))
        self.assertEqual({}, self.listed(ResourceTypeFilters=["sqs"]))

    def test_the_listing_has_pages(self):
        for n in range(5):
            self.sns.create_topic(Name=f"t-{n}", Tags=TAGS["TagSet"])
        clock.advance(121)
        pages = self.tagging.get_paginator("get_resources").paginate(ResourcesPerPage=2)
        self.assertEqual([2, 2, 1], [len(page["ResourceTagMappingList"]) for page in pages])


if __name__ == "__main__":
    unittest.main()
