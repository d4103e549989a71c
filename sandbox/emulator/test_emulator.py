import hashlib
import json
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError
from calls import Call, operation_of, short_name

ACCOUNT, OTHER = "111111111111", "222222222222"
ALLOW_ALL = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)


def setUpModule():
    global process, url
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    script = Path(__file__).with_name("emulator.py")
    process = subprocess.Popen([sys.executable, str(script), "--port", str(port)])
    for _ in range(100):
        try:
            control("GET", "health")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the emulator did not start")


def tearDownModule():
    process.terminate()
    process.wait()


def control(method, path, value=None):
    body = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(f"{url}/_sandbox/{path}", body, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        text = answer.read()
        return json.loads(text) if text else None


def client(service, account=ACCOUNT, region="us-east-1", token=None, attempts=1, timeout=30):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="x",
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": attempts}, read_timeout=timeout, proxies={}),
    )


MEDIA = "application/vnd.docker.distribution.manifest.v2+json"


def manifest(content):
    config = {"digest": "sha256:" + hashlib.sha256(content.encode()).hexdigest(), "size": 1}
    return json.dumps({"schemaVersion": 2, "mediaType": MEDIA, "config": config, "layers": []})


class Registry:
    """A repository, as it is seen by one client."""

    def __init__(self, ecr, name, more=None):
        self.client, self.name, self.more = ecr, name, more or {}

    def push(self, tag, content=None, **more):
        """Puts an image that differs by its content; tells its digest."""
        pushed = self.client.put_image(
            repositoryName=self.name, imageTag=tag, imageManifest=manifest(content or tag), **more, **self.more
        )
        return pushed["image"]["imageId"]["imageDigest"]

    def tags(self, digest):
        found = self.client.describe_images(
            repositoryName=self.name, imageIds=[{"imageDigest": digest}], **self.more
        )
        return set(found["imageDetails"][0].get("imageTags", []))


