"""What moto leaves out or does otherwise, as AWS documents it.

GAPS maps a call to a function that answers it. It is handed the call and a
function that lets moto carry the call out, with another body if need be.
"""

import base64
import dataclasses
import functools
import hashlib
import json
import re
import time
import uuid
import xml.etree.ElementTree as xml

from moto.dynamodb.models.table import Table
from moto.ecr.models import ecr_backends
from moto.logs.models import logs_backends
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, s3_backends
from moto.sqs.models import Message, sqs_backends
from moto.utilities.utils import get_partition

import associations
import keys
import quotas
from answers import Answer, error, json_answer

# Every bucket made since 2023 has these.
DEFAULT_ENCRYPTION = {
    "Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}
}
BLOCKED = {
    name: "true"
    for name in ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
}


class BucketPolicy(IAMPolicy):
    """moto judges a statement without its conditions: a policy that demands TLS
    would refuse every object. Here a statement with conditions does not apply."""

    def __init__(self, document):
        policy = json.loads(document)
        listed = policy.get("Statement", [])
        listed = listed if isinstance(listed, list) else [listed]
        super().__init__(json.dumps({**policy, "Statement": [s for s in listed if not s.get("Condition")]}))


def bucket_permission(bucket, action, resource):
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    return BucketPolicy(bucket.policy.decode()).is_action_permitted(action, resource)


FakeBucket.get_permission = bucket_permission


set_stream_specification = Table.set_stream_specification


def set_stream(table, specification):
    """A stream that was turned off takes no more records, and may be turned on again."""
    set_stream_specification(table, specification)
    if not table.stream_specification["StreamEnabled"]:
        table.stream_shard = table.latest_stream_label = None


Table.set_stream_specification = set_stream


def create_bucket(call, forward):
    name = call.params["Bucket"]
    existed = name in s3_backends.bucket_accounts
    if existed and s3_backends.bucket_accounts[name][1] != call.account:
        return error(call, 409, "BucketAlreadyExists", "The requested bucket name is not available.")
    answer = forward()
    if answer.status < 300 and not existed:
        as_buckets_are_made(call.account, call.region, name)
        buckets(call.account, call.region).put_bucket_tagging(name, bucket_tags(call.body, "Tags"))
    return answer


def as_buckets_are_made(account, region, name):
    s3 = buckets(account, region)
    if not s3.get_bucket(name).encryption:
        s3.put_bucket_encryption(name, DEFAULT_ENCRYPTION)
    s3.put_public_access_block(name, BLOCKED)
    s3.put_bucket_ownership_controls(name, "BucketOwnerEnforced")


def buckets(account, region):
    return s3_backends[account][get_partition(region)]


def bucket_tags(body, container):
    if not body:
        return {}
    tags = xml.fromstring(body).findall(f"{{*}}{container}/{{*}}Tag")
    return {tag.findtext("{*}Key"): tag.findtext("{*}Value") for tag in tags}


def put_bucket_tagging(call, forward):
    """AWS's own tags must be in the set as they are; moto refuses them, and drops those there were."""
    name = call.params["Bucket"]
    s3 = buckets(call.account, call.region)
    if name not in s3.buckets:
        return forward()
    there = {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(name)["Tags"]}
    had, asked = own_tags(there), bucket_tags(call.body, "TagSet")
    if own_tags(asked).items() - had.items():
        return error(call, 400, "InvalidTag", "System tags cannot be added/updated by requester")
    if had.items() - asked.items():
        return error(call, 400, "InvalidTag", "System tags cannot be removed by requester")
    if not had:
        return forward()
    s3.put_bucket_tagging(name, asked)
    return Answer(204)


def own_tags(tags):
    return {key: value for key, value in tags.items() if key.startswith("aws:")}


def delete_bucket_encryption(call, forward):
    answer = forward()
    if answer.status < 300:  # back to the default: a bucket is never without
        buckets(call.account, call.region).put_bucket_encryption(call.params["Bucket"], DEFAULT_ENCRYPTION)
    return answer


def put_metric_filter(call, forward):
    """Replaces the filter of that name; moto would add a second one, and to no log group at all."""
    logs = logs_backends[call.account][call.region]
    group = call.params.get("logGroupName")
    if group not in logs.groups:
        return error(call, 400, "ResourceNotFoundException", "The specified log group does not exist.")
    logs.filters.delete_filter(call.params.get("filterName"), group)
    return forward()


