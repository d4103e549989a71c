"""Resource Groups Tagging API: listings that lag by minutes."""

import json

from answers import json_answer
from calls import short_name

from .rules import after, before, parsed

LAG = 120  # seconds; no figure is documented
MARKS = ("Create", "Delete", "Tag", "Untag", "PutBucketTagging", "Abac", "PutMetricAlarm")
SERVICES = {"s3control": "s3"}
PAGE = 100


@after("tagging.lag")
def written(context, answer):
    """Records when a resource's tags may have changed."""
    call = context.call
    if call.write and answer.status < 300 and call.resource and any(it in call.operation for it in MARKS):
        key = SERVICES.get(call.service, call.service), call.resource.partition("/v20180820")[0]
        context.account.memory("tagging.written")[key] = context.now


@before("tagging.lag", "resourcegroupstaggingapi", "GetResources")
def resources(context):
    """Lists what was listed before of each resource that was changed within the lag."""
    asked, shown = context.params, context.memory("tagging.shown")
    there = everything(context)
    for arn in {*there, *shown}:
        if not is_behind(context, arn):
            shown[arn] = there.get(arn)
    found = [arn for arn in sorted(shown) if shown[arn] is not None and wanted(asked, arn, shown[arn])]
    start, size = int(asked.get("PaginationToken") or 0), asked.get("ResourcesPerPage") or 50
    page = [{"ResourceARN": arn, "Tags": tag_list(shown[arn])} for arn in found[start : start + size]]
    token = str(start + size) if start + size < len(found) else ""
    answer = {"ResourceTagMappingList": page, "PaginationToken": token}
    return json_answer(200, answer, "application/x-amz-json-1.1")


def everything(context):
    """Returns all that moto lists, as tags by ARN."""
    found, token = {}, ""
    while True:
        asked = {"ResourcesPerPage": PAGE, "TagsPerPage": 500, "PaginationToken": token}
        value = parsed(context.ask(body=json.dumps(asked).encode())) or {}
        for each in value.get("ResourceTagMappingList", []):
            found[each["ResourceARN"]] = {tag["Key"]: tag["Value"] for tag in each["Tags"]}
        token = value.get("PaginationToken") or ""
        if not token:
            return found


def is_behind(context, arn):
    changed = context.account.memory("tagging.written").get((arn.split(":")[2], short_name(arn)))
    return changed is not None and context.now < changed + LAG


def wanted(asked, arn, tags):
    kinds, arns = asked.get("ResourceTypeFilters"), asked.get("ResourceARNList")
    if kinds and not any(is_of(kind, arn) for kind in kinds):
        return False
    if arns and arn not in arns:
        return False
    return all(
        each["Key"] in tags and (not each.get("Values") or tags[each["Key"]] in each["Values"])
        for each in asked.get("TagFilters") or []
    )


def is_of(kind, arn):
    service, _, resource = kind.partition(":")
    parts = arn.split(":", 5)
    return parts[2] == service and (not resource or parts[5].startswith((resource + ":", resource + "/")))


def tag_list(tags):
    return [{"Key": key, "Value": value} for key, value in tags.items()]
