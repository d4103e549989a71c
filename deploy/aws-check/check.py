#!/usr/bin/env python3
"""Compares what the operator assumes of AWS with an account.

It creates a few resources named soundbite-aws-check-<random>, reads them back, deletes them, and prints each
assumption with what was seen. Nothing else in the account is touched. Takes about ten minutes, and costs cents.

    pip install boto3
    python3 check.py --dry-run        what it would do
    python3 check.py                  with the credentials and the region that the AWS CLI would use

Exit status: 0 when everything is as assumed, 1 when something differs, 2 when something could not be checked.
"""

import argparse
import json
import sys
import time
import uuid

import boto3
from botocore.exceptions import ClientError

PREFIX = "soundbite-aws-check-"
PATIENCE = 300  # seconds
GONE = ("NotFound", "NonExistent", "NoSuch", "is being deleted")


class Account:
    """The clients of one account, and the time that passes in it."""

    def __init__(self, client, sleep=time.sleep, now=time.monotonic):
        self.client = client
        self.sleep = sleep
        self.now = now
        self.name = PREFIX + uuid.uuid4().hex[:8]
        self.cleanup = []

    def later(self, undo):
        """Has `undo` called at the end, last first; it returns what error() does."""
        self.cleanup.append(undo)

    def seconds_until(self, what, pause=1):
        """Returns how long it took until `what()` was true; at most PATIENCE."""
        start = self.now()
        while not what() and self.now() - start < PATIENCE:
            self.sleep(pause)
        return self.now() - start


def error(call, **arguments):
    """Returns the code and words of the error that a call ends with, or "no error"."""
    try:
        call(**arguments)
    except ClientError as e:
        return f'{e.response["Error"]["Code"]}: {e.response["Error"].get("Message", "")}'
    return "no error"


ASSUMPTIONS = []


def assumption(rule, text):
    """Marks a check: a generator of (what, whether it is as assumed, what was seen)."""

    def mark(check):
        ASSUMPTIONS.append((rule, text, check))
        return check

    return mark


@assumption("dynamodb.creating", "a table is CREATING for seconds, and its tags are unknown meanwhile")
def creating(account):
    dynamodb = account.client("dynamodb")
    table = dynamodb.create_table(
        TableName=account.name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": "Project", "Value": PREFIX}],
    )["TableDescription"]
    account.later(lambda: error(dynamodb.delete_table, TableName=account.name))
    yield "its status at first", table["TableStatus"] == "CREATING", table["TableStatus"]
    tags = error(dynamodb.list_tags_of_resource, ResourceArn=table["TableArn"])
    yield "its tags at first", tags.startswith("ResourceNotFoundException"), tags
    active = account.seconds_until(
        lambda: dynamodb.describe_table(TableName=account.name)["Table"]["TableStatus"] == "ACTIVE"
    )
    yield "seconds until it is ACTIVE", active < 120, f"{active:.0f}"


@assumption("dynamodb.tags", "a write of a table's tags locks them for about two seconds")
def tags(account):
    dynamodb = account.client("dynamodb")
    arn = dynamodb.describe_table(TableName=account.name)["Table"]["TableArn"]
    account.sleep(5)
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": str(account.now())}])
    untag = error(dynamodb.untag_resource, ResourceArn=arn, TagKeys=["a"])
    yield (
        "UntagResource at once",
        untag.startswith("LimitExceededException") and "tags are being updated" in untag,
        untag,
    )
    account.sleep(5)
    untag = error(dynamodb.untag_resource, ResourceArn=arn, TagKeys=["a"])
    yield "UntagResource after 5 seconds", untag == "no error", untag


@assumption("dynamodb.ttl", "time to live can be changed once in half an hour")
def ttl(account):
    dynamodb = account.client("dynamodb")
    for enabled, what in ((True, "the first change"), (False, "the second one")):
        seen = error(
            dynamodb.update_time_to_live,
            TableName=account.name,
            TimeToLiveSpecification={"Enabled": enabled, "AttributeName": "ttl"},
        )
        yield what, (seen == "no error") == enabled, seen
        account.sleep(3)


@assumption("dynamodb.deleting", "a deleted table is shown for seconds, and some of its settings are refused")
def deleting(account):
    dynamodb = account.client("dynamodb")
    dynamodb.delete_table(TableName=account.name)
    seen = error(dynamodb.describe_time_to_live, TableName=account.name)
    yield "DescribeTimeToLive at once", "DELETING" in seen or "NotFound" in seen, seen
    gone = account.seconds_until(
        lambda: error(dynamodb.describe_table, TableName=account.name).startswith("ResourceNotFound")
    )
    yield "seconds until it is gone", 1 <= gone < 120, f"{gone:.0f}"