class EmulatorTest(unittest.TestCase):
    def setUp(self):
        control("DELETE", "faults")
        control("POST", "reset")
        control("DELETE", "journal")

    def journal(self, **filters):
        return control("GET", "journal?" + "&".join(f"{k}={v}" for k, v in filters.items()))

    def fault(self, **spec):
        return control("POST", "faults", spec)["id"]

    def assert_fails(self, code, status, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        self.assertEqual(code, caught.exception.response["Error"]["Code"])
        self.assertEqual(status, caught.exception.response["ResponseMetadata"]["HTTPStatusCode"])
        return caught.exception


class Accounts(EmulatorTest):
    def test_the_access_key_is_the_account(self):
        client("sqs").create_queue(QueueName="jobs")
        self.assertNotIn("QueueUrls", client("sqs", OTHER).list_queues())
        self.assertEqual(OTHER, client("sts", OTHER).get_caller_identity()["Account"])
        self.assertEqual([ACCOUNT, OTHER, OTHER], [e["account"] for e in self.journal()])

    def test_an_assumed_role_acts_in_its_own_account(self):
        role = f"arn:aws:iam::{OTHER}:role/soundbite"
        keys = client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        assumed = client("sqs", keys["AccessKeyId"], token=keys["SessionToken"])
        self.assertIn(f"/{OTHER}/jobs", assumed.create_queue(QueueName="jobs")["QueueUrl"])
        self.assertEqual(OTHER, self.journal(operation="CreateQueue")[0]["account"])

    def test_the_state_of_an_account_is_all_it_holds(self):
        for account in (ACCOUNT, OTHER):
            client("sqs", account).create_queue(QueueName="jobs", tags={"whose": account})
        table = {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "pk", "KeyType": "HASH"}
        client("dynamodb").create_table(
            TableName="table", AttributeDefinitions=[table[0]], KeySchema=[table[1]], BillingMode="PAY_PER_REQUEST"
        )
        state = control("GET", f"state?account={ACCOUNT}")
        self.assertEqual({"whose": ACCOUNT}, state["sqs"]["us-east-1"]["queues"]["jobs"]["tags"])
        self.assertIn("table", json.dumps(state["dynamodb"]["us-east-1"]))
        self.assertNotIn("dynamodb", control("GET", f"state?account={OTHER}"))

    def test_a_bucket_is_closed_to_other_accounts(self):
        client("s3").create_bucket(Bucket="bucket")
        stranger = client("s3", OTHER)
        self.assert_fails("403", 403, stranger.head_bucket, Bucket="bucket")
        self.assert_fails("AccessDenied", 403, stranger.get_bucket_tagging, Bucket="bucket")
        self.assert_fails("AccessDenied", 403, stranger.put_object, Bucket="bucket", Key="k", Body=b"x")
        self.assert_fails("BucketAlreadyExists", 409, stranger.create_bucket, Bucket="bucket")

    def test_reset_of_one_account_leaves_the_others(self):
        for account in (ACCOUNT, OTHER):
            client("sqs", account).create_queue(QueueName="jobs")
            client("s3", account).create_bucket(Bucket=f"bucket-{account}")
        control("POST", f"reset?account={ACCOUNT}")
        self.assertNotIn("QueueUrls", client("sqs").list_queues())
        self.assertEqual([], client("s3").list_buckets()["Buckets"])
        self.assertEqual(1, len(client("sqs", OTHER).list_queues()["QueueUrls"]))
        self.assertEqual(1, len(client("s3", OTHER).list_buckets()["Buckets"]))
        client("s3").create_bucket(Bucket=f"bucket-{ACCOUNT}")


class Journal(EmulatorTest):
    def test_an_entry_tells_all_about_a_call(self):
        client("sqs", region="eu-west-1").create_queue(QueueName="jobs")
        entry = self.journal()[0]
        self.assertLess(abs(time.time() * 1000 - entry.pop("time")), 60_000)
        self.assertGreater(entry.pop("durationMs"), 0)
        self.assertGreater(entry.pop("seq"), 0)
        self.assertIn("Botocore", entry.pop("agent"))
        self.assertEqual(
            {
                "account": ACCOUNT,
                "region": "eu-west-1",
                "service": "sqs",
                "operation": "CreateQueue",
                "write": True,
                "resource": "jobs",
                "caller": ACCOUNT,
                "conditions": {},
                "status": 200,
                "errorCode": None,
                "injected": False,
            },
            entry,
        )

    def test_an_entry_tells_who_called_and_what_conditions_would_hold(self):
        iam, sts = client("iam"), client("sts")
        bound, other = (f"arn:aws:iam::{ACCOUNT}:policy/{name}" for name in ("bound", "other"))
        for name in ("bound", "other"):
            iam.create_policy(PolicyName=name, PolicyDocument=ALLOW_ALL)
        iam.create_role(RoleName="r", AssumeRolePolicyDocument=ALLOW_ALL, PermissionsBoundary=bound)
        iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=ALLOW_ALL)
        iam.put_role_permissions_boundary(RoleName="r", PermissionsBoundary=other)
        iam.delete_role_policy(RoleName="r", PolicyName="p")
        iam.create_role(RoleName="free", AssumeRolePolicyDocument=ALLOW_ALL)
        role = f"arn:aws:iam::{OTHER}:role/spoke"
        keys = sts.assume_role(RoleArn=role, RoleSessionName="test", ExternalId="c/n/e")["Credentials"]
        client("sqs", keys["AccessKeyId"], token=keys["SessionToken"]).list_queues()
        entries = [(e["operation"], e["resource"], e["conditions"]) for e in self.journal()[2:]]
        key = "iam:PermissionsBoundary"
        self.assertEqual(
            [
                ("CreateRole", "r", {key: bound}),
                ("PutRolePolicy", "r", {key: bound}),
                ("PutRolePermissionsBoundary", "r", {key: other}),
                ("DeleteRolePolicy", "r", {key: other}),
                ("CreateRole", "free", {}),
                ("AssumeRole", "spoke", {"sts:ExternalId": "c/n/e"}),
                ("ListQueues", None, {}),
            ],
            entries,
        )
        self.assertEqual([ACCOUNT] * 8 + [keys["AccessKeyId"]], [e["caller"] for e in self.journal()])

    def test_reads_writes_and_errors_of_every_protocol(self):
        iam, dynamodb, s3 = client("iam"), client("dynamodb"), client("s3")
        iam.create_role(RoleName="api", AssumeRolePolicyDocument="{}")
        self.assert_fails("NoSuchEntity", 404, iam.get_role, RoleName="none")
        self.assert_fails("ResourceNotFoundException", 400, dynamodb.describe_table, TableName="none")
        self.assert_fails("404", 404, s3.head_bucket, Bucket="none")
        self.assert_fails("NoSuchBucket", 404, s3.get_bucket_policy, Bucket="none")
        client("cloudwatch").describe_alarms(AlarmNames=["SoundBite-x-QueueDepth"])
        seen = [
            tuple(e[k] for k in ("service", "operation", "write", "resource", "errorCode"))
            for e in self.journal()
        ]
        self.assertEqual(
            [
                ("iam", "CreateRole", True, "api", None),
                ("iam", "GetRole", False, "none", "NoSuchEntity"),
                ("dynamodb", "DescribeTable", False, "none", "ResourceNotFoundException"),
                ("s3", "HeadBucket", False, "none", None),
                ("s3", "GetBucketPolicy", False, "none", "NoSuchBucket"),
                ("cloudwatch", "DescribeAlarms", False, "SoundBite-x-QueueDepth", None),
            ],
            seen,
        )

    def test_filters_and_clearing(self):
        sqs = client("sqs")
        queue = sqs.create_queue(QueueName="jobs")["QueueUrl"]
        first = self.journal()[0]["seq"]
        sqs.get_queue_attributes(QueueUrl=queue)
        client("sqs", OTHER).list_queues()
        self.assertEqual(["jobs"], [e["resource"] for e in self.journal(account=ACCOUNT, write="false")])
        self.assertEqual(2, len(self.journal(since=first)))
        self.assertEqual(1, len(self.journal(write="true")))
        control("DELETE", f"journal?account={ACCOUNT}")
        self.assertEqual([OTHER], [e["account"] for e in self.journal()])
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.journal(wrte="true")
        self.assertEqual(400, caught.exception.code)


