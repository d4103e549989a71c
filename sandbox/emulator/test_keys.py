"""Tests of KMS keys, and of services that encrypt with them, in both profiles."""

import json
import unittest

from profiletest import REGION, ProfileTest, account_of, client, clock

GROUP = "/soundbite/staging/api"


def logs_policy(account, group="*"):
    def statement(principal, condition=None):
        allowed = {"Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"}
        return {**allowed, **({"Condition": condition} if condition else {})}

    arn = f"arn:aws:logs:{REGION}:{account}:log-group:{group}"
    condition = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": arn}}
    statements = [
        statement({"AWS": f"arn:aws:iam::{account}:root"}),
        statement({"Service": f"logs.{REGION}.amazonaws.com"}, condition),
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


class Keys(ProfileTest):
    def setUp(self):
        super().setUp()
        self.kms = self.client("kms")
        self.key = self.kms.create_key()["KeyMetadata"]["Arn"]

    def table(self, **more):
        self.client("dynamodb").create_table(
            TableName="t",
            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            **more,
        )

    def table_key(self):
        shown = self.client("dynamodb").describe_table(TableName="t")["Table"]
        return shown.get("SSEDescription", {}).get("KMSMasterKeyArn")


class KeyTest(Keys):
    def test_an_alias_stands_for_its_key(self):
        self.kms.create_alias(AliasName="alias/soundbite", TargetKeyId=self.key)
        for name in ("alias/soundbite", f"arn:aws:kms:{REGION}:{self.account}:alias/soundbite", self.key):
            self.assertEqual(self.key, self.kms.describe_key(KeyId=name)["KeyMetadata"]["Arn"])
        self.assert_fails("NotFoundException", lambda: self.kms.describe_key(KeyId="alias/other"))

    def test_a_new_key_lets_its_account_in_and_no_service(self):
        policy = json.loads(self.kms.get_key_policy(KeyId=self.key, PolicyName="default")["Policy"])
        self.assertEqual([f"arn:aws:iam::{self.account}:root"], [it["Principal"]["AWS"] for it in policy["Statement"]])

    def test_a_key_of_another_account_is_described_to_whom_it_lets_in_and_its_policy_to_nobody(self):
        other = account_of("another")
        kms = client("kms", other)
        self.assert_fails("AccessDeniedException", lambda: kms.describe_key(KeyId=self.key))
        self.kms.put_key_policy(KeyId=self.key, PolicyName="default", Policy=logs_policy(other))
        self.assertEqual(self.key, kms.describe_key(KeyId=self.key)["KeyMetadata"]["Arn"])
        self.assert_fails(
            "AccessDeniedException", lambda: kms.get_key_policy(KeyId=self.key, PolicyName="default")
        )

    def test_logs_refuse_a_key_whose_policy_keeps_them_out(self):
        logs = self.client("logs")
        self.assert_fails(
            "AccessDeniedException", lambda: logs.create_log_group(logGroupName=GROUP, kmsKeyId=self.key)
        )
        logs.create_log_group(logGroupName=GROUP)
        self.kms.put_key_policy(
            KeyId=self.key, PolicyName="default", Policy=logs_policy(self.account, "/other/*")
        )
        self.assert_fails(
            "AccessDeniedException", lambda: logs.associate_kms_key(logGroupName=GROUP, kmsKeyId=self.key)
        )
        self.kms.put_key_policy(
            KeyId=self.key, PolicyName="default", Policy=logs_policy(self.account, "/soundbite/*")
        )
        logs.associate_kms_key(logGroupName=GROUP, kmsKeyId=self.key)
        self.assertEqual(self.key, logs.describe_log_groups()["logGroups"][0]["kmsKeyId"])
        logs.disassociate_kms_key(logGroupName=GROUP)
        self.assertNotIn("kmsKeyId", logs.describe_log_groups()["logGroups"][0])

    def test_logs_take_no_alias(self):
        self.assert_fails(
            "InvalidParameterException",
            lambda: self.client("logs").create_log_group(logGroupName=GROUP, kmsKeyId="alias/soundbite"),
        )

    def test_tables_and_repositories_refuse_a_disabled_key(self):
        self.kms.disable_key(KeyId=self.key)
        encrypted = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": self.key}
        self.assert_fails("ValidationException", lambda: self.table(SSESpecification=encrypted))
        how = {"encryptionType": "KMS", "kmsKey": self.key}
        ecr = self.client("ecr")
        self.assert_fails(
            "KmsException", lambda: ecr.create_repository(repositoryName="images", encryptionConfiguration=how)
        )
        self.kms.enable_key(KeyId=self.key)
        made = ecr.create_repository(repositoryName="images", encryptionConfiguration=how)["repository"]
        self.assertEqual(how, made["encryptionConfiguration"])

    def test_a_table_shows_the_arn_of_its_key_and_changes_it(self):
        dynamodb = self.client("dynamodb")
        self.kms.create_alias(AliasName="alias/soundbite", TargetKeyId=self.key)
        self.table(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/soundbite"})
        self.assertEqual(self.key, self.table_key())
        clock.advance(600)
        dynamodb.update_table(TableName="t", SSESpecification={"Enabled": False})
        self.assertIsNone(self.table_key())
        clock.advance(600)
        encrypted = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": self.key}
        dynamodb.update_table(TableName="t", SSESpecification=encrypted)
        self.assertEqual(self.key, self.table_key())

    def test_buckets_topics_and_queues_show_what_was_set(self):
        s3, sns, sqs = self.client("s3"), self.client("sns"), self.client("sqs")
        s3.create_bucket(Bucket=f"b-{self.account}")
        clock.advance(60)
        standard = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.key}
        rule = {"ApplyServerSideEncryptionByDefault": standard, "BucketKeyEnabled": True}
        s3.put_bucket_encryption(
            Bucket=f"b-{self.account}", ServerSideEncryptionConfiguration={"Rules": [rule]}
        )
        clock.advance(60)
        shown = s3.get_bucket_encryption(Bucket=f"b-{self.account}")["ServerSideEncryptionConfiguration"]
        self.assertEqual([rule], shown["Rules"])
        topic = sns.create_topic(Name="alerts", Attributes={"KmsMasterKeyId": self.key})["TopicArn"]
        self.assertEqual(
            self.key, sns.get_topic_attributes(TopicArn=topic)["Attributes"]["KmsMasterKeyId"]
        )
        sns.set_topic_attributes(TopicArn=topic, AttributeName="KmsMasterKeyId", AttributeValue="")
        self.assertFalse(sns.get_topic_attributes(TopicArn=topic)["Attributes"].get("KmsMasterKeyId"))
        attributes = {"KmsMasterKeyId": self.key, "KmsDataKeyReusePeriodSeconds": "600"}
        queue = sqs.create_queue(QueueName="jobs", Attributes=attributes)["QueueUrl"]
        clock.advance(60)
        shown = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        self.assertEqual(attributes, {name: shown[name] for name in attributes})


if __name__ == "__main__":
    unittest.main()