@assumption("sqs.normalised", "a queue's policy comes back with the same meaning")
def queue_policy(account):
    sqs = account.client("sqs")
    policy = {
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Deny", "Principal": {"AWS": ["*"]}, "Action": ["sqs:*"], "Resource": ["*"],
            "Condition": {"Bool": {"aws:SecureTransport": ["false"]}},
        }],
    }  # fmt: skip
    url = sqs.create_queue(QueueName=account.name, tags={"Project": PREFIX})["QueueUrl"]
    account.later(lambda: error(sqs.delete_queue, QueueUrl=url))
    account.sleep(1)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})

    def shown():
        answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return answer["Attributes"].get("Policy")

    lag = account.seconds_until(shown)
    yield "seconds until it is shown", lag <= 60, f"{lag:.0f}"
    statement = json.loads(shown() or "{}").get("Statement", [{}])
    statement = statement[0] if isinstance(statement, list) else statement
    seen = {key: statement.get(key) for key in ("Effect", "Action", "Condition")}
    single = statement.get("Action") in ("SQS:*", "sqs:*", ["SQS:*"], ["sqs:*"])
    yield "its statement", statement.get("Effect") == "Deny" and single, json.dumps(seen)


@assumption("sqs.encryption", "encryption by SQS and by a KMS key exclude each other")
def queue_encryption(account):
    sqs = account.client("sqs")
    url = sqs.get_queue_url(QueueName=account.name)["QueueUrl"]
    both = {"KmsMasterKeyId": "alias/aws/sqs", "SqsManagedSseEnabled": "true"}
    seen = error(sqs.set_queue_attributes, QueueUrl=url, Attributes=both)
    yield "both in one call", seen != "no error", seen


@assumption("tagging.lag", "the tagging API shows a new resource's tags within five minutes")
def lag(account):
    tagging = account.client("resourcegroupstaggingapi")
    filters = [{"Key": "Project", "Values": [PREFIX]}]

    def shown():
        pages = tagging.get_paginator("get_resources").paginate(TagFilters=filters)
        return any(account.name in it["ResourceARN"] for page in pages for it in page["ResourceTagMappingList"])

    seconds = account.seconds_until(shown, pause=5)
    yield "seconds until the queue is shown", seconds < PATIENCE, f"{seconds:.0f}"


@assumption("sqs.deleted", "the name of a deleted queue is refused for a minute")
def deleted_queue(account):
    sqs = account.client("sqs")
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=account.name)["QueueUrl"])
    account.sleep(2)
    seen = error(sqs.create_queue, QueueName=account.name)
    yield "CreateQueue after 2 seconds", "DeletedRecently" in seen, seen


@assumption("s3.normalised", "lifecycle rules without an id are given one, and encryption is S3's own")
def bucket(account):
    s3 = account.client("s3")
    region = s3.meta.region_name
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=account.name, **where)
    account.later(lambda: error(s3.delete_bucket, Bucket=account.name))
    account.sleep(2)
    rule = {"Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 90}}
    s3.put_bucket_lifecycle_configuration(Bucket=account.name, LifecycleConfiguration={"Rules": [rule]})

    def rules():
        try:
            return s3.get_bucket_lifecycle_configuration(Bucket=account.name)["Rules"]
        except ClientError:
            return []

    seconds = account.seconds_until(rules)
    yield "seconds until the rule is shown", seconds <= 30, f"{seconds:.0f}"
    seen = (rules() or [{}])[0]
    yield "the rule", bool(seen.get("ID")) and seen.get("Expiration") == {"Days": 90}, json.dumps(seen)
    encryption = s3.get_bucket_encryption(Bucket=account.name)["ServerSideEncryptionConfiguration"]["Rules"][0]
    algorithm = encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
    yield "its encryption", algorithm == "AES256", algorithm
    seen = error(s3.get_bucket_policy, Bucket=account.name)
    yield "a policy that is not there", seen.startswith("NoSuchBucketPolicy"), seen


@assumption("iam.eventual", "a new role is known by name within seconds; an account in a trust policy is its root")
def role(account):
    iam = account.client("iam")
    own = account.client("sts").get_caller_identity()["Account"]
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": own}, "Action": "sts:AssumeRole"}],
    }
    iam.create_role(RoleName=account.name, AssumeRolePolicyDocument=json.dumps(trust))
    account.later(lambda: error(iam.delete_role, RoleName=account.name))
    seconds = account.seconds_until(lambda: error(iam.get_role, RoleName=account.name) == "no error")
    yield "seconds until GetRole knows it", seconds <= 10, f"{seconds:.0f}"
    document = iam.get_role(RoleName=account.name)["Role"]["AssumeRolePolicyDocument"]
    principal = document["Statement"][0]["Principal"]["AWS"]
    yield "the account as a principal", principal.endswith(f"::{own}:root"), str(principal)