class Operations(unittest.TestCase):
    """The S3 operation behind a method, a path and a query."""

    S3 = """
        GET     /                               ListBuckets
        PUT     /b                              CreateBucket
        HEAD    /b                              HeadBucket
        DELETE  /b                              DeleteBucket
        GET     /b?location                     GetBucketLocation
        GET     /b?encryption                   GetBucketEncryption
        PUT     /b?encryption                   PutBucketEncryption
        DELETE  /b?encryption                   DeleteBucketEncryption
        GET     /b?publicAccessBlock            GetPublicAccessBlock
        PUT     /b?publicAccessBlock            PutPublicAccessBlock
        DELETE  /b?publicAccessBlock            DeletePublicAccessBlock
        GET     /b?policy                       GetBucketPolicy
        PUT     /b?policy                       PutBucketPolicy
        DELETE  /b?policy                       DeleteBucketPolicy
        GET     /b?policyStatus                 GetBucketPolicyStatus
        GET     /b?lifecycle                    GetBucketLifecycleConfiguration
        PUT     /b?lifecycle                    PutBucketLifecycleConfiguration
        DELETE  /b?lifecycle                    DeleteBucketLifecycle
        GET     /b?versioning                   GetBucketVersioning
        PUT     /b?versioning                   PutBucketVersioning
        GET     /b?tagging                      GetBucketTagging
        PUT     /b?tagging                      PutBucketTagging
        DELETE  /b?tagging                      DeleteBucketTagging
        GET     /b?ownershipControls            GetBucketOwnershipControls
        PUT     /b?ownershipControls            PutBucketOwnershipControls
        GET     /b                              ListObjects
        GET     /b?list-type=2&prefix=x         ListObjectsV2
        GET     /b?versions                     ListObjectVersions
        POST    /b?delete                       DeleteObjects
        GET     /b?uploads                      ListMultipartUploads
        POST    /b/k?uploads                    CreateMultipartUpload
        PUT     /b/k?partNumber=1&uploadId=u    UploadPart
        DELETE  /b/k?uploadId=u                 AbortMultipartUpload
        PUT     /b/a/k.mp3                      PutObject
        GET     /b/a/k.mp3                      GetObject
        HEAD    /b/a/k.mp3                      HeadObject
        DELETE  /b/a/k.mp3?versionId=1          DeleteObject
        PUT     /b/k?tagging                    PutObjectTagging
    """

    def test_s3(self):
        for line in self.S3.strip().splitlines():
            method, target, operation = line.split()
            path, _, query = target.partition("?")
            environ = {
                "REQUEST_METHOD": method,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "HTTP_HOST": "127.0.0.1:4566",
                "wsgi.url_scheme": "http",
            }
            self.assertEqual(operation, operation_of(environ, "s3", b"", {})[0], line)

    def test_which_operations_write(self):
        def write(operation):
            return Call("", "", "", operation, "json", "").write

        for read in ("GetItem", "DescribeAlarms", "ListQueues", "HeadBucket", "BatchGetImage",
                     "GenerateServiceLastAccessedDetails", "AssumeRole", "GetCallerIdentity"):  # fmt: skip
            self.assertFalse(write(read), read)
        for change in (
            "CreateTable",
            "PutImage",
            "TagResource",
            "DeleteAlarms",
            "SendMessage",
            "UpdateTimeToLive",
        ):
            self.assertTrue(write(change), change)

    def test_the_name_in_an_arn(self):
        for arn, name in {
            "arn:aws:dynamodb:us-east-1:111111111111:table/SoundBite-x": "SoundBite-x",
            "arn:aws:sns:us-east-1:111111111111:SoundBite-x-QueueAlerts": "SoundBite-x-QueueAlerts",
            "arn:aws:logs:us-east-1:111111111111:log-group:/soundbite/x/api": "/soundbite/x/api",
            "arn:aws:cloudwatch:us-east-1:111111111111:alarm:SoundBite-x-QueueDepth": "SoundBite-x-QueueDepth",
            "arn:aws:ecr:us-east-1:111111111111:repository/soundbite-x-api": "soundbite-x-api",
            "arn:aws:s3:::soundbite-x": "soundbite-x",
            "http://127.0.0.1:4566/111111111111/SoundBite-x": "SoundBite-x",
            "/soundbite/x/api": "/soundbite/x/api",
        }.items():
            self.assertEqual(name, short_name(arn))