def in_registry(answer):
    """Another account's images are reached as far as the repository's policy allows; moto would look
    for them in the caller's own account."""

    def gap(call, forward):
        owner = call.params.get("registryId") or call.account
        if owner == call.account:
            return answer(call, forward)
        repository = ecr_backends[owner][call.region].repositories.get(call.params.get("repositoryName"))
        action = f"ecr:{call.operation}"
        if not repository or not is_allowed(repository.policy, action):
            message = f"{call.account} is not authorized to perform: {action} on resource: {call.resource}"
            return error(call, 400, "AccessDeniedException", message)
        return answer(dataclasses.replace(call, account=owner), functools.partial(forward, account=owner))

    return gap


def is_allowed(policy, action):
    return policy is not None and IAMPolicy(policy).is_action_permitted(action) == PermissionResult.PERMITTED


def no_repository(call):
    name = call.params.get("repositoryName")
    message = f"The repository with name '{name}' does not exist in the registry with id '{call.account}'"
    return error(call, 400, "RepositoryNotFoundException", message)


def put_image(call, forward):
    """An image's digest is the hash of its manifest; moto would make one up. An image whose last tag
    moves to another stays, untagged; moto would delete it."""
    repository = ecr_backends[call.account][call.region].repositories.get(call.params.get("repositoryName"))
    if repository is None:
        return no_repository(call)
    digest = "sha256:" + hashlib.sha256(call.params["imageManifest"].encode()).hexdigest()
    if call.params.get("imageDigest", digest) != digest:
        message = "The image digest does not match the digest that ECR calculated for the image."
        return error(call, 400, "ImageDigestDoesNotMatchException", message)
    tag = call.params.get("imageTag")
    for image in [it for it in repository.images if tag in it.image_tags and it.image_digest != digest]:
        if repository.is_tag_immutable():
            message = f"The image tag '{tag}' already exists, and the repository's tags are immutable."
            return error(call, 400, "ImageTagAlreadyExistsException", message)
        image.image_tags.remove(tag)
        image.image_tag = image.image_tags[-1] if image.image_tags else None
    return forward(json.dumps({**call.params, "imageDigest": digest}).encode())


def batch_get_image(call, _forward):
    """Each image is told by the tag or digest it was asked by; moto gives some tag of it, and says of
    none that is missing which it was."""
    repository = ecr_backends[call.account][call.region].repositories.get(call.params.get("repositoryName"))
    if repository is None:
        return no_repository(call)
    images, failures = [], []
    for asked in call.params["imageIds"]:
        tag, digest = asked.get("imageTag"), asked.get("imageDigest")
        found = [
            it for it in repository.images
            if (tag is None or tag in it.image_tags) and (digest is None or digest == it.image_digest)
        ]  # fmt: skip
        if not found:
            reason = {"failureCode": "ImageNotFound", "failureReason": "Requested image not found"}
            failures.append({"imageId": asked, **reason})
        for image in found:
            images.append({
                "registryId": call.account,
                "repositoryName": repository.name,
                "imageId": {**asked, "imageDigest": image.image_digest},
                "imageManifest": image.image_manifest,
                "imageManifestMediaType": image.image_manifest_media_type,
            })  # fmt: skip
    return json_answer(200, {"images": images, "failures": failures}, "application/x-amz-json-1.1")


def describe_images(_call, forward):
    return forward()


def set_queue_attributes(call, forward):
    """Setting one attribute leaves the others alone; moto would drop the policy."""
    attributes = call.params.get("Attributes", {})
    name = call.params.get("QueueUrl", "").rsplit("/", 1)[-1]
    queue = sqs_backends[call.account][call.region].queues.get(name)
    if queue is None or not queue.policy or "Policy" in attributes:
        return forward()
    kept = {**attributes, "Policy": queue.policy}
    return forward(json.dumps({**call.params, "Attributes": kept}).encode())


