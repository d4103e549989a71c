"""Tests of the realistic profile: DynamoDB."""

import unittest

from profiles.dynamodb_tables import Deleted
from profiletest import REGION, ProfileTest, clock, emulator

INDEX = {
    "IndexName": "by-b",
    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
B = {"AttributeName": "b", "AttributeType": "S"}


class Table:
    """A table in the account of a test, and the time since it was made."""

    def __init__(self, test, name="table"):
        self.test, self.name = test, name
        self.dynamodb = test.client("dynamodb")
        self.arn = f"arn:aws:dynamodb:{REGION}:{test.account}:table/{name}"

    def create(self, **more):
        attributes = [{"AttributeName": "a", "AttributeType": "S"}]
        if "GlobalSecondaryIndexes" in more:
            attributes.append(B)
        spec = {
            "TableName": self.name,
            "AttributeDefinitions": attributes,
            "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
            **more,
        }
        self.began = clock.now()
        return self.dynamodb.create_table(**spec)["TableDescription"]

    def at(self, seconds):
        clock.advance(self.began + seconds - clock.now())

    def made(self, **more):
        self.create(**more)
        self.at(60)
        self.began = clock.now()
        return self

    def update(self, **more):
        self.began = clock.now()
        return self.dynamodb.update_table(TableName=self.name, **more)["TableDescription"]

    def index(self, kind, **spec):
        named = {"IndexName": "by-b", **spec}
        return self.update(AttributeDefinitions=[B], GlobalSecondaryIndexUpdates=[{kind: named}])

    def describe(self):
        return self.dynamodb.describe_table(TableName=self.name)["Table"]

    def status(self):
        return self.describe()["TableStatus"]

    def index_status(self):
        indexes = self.describe().get("GlobalSecondaryIndexes", [])
        return [(it["IndexStatus"], it.get("Backfilling")) for it in indexes]

    def delete(self):
        self.began = clock.now()
        return self.dynamodb.delete_table(TableName=self.name)["TableDescription"]

    def tag(self, **tags):
        tags = [{"Key": key, "Value": value} for key, value in tags.items()]
        self.dynamodb.tag_resource(ResourceArn=self.arn, Tags=tags)

    def untag(self, *keys):
        self.dynamodb.untag_resource(ResourceArn=self.arn, TagKeys=list(keys))

    def tags(self):
        tags = self.dynamodb.list_tags_of_resource(ResourceArn=self.arn)["Tags"]
        return {tag["Key"]: tag["Value"] for tag in tags}

    def expire(self, enabled=True, attribute="ttl"):
        spec = {"Enabled": enabled, "AttributeName": attribute}
        self.dynamodb.update_time_to_live(TableName=self.name, TimeToLiveSpecification=spec)

    def backup(self):
        spec = {"PointInTimeRecoveryEnabled": True}
        self.dynamodb.update_continuous_backups(TableName=self.name, PointInTimeRecoverySpecification=spec)

    def named(self, operation):
        return lambda: getattr(self.dynamodb, operation)(TableName=self.name)


class DynamoDbTest(ProfileTest):
    def setUp(self):
        super().setUp()
        self.table = Table(self)

    def test_a_table_takes_its_time_to_be_made(self):
        self.assertEqual("CREATING", self.table.create()["TableStatus"])
        for seconds, status in ((0, "CREATING"), (7.9, "CREATING"), (8.1, "ACTIVE")):
            self.table.at(seconds)
            self.assertEqual(status, self.table.status())
        self.assertEqual(["dynamodb.status", "dynamodb.status", None], self.rules("DescribeTable"))

    def test_one_with_an_index_takes_longer(self):
        self.table.create(GlobalSecondaryIndexes=[INDEX])
        self.table.at(15)
        self.assertEqual(("CREATING", [("CREATING", None)]), (self.table.status(), self.table.index_status()))
        self.table.at(16.1)
        self.assertEqual(("ACTIVE", [("ACTIVE", None)]), (self.table.status(), self.table.index_status()))

    def test_what_a_table_that_is_being_made_answers(self):
        table, dynamodb = self.table, self.table.dynamodb
        table.create(Tags=[{"Key": "k", "Value": "v"}])
        said = "Table is being created: table"
        for seconds in (0, 5):
            table.at(seconds)
            self.assert_fails("ResourceInUseException", table.named("delete_table"), said)
            self.assert_fails(
                "ResourceInUseException", lambda: table.update(DeletionProtectionEnabled=True), said
            )
            self.assert_fails("ResourceInUseException", Table(self).create, said)
            self.assert_fails("ResourceNotFoundException", table.tags, f"ResourceArn: {table.arn} not found")
            self.assert_fails("ResourceNotFoundException", lambda: table.tag(a="b"))
            self.assert_fails(
                "ValidationException", table.named("describe_time_to_live"), "in CREATING state"
            )
            self.assert_fails("ResourceNotFoundException", lambda: dynamodb.scan(TableName="table"))
            clock.advance(1)  # for the rate of changes

    def test_its_parts_are_known_one_after_another(self):
        table = self.table
        table.create(Tags=[{"Key": "k", "Value": "v"}])
        self.assert_fails(
            "TableNotFoundException", table.named("describe_continuous_backups"), "Table not found: table"
        )
        self.assert_fails("TableNotFoundException", table.backup)
        self.assert_fails("ResourceNotFoundException", table.expire, "Table: table not found")
        table.at(3)
        self.assertEqual("DISABLED", self.backups()["ContinuousBackupsStatus"])
        self.assert_fails("ContinuousBackupsUnavailableException", table.backup, "Please retry later")
        self.assert_fails("ResourceInUseException", table.expire, "Table table is being created")
        table.at(7.5)
        self.assertEqual({}, table.tags())
        self.assert_fails("ResourceInUseException", lambda: table.tag(a="b"))
        table.at(8.1)
        self.assertEqual({"k": "v"}, table.tags())
        table.expire()
        self.assert_fails("ContinuousBackupsUnavailableException", table.backup)
        table.at(10.7)
        table.backup()
        self.assertEqual("DISABLED", self.backups()["ContinuousBackupsStatus"])
        table.at(11.2)
        recovery = self.backups()["PointInTimeRecoveryDescription"]
        self.assertEqual("ENABLED", recovery["PointInTimeRecoveryStatus"])

    def test_a_policy_needs_a_table_that_is_known(self):
        self.table.create()
        read = {"ResourceArn": self.table.arn}
        get = self.table.dynamodb.get_resource_policy
        self.assert_fails("ResourceNotFoundException", lambda: get(**read))
        self.table.at(2.7)
        self.assert_fails("PolicyNotFoundException", lambda: get(**read))

    def backups(self):
        described = self.table.dynamodb.describe_continuous_backups(TableName="table")
        return described["ContinuousBackupsDescription"]

    def test_a_table_is_shown_while_it_is_being_deleted(self):
        table = self.table.made(Tags=[{"Key": "k", "Value": "v"}])
        self.assertEqual("DELETING", table.delete()["TableStatus"])
        self.assertEqual({}, self.state().get("dynamodb", {}).get(REGION, {}).get("tables", {}))
        table.at(0.5)
        self.assertEqual({"k": "v"}, table.tags())
        self.backups()
        self.assert_fails("ResourceInUseException", lambda: table.tag(a="b"), "Table is being deleted: table")
        table.at(1.2)
        self.assert_fails("TableNotFoundException", table.named("describe_continuous_backups"))
        table.at(1.7)
        self.assert_fails("ResourceNotFoundException", table.tags)
        said = "Cannot describe time to live while table is in DELETING state"
        self.assert_fails("ValidationException", table.named("describe_time_to_live"), said)
        table.at(5.9)
        self.assertEqual("DELETING", table.status())
        self.assertEqual(["table"], table.dynamodb.list_tables()["TableNames"])
        self.assert_fails(
            "ResourceInUseException", table.named("delete_table"), "Table is being deleted: table"
        )
        self.assert_fails("ResourceInUseException", Table(self).create, "Table already exists: table")
        self.assert_fails("ResourceInUseException", lambda: table.dynamodb.update_table(
            TableName="table", DeletionProtectionEnabled=True))  # fmt: skip
        table.at(6.1)
        self.assert_fails("ResourceNotFoundException", table.status)
        self.assertEqual([], table.dynamodb.list_tables()["TableNames"])
        table.create()

    def test_tags_are_locked_while_they_are_being_written(self):
        table = self.table.made()
        table.tag(a="1", b="2")
        said = "Table tags are being updated: table"
        self.assert_fails("LimitExceededException", lambda: table.untag("absent"), said)
        self.assert_fails("LimitExceededException", lambda: table.tag(c="3"), said)
        self.assert_fails("ResourceInUseException", table.delete, said)
        table.tag(a="1", b="2")
        table.tag(a="1", b="2", c="3")
        table.dynamodb.update_table(TableName="table", DeletionProtectionEnabled=False)
        clock.advance(1.6)
        self.assert_fails("LimitExceededException", lambda: table.untag("absent"), said)
        clock.advance(0.2)
        table.untag("a")
        self.assert_fails("LimitExceededException", lambda: table.tag(b="2"), said)

    def test_tag_writes_without_effect_lock_nothing(self):
        table = self.table.made(Tags=[{"Key": "a", "Value": "1"}])
        table.tag(a="1")
        table.untag("absent")
        clock.advance(1)
        table.tag(b="2")

    def test_tags_are_read_a_while_after_they_were_written(self):
        table = self.table.made(Tags=[{"Key": "a", "Value": "1"}])
        table.tag(b="2")
        clock.advance(1.8)
        self.assertEqual({"a": "1"}, table.tags())
        clock.advance(0.2)
        self.assertEqual({"a": "1", "b": "2"}, table.tags())

    def test_expiry_is_changed_once_in_half_an_hour(self):
        table = self.table.made()
        table.expire()
        self.assert_fails("ValidationException", table.expire, "TimeToLive is already enabled")
        self.assert_fails(
            "ValidationException", lambda: table.expire(attribute="x"), "on a different AttributeName"
        )
        said = "Time to live has been modified multiple times within a fixed interval"
        self.assert_fails("ValidationException", lambda: table.expire(False), said)
        clock.advance(1_860)
        self.assert_fails("ValidationException", lambda: table.expire(False), said)
        clock.advance(20)
        table.expire(False)
        self.assert_fails(
            "ValidationException", lambda: table.expire(False), "TimeToLive is already disabled"
        )
        shown = table.dynamodb.describe_time_to_live(TableName="table")["TimeToLiveDescription"]
        self.assertEqual({"TimeToLiveStatus": "DISABLED"}, shown)

    def test_a_new_index_is_built_behind_an_active_table(self):
        table = self.table.made()
        made = table.index("Create", **INDEX)
        began = table.began
        self.assertEqual("UPDATING", made["TableStatus"])
        self.assertEqual("CREATING", made["GlobalSecondaryIndexes"][0]["IndexStatus"])
        self.assertEqual([("CREATING", False)], table.index_status())
        self.assert_fails("ResourceInUseException", lambda: table.index("Delete"), "allocation phase")
        table.began = began
        table.at(41)
        self.assertEqual(("ACTIVE", [("CREATING", True)]), (table.status(), table.index_status()))
        self.assert_fails(
            "ResourceInUseException", table.named("delete_table"), "while indexes are being created"
        )
        self.assert_fails("LimitExceededException", lambda: table.dynamodb.update_table(
            TableName="table", AttributeDefinitions=[{"AttributeName": "c", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[{"Create": {
                **INDEX, "IndexName": "by-c", "KeySchema": [{"AttributeName": "c", "KeyType": "HASH"}]}}],
        ), "Only 1 online index can be created or deleted simultaneously per table")  # fmt: skip
        table.at(521)
        self.assertEqual([("ACTIVE", None)], table.index_status())

    def test_an_index_is_shown_while_it_is_being_deleted(self):
        table = self.table.made(GlobalSecondaryIndexes=[INDEX])
        table.index("Delete")
        self.assertEqual(("UPDATING", [("DELETING", None)]), (table.status(), table.index_status()))
        throughput = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
        provision = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": throughput}
        self.assert_fails(
            "ResourceInUseException", lambda: table.update(**provision), "Can't change table IOPS"
        )
        table.at(4.6)
        self.assertEqual(("ACTIVE", []), (table.status(), table.index_status()))
        self.assert_fails(
            "ResourceNotFoundException", lambda: table.index("Delete"), "Index by-b for table table"
        )

    def test_a_change_keeps_the_table_busy(self):
        table = self.table.made()
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        self.assertEqual("UPDATING", table.update(StreamSpecification=stream)["TableStatus"])
        self.assert_fails(
            "ResourceInUseException", table.named("delete_table"), "in the process of being updated"
        )
        self.assert_fails("ResourceInUseException", lambda: table.dynamodb.update_table(
            TableName="table", TableClass="STANDARD_INFREQUENT_ACCESS"))  # fmt: skip
        table.tag(a="1")
        table.expire()
        table.at(4.6)
        self.assertEqual("ACTIVE", table.status())

    def test_a_switch_of_billing_takes_more_than_a_minute(self):
        table = self.table.made()
        throughput = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
        table.update(BillingMode="PROVISIONED", ProvisionedThroughput=throughput)
        table.at(79)
        self.assertEqual("UPDATING", table.status())
        table.at(81)
        self.assertEqual("ACTIVE", table.status())
        table.update(BillingMode="PAY_PER_REQUEST")
        table.at(4.6)
        self.assertEqual("ACTIVE", table.status())

    def test_a_table_is_switched_to_on_demand_four_times_a_day(self):
        table = self.table.made()
        throughput = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
        for n in range(5):
            table.update(BillingMode="PROVISIONED", ProvisionedThroughput=throughput)
            clock.advance(100)
            if n < 4:
                table.update(BillingMode="PAY_PER_REQUEST")
                clock.advance(100)
        switch = {"BillingMode": "PAY_PER_REQUEST"}
        said = "Update to PayPerRequest mode are limited to 4 times in 1 day(s). Last update at "
        self.assert_fails("LimitExceededException", lambda: table.update(**switch), said)
        clock.advance(24 * 3600)
        table.update(**switch)

    def test_one_call_takes_one_change(self):
        table = self.table.made()
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        throughput = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
        index = {"AttributeDefinitions": [B], "GlobalSecondaryIndexUpdates": [{"Create": INDEX}]}
        provision = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": throughput}
        alone = "DeletionProtection modification must be the only operation in the request"
        for several, said in (
            ({"DeletionProtectionEnabled": True, "StreamSpecification": stream}, alone),
            ({"DeletionProtectionEnabled": True, **index}, alone),
            ({"StreamSpecification": stream, **index}, "create or delete index while changing stream status"),
            ({**provision, **index}, "create or delete index while updating table IOPS"),
            ({**provision, "StreamSpecification": stream}, "modify stream status while updating table IOPS"),
            ({"OnDemandThroughput": {"MaxReadRequestUnits": 9}, "StreamSpecification": stream},
             "OnDemandThroughput can only be combined with BillingMode"),
        ):  # fmt: skip
            self.assert_fails("ValidationException", lambda it=several: table.update(**it), said)
        self.assertEqual("ACTIVE", table.status())

    def test_deletion_protection_is_changed_once_in_15_seconds(self):
        table = self.table.made()
        self.assertEqual("ACTIVE", table.update(DeletionProtectionEnabled=True)["TableStatus"])
        said = "modified within the previous 15000 milliseconds. Please try again after 20"
        unprotect = {"DeletionProtectionEnabled": False}
        self.assert_fails("ThrottlingException", lambda: table.update(**unprotect), said)
        clock.advance(15.1)
        table.update(DeletionProtectionEnabled=False)
        table.delete()

    def test_no_more_than_500_tables_change_at_once(self):
        Table(self, "first").create()
        deleted = emulator.profiles.account(self.account).memory("dynamodb.deleted", REGION)
        deleted.update({f"t-{n}": Deleted(clock.now(), {}, []) for n in range(499)})
        self.assert_fails("LimitExceededException", self.table.create, "Only 500 tables")
        clock.advance(8)
        self.table.create()


if __name__ == "__main__":
    unittest.main()