class PodIdentity(EmulatorTest):
    """Associations of an EKS cluster."""

    def setUp(self):
        super().setUp()
        self.eks = client("eks")
        self.eks.create_cluster(
            name="prod", roleArn=self.role("cluster"), resourcesVpcConfig={"subnetIds": ["a", "b"]}
        )

    def role(self, name):
        client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")
        return f"arn:aws:iam::{ACCOUNT}:role/{name}"

    def create(self, service_account="api", **more):
        return self.eks.create_pod_identity_association(
            clusterName="prod", namespace="apps", serviceAccount=service_account, **more
        )["association"]

    def describe(self, association):
        return self.eks.describe_pod_identity_association(
            clusterName="prod", associationId=association["associationId"]
        )["association"]

    def listed(self, **filters):
        found = self.eks.list_pod_identity_associations(clusterName="prod", **filters)["associations"]
        return [each["serviceAccount"] for each in found]

    def test_one_is_created_changed_and_deleted(self):
        created = self.create(roleArn=self.role("api"), tags={"a": "1"})
        self.assertEqual(created, self.describe(created))
        self.assertRegex(
            created["associationArn"],
            rf"^arn:aws:eks:us-east-1:{ACCOUNT}:podidentityassociation/prod/a-[a-z0-9]{{17}}$",
        )
        self.assertEqual({"a": "1"}, created["tags"])
        self.assertFalse(created["disableSessionTags"])
        names = {"clusterName": "prod", "associationId": created["associationId"]}
        other, target = self.role("other"), f"arn:aws:iam::{OTHER}:role/target"
        self.eks.update_pod_identity_association(**names, roleArn=other, disableSessionTags=True)
        self.eks.update_pod_identity_association(**names, targetRoleArn=target)
        changed = self.describe(created)
        fields = ("roleArn", "disableSessionTags", "targetRoleArn")
        self.assertEqual((other, True, target), tuple(changed[name] for name in fields))
        self.assertEqual(f"us-east-1/{ACCOUNT}/prod/apps/api", changed["externalId"])
        self.eks.delete_pod_identity_association(**names)
        self.assertEqual([], self.listed())
        self.assert_fails(
            "ResourceNotFoundException", 404, self.eks.describe_pod_identity_association, **names
        )
        seen = [(e["operation"], e["resource"], e["conditions"]) for e in self.journal(service="eks", write="true")]
        passed = {"iam:PassedToService": "pods.eks.amazonaws.com"}
        resource = f"prod/{created['associationId']}"
        self.assertEqual(
            [
                ("CreatePodIdentityAssociation", "prod", passed),
                ("UpdatePodIdentityAssociation", resource, passed),
                ("UpdatePodIdentityAssociation", resource, passed),
                ("DeletePodIdentityAssociation", resource, {}),
            ],
            seen[1:],
        )

    def test_tags(self):
        association = self.create(roleArn=self.role("api"), tags={"a": "1"})
        arn = association["associationArn"]
        self.eks.tag_resource(resourceArn=arn, tags={"b": "2", "c": "3"})
        self.eks.untag_resource(resourceArn=arn, tagKeys=["a", "c", "none"])
        self.assertEqual({"b": "2"}, self.describe(association)["tags"])
        self.assertEqual({"b": "2"}, self.eks.list_tags_for_resource(resourceArn=arn)["tags"])
        self.assert_fails("NotFoundException", 404, self.eks.tag_resource, resourceArn=arn + "x", tags={"a": "1"})

    def test_they_are_listed_in_pages_by_namespace_and_service_account(self):
        arn = self.role("api")
        for name in ("a", "b", "c"):
            self.create(name, roleArn=arn)
        self.assertEqual(["a", "b", "c"], sorted(self.listed(namespace="apps")))
        self.assertEqual(["b"], self.listed(namespace="apps", serviceAccount="b"))
        self.assertEqual([], self.listed(namespace="other"))
        pages = self.eks.get_paginator("list_pod_identity_associations").paginate(
            clusterName="prod", PaginationConfig={"PageSize": 2}
        )
        self.assertEqual([2, 1], [len(page["associations"]) for page in pages])

    def test_what_is_refused(self):
        arn = self.role("api")
        there = self.create(roleArn=arn)
        in_use = self.assert_fails("ResourceInUseException", 409, self.create, roleArn=arn)
        self.assertIn(there["associationId"], in_use.response["Error"]["Message"])
        self.assert_fails("InvalidParameterException", 400, self.create, service_account="b", roleArn=arn + "x")
        self.assert_fails(
            "AccessDeniedException", 403, self.create, service_account="b", roleArn=f"arn:aws:iam::{OTHER}:role/api"
        )
        self.assert_fails(
            "ResourceNotFoundException", 404, self.eks.list_pod_identity_associations, clusterName="none"
        )


class Faults(EmulatorTest):
    def test_an_error_in_the_format_of_each_protocol(self):
        for service, code, status, call in (
            ("sqs", "ThrottlingException", 400, lambda: client("sqs").list_queues()),
            ("dynamodb", "ThrottlingException", 400, lambda: client("dynamodb").list_tables()),
            ("iam", "Throttling", 400, lambda: client("iam").list_roles()),
            ("cloudwatch", "InternalFailure", 500, lambda: client("cloudwatch").describe_alarms()),
            ("sts", "RequestLimitExceeded", 503, lambda: client("sts").get_caller_identity()),
            ("s3", "AccessDenied", 403, lambda: client("s3").get_bucket_policy(Bucket="bucket")),
            ("eks", "ThrottlingException", 400, lambda: client("eks").list_clusters()),
        ):
            self.fault(service=service, code=code, message="by the test")
            error = self.assert_fails(code, status, call)
            self.assertEqual("by the test", error.response["Error"]["Message"], service)
            entry = self.journal(service=service)[0]
            self.assertEqual((status, code, True), (entry["status"], entry["errorCode"], entry["injected"]))

    def test_it_strikes_only_what_it_names(self):
        sqs = client("sqs")
        self.fault(
            account=ACCOUNT, service="sqs", operation="CreateQueue", code="AccessDeniedException", status=403
        )
        self.assert_fails("AccessDeniedException", 403, sqs.create_queue, QueueName="jobs")
        sqs.list_queues()
        client("sqs", OTHER).create_queue(QueueName="jobs")
        client("sns").create_topic(Name="alerts")

    def test_writes_only(self):
        self.fault(write=True, code="InternalFailure")
        client("sqs").list_queues()
        self.assert_fails("InternalFailure", 500, client("sqs").create_queue, QueueName="jobs")

    def test_count_and_removal(self):
        sts = client("sts")
        fault = self.fault(code="Throttling", count=2)
        for _ in range(2):
            self.assert_fails("Throttling", 400, sts.get_caller_identity)
        sts.get_caller_identity()
        self.assertEqual(2, control("GET", f"faults/{fault}")["hits"])
        fault = self.fault(code="Throttling")
        self.assert_fails("Throttling", 400, sts.get_caller_identity)
        control("DELETE", f"faults/{fault}")
        sts.get_caller_identity()
        with self.assertRaises(urllib.error.HTTPError) as caught:
            control("DELETE", f"faults/{fault}")
        self.assertEqual(404, caught.exception.code)

    def test_the_faults_of_one_account_go_and_others_stay(self):
        sts = client("sts")
        self.fault(code="Throttling", account=ACCOUNT)
        other = self.fault(code="Throttling", account="999999999999")
        control("DELETE", f"faults?account={ACCOUNT}")
        sts.get_caller_identity()
        self.assertEqual(0, control("GET", f"faults/{other}")["hits"])

    def test_rate(self):
        sts = client("sts")
        self.fault(code="Throttling", rate=0.3)
        failed = 0
        for _ in range(200):
            try:
                sts.get_caller_identity()
            except ClientError:
                failed += 1
        self.assertTrue(30 <= failed <= 90, failed)  # one in a million runs falls outside

    def test_latency_precedes_the_real_answer(self):
        self.fault(service="sts", latencyMs=300)
        started = time.monotonic()
        self.assertEqual(ACCOUNT, client("sts").get_caller_identity()["Account"])
        self.assertGreaterEqual(time.monotonic() - started, 0.3)
        self.assertTrue(self.journal()[0]["injected"])

    def test_a_call_hangs_until_the_fault_goes(self):
        fault = self.fault(service="sts", hang=True)
        with self.assertRaises(ReadTimeoutError):
            client("sts", timeout=0.3).get_caller_identity()
        failures = []

        def call():
            try:
                client("sts").get_caller_identity()
            except ConnectionClosedError as e:
                failures.append(e)

        thread = threading.Thread(target=call)
        thread.start()
        while control("GET", f"faults/{fault}")["hits"] < 2:
            time.sleep(0.01)
        control("DELETE", f"faults/{fault}")
        thread.join(5)
        self.assertEqual(1, len(failures))

    def test_afterwards_loses_the_answer_to_a_call_that_was_carried_out(self):
        self.fault(operation="CreateQueue", code="InternalFailure", afterwards=True, count=1)
        self.assert_fails("InternalFailure", 500, client("sqs").create_queue, QueueName="jobs")
        self.assertEqual(1, len(client("sqs").list_queues()["QueueUrls"]))

    def test_a_fault_that_makes_no_sense_is_refused(self):
        for spec in (
            {},
            {"code": "X", "rate": 2},
            {"code": "X", "servcie": "s3"},
            {"latencyMs": "5"},
            {"rate": 1},
        ):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                self.fault(**spec)
            self.assertEqual(400, caught.exception.code, spec)