def start_message_move_task(call, _forward):
    sqs = sqs_backends[call.account][call.region]
    queues = {queue.queue_arn: queue for queue in sqs.queues.values()}
    source = queues.get(call.params.get("SourceArn"))
    destination = call.params.get("DestinationArn")
    if source is None or (destination and destination not in queues):
        return error(call, 404, "ResourceNotFoundException", "The resource that you specified doesn't exist.")
    origins = [queue for queue in queues.values() if is_dead_letter_queue_of(source, queue)]
    if not origins:
        return error(
            call, 400, "InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue."
        )
    # AWS remembers each message's own origin. Here one queue has one origin.
    target = queues[destination] if destination else origins[0]
    moved = take_visible(source)
    for message in moved:
        target.add_message(renewed(message))
    handle = base64.b64encode(
        json.dumps({"taskId": str(uuid.uuid4()), "sourceArn": source.queue_arn}).encode()
    )
    tasks = source.__dict__.setdefault("sandbox_move_tasks", [])  # goes when the queue goes
    tasks.insert(0, {
        "Status": "COMPLETED",
        "SourceArn": source.queue_arn,
        **({"DestinationArn": destination} if destination else {}),
        "ApproximateNumberOfMessagesMoved": len(moved),
        "ApproximateNumberOfMessagesToMove": len(moved),
        "StartedTimestamp": round(time.time() * 1000),
    })  # fmt: skip
    return json_answer(200, {"TaskHandle": handle.decode()}, "application/x-amz-json-1.0")


def list_message_move_tasks(call, _forward):
    sqs = sqs_backends[call.account][call.region]
    source = next((q for q in sqs.queues.values() if q.queue_arn == call.params.get("SourceArn")), None)
    if source is None:
        return error(call, 404, "ResourceNotFoundException", "The resource that you specified doesn't exist.")
    tasks = getattr(source, "sandbox_move_tasks", [])[: call.params.get("MaxResults", 1)]
    return json_answer(200, {"Results": tasks}, "application/x-amz-json-1.0")


def is_dead_letter_queue_of(dead, queue):
    return (queue.redrive_policy or {}).get("deadLetterTargetArn") == dead.queue_arn


def take_visible(queue):
    with queue._messages_lock:
        taken = [m for m in queue._messages if m.visible and not m.delayed]
        queue._messages = [m for m in queue._messages if m not in taken]
    for message in taken:
        queue.pending_messages.discard(message)
    return taken


def renewed(message):
    """A redriven message counts as new: its own id, time and receive count."""
    copy = Message(str(uuid.uuid4()), message.body, message.system_attributes)
    copy.message_attributes = message.message_attributes
    copy.group_id, copy.deduplication_id = message.group_id, message.deduplication_id
    copy.mark_sent()
    return copy


def get_resources(call, forward):
    """A page holds as many resources as were asked for; moto ends one at a hundred tags unless told
    otherwise, and can be told no more than this."""
    return forward(json.dumps({"TagsPerPage": 500, **call.params}).encode())


GAPS = {
    **keys.GAPS,
    ("resourcegroupstaggingapi", "GetResources"): get_resources,
    ("s3", "CreateBucket"): create_bucket,
    ("s3", "PutBucketTagging"): put_bucket_tagging,
    ("s3", "DeleteBucketEncryption"): delete_bucket_encryption,
    ("ecr", "BatchGetImage"): in_registry(batch_get_image),
    ("ecr", "DescribeImages"): in_registry(describe_images),
    ("ecr", "PutImage"): in_registry(put_image),
    ("sqs", "SetQueueAttributes"): set_queue_attributes,
    ("logs", "PutMetricFilter"): put_metric_filter,
    ("sqs", "StartMessageMoveTask"): start_message_move_task,
    ("sqs", "ListMessageMoveTasks"): list_message_move_tasks,
    **associations.GAPS,
    ("servicequotas", "GetServiceQuota"): quotas.get_service_quota,
    ("servicequotas", "GetAWSDefaultServiceQuota"): quotas.get_default_quota,
}


def mend(call, answer, head):
    """What is amiss with the form of moto's answers, whatever the call."""
    if answer.status >= 400 and answer.body[:15].lower() == b"<!doctype html>":
        return unimplemented(call, head)
    # AWS puts the bare code in this header; with moto's prefix SDKs find no
    # exception of that name, and throw their most general one.
    answer.headers = [
        (name, re.sub(r"^.*#", "", value) if name.lower() == "x-amzn-errortype" else value)
        for name, value in answer.headers
    ]
    return answer


def unimplemented(call, head):
    """501: SDKs retry a 500, which would hide what is missing behind a time-out."""
    message = f"The sandbox's AWS emulator does not implement {call.service} {call.operation}"
    return error(call, 501, "NotImplemented", message, head)
