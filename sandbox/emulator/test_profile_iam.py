"""Tests of the realistic profile: IAM and STS."""

import json
import time
import unittest

from profiletest import ALLOW_ALL, ProfileTest, clock

SERVICE = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
TRUST = {"Version": "2012-10-17", "Statement": [SERVICE]}


class RoleTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.iam, self.sts = self.client("iam"), self.client("sts")

    def arn(self, name="api"):
        return f"arn:aws:iam::{self.account}:role/{name}"

    def create(self, name="api", trust=TRUST):
        """Creates a role, a second after other calls for the rate."""
        clock.advance(1)
        return self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]

    def trusting(self, arn):
        statement = {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"}
        return {"Version": "2012-10-17", "Statement": [statement]}

    def listed(self, **more):
        return self.iam.get_account_authorization_details(Filter=["Role"], **more)

    def names(self):
        return [role["RoleName"] for role in self.listed()["RoleDetailList"]]


class PodIdentityTest(RoleTest):
    def test_a_new_role_is_associated_after_a_while(self):
        eks = self.client("eks")
        self.create("cluster")
        eks.create_cluster(name="prod", roleArn=self.arn("cluster"), resourcesVpcConfig={"subnetIds": ["a", "b"]})
        self.create()
        association = {"clusterName": "prod", "namespace": "apps", "serviceAccount": "api", "roleArn": self.arn()}
        with self.assertRaises(eks.exceptions.InvalidParameterException):
            eks.create_pod_identity_association(**association)
        clock.advance(11)
        eks.create_pod_identity_association(**association)


class IamTest(RoleTest):
    def test_some_roles_are_not_found_at_once(self):
        outcomes = set()
        for n in range(20):
            self.create(f"r-{n}")
            try:
                self.iam.get_role(RoleName=f"r-{n}")
                outcomes.add("found")
            except self.iam.exceptions.NoSuchEntityException:
                outcomes.add("not found")
            clock.advance(2.1)
            self.iam.get_role(RoleName=f"r-{n}")
        self.assertEqual({"found", "not found"}, outcomes)

    def test_changes_are_listed_later(self):
        self.create()
        self.assertEqual([], self.names())
        clock.advance(11)
        self.assertEqual(["api"], self.names())
        self.iam.put_role_policy(RoleName="api", PolicyName="p", PolicyDocument=json.dumps(ALLOW_ALL))
        self.assertEqual([], self.listed()["RoleDetailList"][0]["RolePolicyList"])
        clock.advance(11)
        self.assertEqual(1, len(self.listed()["RoleDetailList"][0]["RolePolicyList"]))
        self.iam.delete_role_policy(RoleName="api", PolicyName="p")
        clock.advance(1)
        self.iam.delete_role(RoleName="api")
        self.assertEqual(["api"], self.names())
        clock.advance(11)
        self.assertEqual([], self.names())

    def test_the_listing_has_pages_and_takes_its_time(self):
        for n in range(53):
            self.create(f"r-{n:02}")
        clock.advance(11)
        began = clock.now()
        page = self.listed(MaxItems=200)
        self.assertAlmostEqual(2, clock.now() - began, places=3)
        self.assertEqual((50, True), (len(page["RoleDetailList"]), page["IsTruncated"]))
        rest = self.listed(MaxItems=200, Marker=page["Marker"])
        self.assertEqual((3, False), (len(rest["RoleDetailList"]), rest["IsTruncated"]))
        self.assertEqual(7, len(self.listed(MaxItems=7)["RoleDetailList"]))
        pages = self.iam.get_paginator("get_account_authorization_details").paginate(Filter=["Role"])
        self.assertEqual(53, sum(len(page["RoleDetailList"]) for page in pages))

    def test_a_trusted_role_has_to_exist(self):
        said = "Invalid principal in policy"
        other = self.trusting(self.arn("other"))
        self.assert_fails("MalformedPolicyDocument", lambda: self.create(trust=other), said, 400)
        self.create("other")
        self.assert_fails("MalformedPolicyDocument", lambda: self.create(trust=other), said, 400)
        clock.advance(11)
        self.create(trust=other)

    def test_a_trusted_role_that_was_made_again_is_shown_by_the_id_of_the_first(self):
        first = self.create("other")
        clock.advance(11)
        self.create(trust=self.trusting(self.arn("other")))
        clock.advance(11)
        self.assertEqual(self.arn("other"), self.trusted())
        self.iam.delete_role(RoleName="other")
        self.create("other")
        self.assertEqual(first["RoleId"], self.trusted())
        self.iam.update_assume_role_policy(RoleName="api", PolicyDocument=json.dumps(TRUST))

    def trusted(self):
        shown = [self.iam.get_role(RoleName="api")["Role"]]
        shown += [role for role in self.listed()["RoleDetailList"] if role["RoleName"] == "api"]
        found = {role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"] for role in shown}
        self.assertEqual(1, len(found))
        return found.pop()

    def test_documents_are_encoded(self):
        self.create()
        clock.advance(11)
        self.iam.put_role_policy(RoleName="api", PolicyName="p", PolicyDocument=json.dumps(ALLOW_ALL))
        clock.advance(11)
        answers = []
        events = self.iam.meta.events
        events.register("before-parse", lambda response_dict, **_: answers.append(str(response_dict["body"])))
        self.iam.get_role(RoleName="api")
        self.iam.get_role_policy(RoleName="api", PolicyName="p")
        self.listed()
        for answer in answers:
            self.assertIn("Document>%7B%22Version%22%3A", answer)
            self.assertNotIn("{", answer)
        self.assertEqual(3, len(answers))

    def test_changes_in_quick_succession_are_refused_at_times(self):
        self.create()
        refused = 0
        for n in range(60):
            try:
                self.iam.tag_role(RoleName="api", Tags=[{"Key": "n", "Value": str(n)}])
            except self.iam.exceptions.ConcurrentModificationException as e:
                refused += 1
                self.assertEqual(409, e.response["ResponseMetadata"]["HTTPStatusCode"])
            clock.advance(0.1)
        self.assertTrue(1 <= refused <= 20, refused)
        for n in range(20):
            clock.advance(0.5)
            self.iam.tag_role(RoleName="api", Tags=[{"Key": "n", "Value": str(n)}])

    def test_a_role_with_policies_is_not_deleted(self):
        self.create()
        self.iam.put_role_policy(RoleName="api", PolicyName="p", PolicyDocument=json.dumps(ALLOW_ALL))
        clock.advance(1)
        self.assert_fails("DeleteConflict", lambda: self.iam.delete_role(RoleName="api"), status=409)


class StsTest(RoleTest):
    def assume(self, name="api", **more):
        return self.sts.assume_role(RoleArn=self.arn(name), RoleSessionName="test", **more)["Credentials"]

    def assume_by_token(self):
        return self.sts.assume_role_with_web_identity(
            RoleArn=self.arn(), RoleSessionName="test", WebIdentityToken="token"
        )

    def test_a_new_role_is_assumed_by_nobody(self):
        said = f"is not authorized to perform: sts:AssumeRole on resource: {self.arn()}"
        self.assert_fails("AccessDenied", self.assume, said, 403)
        self.create()
        self.assert_fails("AccessDenied", self.assume, said)
        said = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
        self.assert_fails("AccessDenied", self.assume_by_token, said, 403)
        clock.advance(11)
        self.assume()
        self.assume_by_token()
        self.assertEqual(["sts.role", "sts.role", None], self.rules("AssumeRole"))

    def test_an_identity_provider_fails_at_first_as_often_as_was_asked_for(self):
        self.realistic(stsRefusals=2)
        self.create()
        clock.advance(11)
        self.assert_fails("InvalidIdentityToken", self.assume_by_token, "retrieve verification key", 400)
        self.assert_fails("IDPCommunicationError", self.assume_by_token, status=400)
        self.assume_by_token()
        self.realistic(stsRefusals=1)
        self.assert_fails("InvalidIdentityToken", self.assume_by_token)
        self.assume_by_token()

    def test_a_session_ends(self):
        self.create()
        clock.advance(11)
        keys = self.assume(DurationSeconds=900)
        token = {"account": keys["AccessKeyId"], "token": keys["SessionToken"]}
        clock.advance(890)
        self.client("sqs", **token).list_queues()
        clock.advance(11)
        said = "The security token included in the request is expired"
        self.assert_fails("ExpiredToken", self.client("iam", **token).list_roles, said, 403)
        self.assert_fails("ExpiredTokenException", self.client("dynamodb", **token).list_tables, said, 400)
        self.assert_fails("ExpiredToken", self.client("s3", **token).list_buckets, "has expired", 400)

    def test_the_end_of_a_session_is_told_in_real_time(self):
        self.create()
        clock.advance(11)
        clock.speed = 60
        try:
            ends = self.assume()["Expiration"].timestamp()
        finally:
            del clock.speed
        self.assertAlmostEqual(time.time() + 60, ends, delta=10)


if __name__ == "__main__":
    unittest.main()