class Gaps(EmulatorTest):
    def test_lists_while_others_create_and_delete(self):
        iam, logs = client("iam"), client("logs")
        for n in range(40):
            iam.create_role(RoleName=f"there-{n}", AssumeRolePolicyDocument=ALLOW_ALL)
            logs.create_log_group(logGroupName=f"there-{n}")
        done = threading.Event()

        def change(create, delete):
            while not done.is_set():
                create()
                delete()

        changing = [
            threading.Thread(target=change, args=pair)
            for pair in (
                (
                    lambda: iam.create_role(RoleName="passing", AssumeRolePolicyDocument=ALLOW_ALL),
                    lambda: iam.delete_role(RoleName="passing"),
                ),
                (
                    lambda: logs.create_log_group(logGroupName="passing"),
                    lambda: logs.delete_log_group(logGroupName="passing"),
                ),
            )
        ]
        for thread in changing:
            thread.start()
        try:
            for _ in range(10):
                roles = iam.get_account_authorization_details(Filter=["Role"])["RoleDetailList"]
                self.assertLessEqual(40, len(roles))
                self.assertLessEqual(40, len(logs.describe_log_groups()["logGroups"]))
                client("resourcegroupstaggingapi").get_resources()
        finally:
            done.set()
            for thread in changing:
                thread.join()

    def test_a_new_bucket_has_its_tags_and_the_defaults_of_aws(self):
        s3 = client("s3", region="eu-west-1")
        configuration = {
            "LocationConstraint": "eu-west-1",
            "Tags": [{"Key": "soundbite.io/owner", "Value": "a/b/c"}],
        }
        s3.create_bucket(Bucket="bucket", CreateBucketConfiguration=configuration)
        self.assertEqual(configuration["Tags"], s3.get_bucket_tagging(Bucket="bucket")["TagSet"])
        self.assertEqual("AES256", self.encryption(s3))
        block = s3.get_public_access_block(Bucket="bucket")["PublicAccessBlockConfiguration"]
        self.assertEqual([True] * 4, list(block.values()))
        rules = s3.get_bucket_ownership_controls(Bucket="bucket")["OwnershipControls"]["Rules"]
        self.assertEqual([{"ObjectOwnership": "BucketOwnerEnforced"}], rules)

    def test_tags_alone_will_do_in_us_east_1(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"Tags": [{"Key": "a", "Value": "b"}]})
        self.assertEqual([{"Key": "a", "Value": "b"}], s3.get_bucket_tagging(Bucket="bucket")["TagSet"])

    def test_creating_a_bucket_again_changes_nothing(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"Tags": [{"Key": "a", "Value": "b"}]})
        s3.create_bucket(Bucket="bucket")
        self.assertEqual([{"Key": "a", "Value": "b"}], s3.get_bucket_tagging(Bucket="bucket")["TagSet"])

    def test_a_bucket_is_never_without_encryption(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="bucket")
        s3.delete_bucket_encryption(Bucket="bucket")
        self.assertEqual("AES256", self.encryption(s3))

    def test_a_policy_that_demands_tls_refuses_no_object(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="bucket")
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
        insecure = {"Bool": {"aws:SecureTransport": "false"}}
        policy = {"Version": "2012-10-17", "Statement": [{**deny, "Condition": insecure}]}
        s3.put_bucket_policy(Bucket="bucket", Policy=json.dumps(policy))
        s3.put_object(Bucket="bucket", Key="k", Body=b"x")
        self.assertEqual(b"x", s3.get_object(Bucket="bucket", Key="k")["Body"].read())

    def test_setting_one_attribute_of_a_queue_keeps_its_policy(self):
        sqs = client("sqs")
        url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
        allow = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "60"})
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        self.assertEqual(policy, attributes["Policy"])
        self.assertEqual("60", attributes["VisibilityTimeout"])

    def encryption(self, s3):
        rules = s3.get_bucket_encryption(Bucket="bucket")["ServerSideEncryptionConfiguration"]["Rules"]
        return rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]

    def test_dead_letters_move_back_to_their_queue(self):
        sqs = client("sqs")
        queue, dead, dead_arn = self.queues(sqs)
        for body in ("one", "two", "three"):
            sqs.send_message(QueueUrl=dead, MessageBody=body)
        sqs.start_message_move_task(SourceArn=dead_arn)
        back = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["All"])["Messages"]
        self.assertEqual({"one", "two", "three"}, {message["Body"] for message in back})
        self.assertEqual("1", back[0]["Attributes"]["ApproximateReceiveCount"])
        self.assertNotIn("Messages", sqs.receive_message(QueueUrl=dead))
        task = sqs.list_message_move_tasks(SourceArn=dead_arn)["Results"][0]
        self.assertEqual(("COMPLETED", 3), (task["Status"], task["ApproximateNumberOfMessagesMoved"]))

    def test_only_a_dead_letter_queue_can_be_moved(self):
        sqs = client("sqs")
        queue, _, dead_arn = self.queues(sqs)
        queue_arn = self.arn(sqs, queue)
        self.assert_fails("InvalidParameterValue", 400, sqs.start_message_move_task, SourceArn=queue_arn)
        none = dead_arn + "-none"
        self.assert_fails("ResourceNotFoundException", 404, sqs.start_message_move_task, SourceArn=none)

    def test_a_quota_is_what_the_account_was_given_or_the_default(self):
        quotas, tables = client("service-quotas"), {"ServiceCode": "dynamodb", "QuotaCode": "L-F98FE922"}
        self.assert_fails("NoSuchResourceException", 400, quotas.get_service_quota, **tables)
        self.assertEqual(2500, quotas.get_aws_default_service_quota(**tables)["Quota"]["Value"])
        control("PUT", "quotas", {"account": ACCOUNT, "service": "dynamodb", "code": "L-F98FE922", "value": 3})
        self.assertEqual(3, quotas.get_service_quota(**tables)["Quota"]["Value"])
        other = client("service-quotas", OTHER)
        self.assert_fails("NoSuchResourceException", 400, other.get_service_quota, **tables)
        control("POST", "reset")
        self.assert_fails("NoSuchResourceException", 400, quotas.get_service_quota, **tables)

    def test_an_accounts_own_quotas_are_known_in_one_region(self):
        buckets = {"ServiceCode": "s3", "QuotaCode": "L-DC2B2D3D"}
        home, away = client("service-quotas"), client("service-quotas", region="eu-west-1")
        self.assertEqual(10_000, home.get_aws_default_service_quota(**buckets)["Quota"]["Value"])
        self.assert_fails("NoSuchResourceException", 400, away.get_aws_default_service_quota, **buckets)

    def test_the_limit_of_roles_is_in_the_account_summary(self):
        control("PUT", "quotas", {"account": ACCOUNT, "service": "iam", "code": "L-FE177D64", "value": 7})
        self.assertEqual(7, client("iam").get_account_summary()["SummaryMap"]["RolesQuota"])
        self.assertEqual(1000, client("iam", OTHER).get_account_summary()["SummaryMap"]["RolesQuota"])

    def test_an_unknown_quota_cannot_be_set(self):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            control("PUT", "quotas", {"account": ACCOUNT, "service": "sqs", "code": "L-1", "value": 7})
        self.assertEqual(400, caught.exception.code)

    def queues(self, sqs):
        dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
        dead_arn = self.arn(sqs, dead)
        policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 3})
        queue = sqs.create_queue(QueueName="jobs", Attributes={"RedrivePolicy": policy})["QueueUrl"]
        return queue, dead, dead_arn

    def arn(self, sqs, queue):
        return sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def test_an_image_is_known_by_the_hash_of_its_manifest(self):
        ecr = self.registry()
        digest = ecr.push("1.4.2")
        self.assertEqual("sha256:" + hashlib.sha256(manifest("1.4.2").encode()).hexdigest(), digest)
        self.assertEqual(digest, ecr.push("production", "1.4.2"))
        self.assertEqual({"1.4.2", "production"}, ecr.tags(digest))
        self.assert_fails(
            "ImageDigestDoesNotMatchException", 400, ecr.push, tag="test", imageDigest="sha256:" + "0" * 64
        )
        self.assert_fails("ImageAlreadyExistsException", 400, ecr.push, tag="production", content="1.4.2")

    def test_an_image_stays_without_a_tag_when_its_tag_moves_on(self):
        ecr = self.registry()
        first, second = ecr.push("latest", "1"), ecr.push("latest", "2")
        self.assertEqual(set(), ecr.tags(first))
        self.assertEqual({"latest"}, ecr.tags(second))
        self.assertEqual(first, ecr.push("latest", "1"))
        self.assertEqual({"latest"}, ecr.tags(first))

    def test_an_immutable_tag_stays_where_it_is(self):
        ecr = self.registry(imageTagMutability="IMMUTABLE")
        ecr.push("latest", "1")
        self.assert_fails("ImageTagAlreadyExistsException", 400, ecr.push, tag="latest", content="2")

    def test_images_are_told_by_what_they_were_asked_by(self):
        ecr = self.registry()
        digest = ecr.push("1.4.2")
        ecr.push("production", "1.4.2")
        asked = [{"imageTag": "1.4.2"}, {"imageTag": "production"}, {"imageDigest": digest}]
        missing = [{"imageTag": "none"}, {"imageDigest": "sha256:" + "0" * 64}]
        found = ecr.client.batch_get_image(repositoryName=ecr.name, imageIds=asked + missing)
        self.assertEqual(
            [{**it, "imageDigest": digest} for it in asked], [it["imageId"] for it in found["images"]]
        )
        self.assertEqual({manifest("1.4.2")}, {it["imageManifest"] for it in found["images"]})
        self.assertEqual({MEDIA}, {it["imageManifestMediaType"] for it in found["images"]})
        self.assertEqual(missing, [it["imageId"] for it in found["failures"]])

    def test_images_of_no_repository(self):
        nowhere = Registry(client("ecr"), "soundbite-y-api")
        self.assert_fails("RepositoryNotFoundException", 400, nowhere.push, tag="1.4.2")
        self.assert_fails("RepositoryNotFoundException", 400, nowhere.tags, digest="sha256:" + "0" * 64)
        self.assert_fails(
            "RepositoryNotFoundException", 400, nowhere.client.batch_get_image,
            repositoryName=nowhere.name, imageIds=[{"imageTag": "1.4.2"}],
        )  # fmt: skip

    def test_another_accounts_images_are_its_policys_to_grant(self):
        ecr = self.registry()
        digest = ecr.push("1.4.2")
        other = Registry(client("ecr", OTHER), ecr.name, {"registryId": ACCOUNT})
        self.assert_fails("AccessDeniedException", 400, other.tags, digest=digest)
        actions = ["ecr:DescribeImages", "ecr:PutImage"]
        statement = {"Effect": "Allow", "Principal": {"AWS": OTHER}, "Action": actions}
        ecr.client.set_repository_policy(
            repositoryName=ecr.name, policyText=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        )
        self.assertEqual(digest, other.push("production", "1.4.2"))
        self.assertEqual({"1.4.2", "production"}, other.tags(digest))
        self.assert_fails(
            "AccessDeniedException", 400, other.client.batch_get_image,
            repositoryName=ecr.name, registryId=ACCOUNT, imageIds=[{"imageTag": "1.4.2"}],
        )  # fmt: skip

    def registry(self, **more):
        ecr = client("ecr")
        ecr.create_repository(repositoryName="soundbite-x-api", **more)
        return Registry(ecr, "soundbite-x-api")

    def test_a_metric_filter_is_replaced_and_needs_its_log_group(self):
        logs = client("logs")
        errors = {"metricName": "Errors", "metricNamespace": "SoundBite/x", "metricValue": "1"}
        put = {"logGroupName": "/soundbite/x/api", "filterName": "errors", "metricTransformations": [errors]}
        self.assert_fails(
            "ResourceNotFoundException", 400, logs.put_metric_filter, filterPattern="ERROR", **put
        )
        logs.create_log_group(logGroupName="/soundbite/x/api")
        logs.put_metric_filter(filterPattern="ERROR", **put)
        logs.put_metric_filter(filterPattern="FATAL", **put)
        found = logs.describe_metric_filters()["metricFilters"]
        self.assertEqual(["FATAL"], [it["filterPattern"] for it in found])

    def test_a_page_of_tagged_resources_is_not_cut_short_by_their_tags(self):
        tags = [{"Key": f"key-{n}", "Value": "value"} for n in range(7)]
        for n in range(60):
            client("sns").create_topic(Name=f"topic-{n}", Tags=tags)
        page = client("resourcegroupstaggingapi").get_resources(ResourcesPerPage=100)
        self.assertEqual(60, len(page["ResourceTagMappingList"]))

    def test_a_table_is_written_after_its_stream_was_turned_off(self):
        dynamodb = client("dynamodb")
        dynamodb.create_table(
            TableName="streamed",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        on = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        for stream in (on, {"StreamEnabled": False}, on):
            dynamodb.update_table(TableName="streamed", StreamSpecification=stream)
            dynamodb.put_item(TableName="streamed", Item={"pk": {"S": "a"}})
        table = dynamodb.describe_table(TableName="streamed")["Table"]
        self.assertEqual(on, table["StreamSpecification"])

    def test_an_error_header_has_the_bare_code(self):
        with self.assertRaises(ClientError) as caught:
            client("sqs").get_queue_url(QueueName="none")
        headers = caught.exception.response["ResponseMetadata"]["HTTPHeaders"]
        self.assertEqual("QueueDoesNotExist", headers["x-amzn-errortype"])
        self.assertEqual("AWS.SimpleQueueService.NonExistentQueue;Sender", headers["x-amzn-query-error"])

    def test_what_is_not_implemented_says_so_and_is_not_retried(self):
        calls = (
            (client("ecr", attempts=3).get_download_url_for_layer,
             {"repositoryName": "soundbite-x-api", "layerDigest": "sha256:" + "0" * 64}),
            (client("iam", attempts=3).generate_organizations_access_report, {"EntityPath": "o-1/r-1/ou-123/" + "x" * 9}),
        )  # fmt: skip
        for call, arguments in calls:
            control("DELETE", "journal")
            error = self.assert_fails("NotImplemented", 501, call, **arguments)
            self.assertIn("does not implement", str(error))
            self.assertEqual(1, len(self.journal()))

    def test_tags_of_a_stacks_resource_say_so_and_can_not_be_changed(self):
        stack, bucket = "SoundBite-x-Storage", f"soundbite-x-soundbites-{ACCOUNT}"
        self.deploy(stack, Bucket=("AWS::S3::Bucket", {"BucketName": bucket}))
        s3 = client("s3")
        tags = s3.get_bucket_tagging(Bucket=bucket)["TagSet"]
        self.assertIn({"Key": "aws:cloudformation:stack-name", "Value": stack}, tags)
        own = {"Key": "soundbite.io/owner", "Value": "sandbox/soundbite/x"}

        def put(tags):
            return {"Bucket": bucket, "Tagging": {"TagSet": tags}}

        for refused in ([own], [{**tag, "Value": "mine"} for tag in tags], [*tags, {**own, "Key": "aws:mine"}]):
            self.assert_fails("InvalidTag", 400, s3.put_bucket_tagging, **put(refused))
        s3.put_bucket_tagging(**put([*tags, own]))
        self.assertCountEqual([*tags, own], s3.get_bucket_tagging(Bucket=bucket)["TagSet"])
        self.assertTrue(s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"])

    def test_a_stacks_topic_is_tagged_too(self):
        self.deploy("SoundBite-x-Queue", Topic=("AWS::SNS::Topic", {"TopicName": "alerts"}))
        tags = client("sns").list_tags_for_resource(ResourceArn=f"arn:aws:sns:us-east-1:{ACCOUNT}:alerts")["Tags"]
        self.assertIn({"Key": "aws:cloudformation:logical-id", "Value": "Topic"}, tags)

    def test_a_stacks_table_has_the_recovery_that_its_template_asks_for(self):
        keys = {
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        }  # fmt: skip
        for name, asked in (("on", {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}), ("off", {})):
            self.deploy(f"SoundBite-{name}", Table=("AWS::DynamoDB::Table", {**keys, **asked, "TableName": name}))
            backups = client("dynamodb").describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
            status = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
            self.assertEqual("ENABLED" if asked else "DISABLED", status)

    def test_what_a_stack_retains_outlives_it(self):
        alarm = {
            "Namespace": "AWS/SQS", "MetricName": "Depth", "Statistic": "Sum", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold",
        }  # fmt: skip
        cloudwatch = client("cloudwatch")
        for policy, left in (("Delete", []), ("Retain", ["SoundBite-x-QueueDepth"])):
            self.deploy(
                "SoundBite-x-Queue", policy, Alarm=("AWS::CloudWatch::Alarm", {**alarm, "AlarmName": "SoundBite-x-QueueDepth"})
            )
            self.assertEqual(1, len(cloudwatch.describe_alarms()["MetricAlarms"]))
            client("cloudformation").delete_stack(StackName="SoundBite-x-Queue")
            self.assertEqual(left, [it["AlarmName"] for it in cloudwatch.describe_alarms()["MetricAlarms"]])

    def test_a_deleted_stack_says_what_it_retained_and_creates_nothing_again(self):
        cloudformation = client("cloudformation")
        for policy, status in (("Delete", "DELETE_COMPLETE"), ("Retain", "DELETE_SKIPPED")):
            self.deploy("SoundBite-x-Queue", policy, Queue=("AWS::SQS::Queue", {"QueueName": "SoundBite-x-Jobs"}))
            stack = cloudformation.describe_stacks(StackName="SoundBite-x-Queue")["Stacks"][0]["StackId"]
            self.assertEqual(["CREATE_COMPLETE"], self.statuses(stack))
            cloudformation.delete_stack(StackName="SoundBite-x-Queue")
            self.assertEqual([status], self.statuses(stack))
            self.assertEqual("DELETE_COMPLETE", cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])
            control("GET", f"state?account={ACCOUNT}")
            self.assertEqual(policy == "Retain", bool(client("sqs").list_queues().get("QueueUrls")))

    def test_a_stacks_metadata_is_listed_and_stands_for_nothing(self):
        self.deploy("SoundBite-x-API", Metadata=("AWS::CDK::Metadata", {"Analytics": "v2:deflate64:AAAA"}))
        (listed,) = client("cloudformation").list_stack_resources(StackName="SoundBite-x-API")["StackResourceSummaries"]
        self.assertEqual("AWS::CDK::Metadata", listed["ResourceType"])
        client("cloudformation").delete_stack(StackName="SoundBite-x-API")

    def test_a_function_that_is_given_a_message_leaves_it_in_its_queue(self):
        source = f"arn:aws:sqs:us-east-1:{ACCOUNT}:SoundBite-x-Jobs"
        self.deploy(
            "SoundBite-x-Compute",
            Role=("AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}}),
            Queue=("AWS::SQS::Queue", {"QueueName": "SoundBite-x-Jobs"}),
            Processor=("AWS::Lambda::Function", {
                "Runtime": "nodejs22.x", "Handler": "index.handler", "Code": {"ZipFile": "exports.handler = 1"},
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            }),
            Mapping=("AWS::Lambda::EventSourceMapping", {
                "FunctionName": {"Ref": "Processor"}, "EventSourceArn": source, "Enabled": True,
            }),
        )  # fmt: skip
        (mapping,) = client("lambda").list_event_source_mappings(EventSourceArn=source)["EventSourceMappings"]
        self.assertEqual("Enabled", mapping["State"])
        sqs = client("sqs")
        queue = sqs.get_queue_url(QueueName="SoundBite-x-Jobs")["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody="job")
        self.assertEqual("job", sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"])
        stopped = client("lambda").update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        self.assertEqual("Disabled", stopped["State"])

    def statuses(self, stack):
        listed = client("cloudformation").list_stack_resources(StackName=stack)
        return [it["ResourceStatus"] for it in listed["StackResourceSummaries"]]

    def deploy(self, stack, policy="Delete", **resources):
        made = {
            name: {"Type": kind, "DeletionPolicy": policy, "Properties": properties}
            for name, (kind, properties) in resources.items()
        }
        client("cloudformation").create_stack(StackName=stack, TemplateBody=json.dumps({"Resources": made}))


if __name__ == "__main__":
    unittest.main()