@assumption("cloudwatch.alarm-state", "an alarm on a metric that nobody publishes has INSUFFICIENT_DATA")
def alarm(account):
    cloudwatch = account.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName=account.name, Namespace=PREFIX, MetricName="none", Statistic="Average", Period=60,
        EvaluationPeriods=1, Threshold=80, ComparisonOperator="GreaterThanThreshold", TreatMissingData="missing",
    )  # fmt: skip
    account.later(lambda: error(cloudwatch.delete_alarms, AlarmNames=[account.name]))
    account.sleep(150)
    seen = cloudwatch.describe_alarms(AlarmNames=[account.name])["MetricAlarms"][0]
    yield "its state after two periods", seen["StateValue"] == "INSUFFICIENT_DATA", seen["StateValue"]
    yield "its threshold", seen["Threshold"] == 80.0, str(seen["Threshold"])


@assumption("logs.filters", "a metric filter without a unit has none, or the unit None")
def metric_filter(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName=account.name)
    account.later(lambda: error(logs.delete_log_group, logGroupName=account.name))
    logs.put_metric_filter(
        logGroupName=account.name, filterName="errors", filterPattern="ERROR",
        metricTransformations=[{"metricName": "errors", "metricNamespace": PREFIX, "metricValue": "1"}],
    )  # fmt: skip
    account.later(lambda: error(logs.delete_metric_filter, logGroupName=account.name, filterName="errors"))
    seen = logs.describe_metric_filters(logGroupName=account.name)["metricFilters"][0]["metricTransformations"][0]
    yield "its unit", seen.get("unit", "None") == "None", json.dumps(seen)


@assumption("ecr.absent", "what a repository does not have is an error of its own kind")
def repository(account):
    ecr = account.client("ecr")
    ecr.create_repository(repositoryName=account.name)
    account.later(lambda: error(ecr.delete_repository, repositoryName=account.name))
    for call, expected in (
        (ecr.get_repository_policy, "RepositoryPolicyNotFoundException"),
        (ecr.get_lifecycle_policy, "LifecyclePolicyNotFoundException"),
    ):
        seen = error(call, repositoryName=account.name)
        yield expected, seen.startswith(expected), seen


def check(account, report):
    """Makes all checks; returns the exit status."""
    differs = failed = False
    try:
        for rule, text, look in ASSUMPTIONS:
            report(f"{rule}: {text}")
            try:
                for what, right, seen in look(account):
                    differs |= not right
                    report(f'  {"as assumed" if right else "DIFFERS   "}  {what}: {seen}')
            except ClientError as e:
                failed = True
                report(f"  NOT CHECKED  {e}")
    finally:
        for undo in reversed(account.cleanup):
            seen = undo()
            if seen != "no error" and not any(word in seen for word in GONE):
                failed = True
                report(f"NOT DELETED: {seen}")
        report(f"Everything was named {account.name}.")
    return 2 if failed else 1 if differs else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="only say what would be checked")
    arguments = parser.parse_args()
    if arguments.dry_run:
        for rule, text, _ in ASSUMPTIONS:
            print(f"{rule}: {text}")
        kinds = "a table, a queue, a bucket, a role, an alarm, a log group and a repository"
        print(f"Would make and delete {kinds}, each named {PREFIX}<random>.")
        return 0
    session = boto3.Session()
    if not session.region_name:
        parser.error("no region is set: export AWS_REGION, or aws configure")
    caller = session.client("sts").get_caller_identity()
    print(f'Account {caller["Account"]}, {session.region_name}, as {caller["Arn"]}')
    status = check(Account(session.client), lambda line: print(line, flush=True))
    if status == 1:
        print("AWS differs from what the operator assumes: please report the lines with DIFFERS.")
    return status


if __name__ == "__main__":
    sys.exit(main())
