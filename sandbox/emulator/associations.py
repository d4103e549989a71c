"""EKS Pod Identity associations, which moto does not have.

They are kept in moto's backend of the account and region, and go with it.
"""

import json
import secrets
import time

from moto.eks.models import eks_backends
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from answers import error, json_answer

PAGE = 100
TAGS = 50
SUMMARY = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId", "ownerArn")


def in_cluster(answer):
    """Answers a call about a cluster that there is."""

    def gap(call, _forward):
        name = call.params.get("clusterName")
        if name not in eks_backends[call.account][call.region].clusters:
            return missing(call, f"No cluster found for name: {name}.")
        return answer(call, name, body_of(call))

    return gap


def in_association(answer):
    """Answers a call about an association that there is."""

    def found(call, cluster, body):
        association = held(call).get((cluster, call.params.get("associationId")))
        if association is None:
            return missing(call, f"The association '{call.params.get('associationId')}' does not exist.")
        return answer(call, association, body)

    return in_cluster(found)


def held(call):
    """By cluster and id."""
    return eks_backends[call.account][call.region].__dict__.setdefault("sandbox_associations", {})


def body_of(call):
    try:
        return json.loads(call.body or b"{}")
    except ValueError:
        return {}


def missing(call, message):
    return error(call, 404, "ResourceNotFoundException", message)


def refused(call, message):
    return error(call, 400, "InvalidParameterException", message)


def create(call, cluster, body):
    absent = [name for name in ("namespace", "serviceAccount", "roleArn") if not body.get(name)]
    if absent:
        return refused(call, f"{absent[0]} must not be empty.")
    if refusal := role_refused(call, body["roleArn"]):
        return refusal
    subject = (body["namespace"], body["serviceAccount"])
    for (name, there), other in held(call).items():
        if name == cluster and subject == (other["namespace"], other["serviceAccount"]):
            return error(call, 409, "ResourceInUseException", f"Association already exists: {there}")
    association_id = "a-" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(17))
    now = time.time()
    association = {
        "clusterName": cluster,
        "namespace": subject[0],
        "serviceAccount": subject[1],
        "roleArn": body["roleArn"],
        "associationArn": arn(call, f"podidentityassociation/{cluster}/{association_id}"),
        "associationId": association_id,
        "tags": body.get("tags", {}),
        "createdAt": now,
        "modifiedAt": now,
        "disableSessionTags": body.get("disableSessionTags", False),
    }
    aim(call, association, body)
    held(call)[cluster, association_id] = association
    return shown(association)


def arn(call, resource):
    return f"arn:{get_partition(call.region)}:eks:{call.region}:{call.account}:{resource}"


def role_refused(call, role):
    """AWS asks iam:PassRole of the role, which works in the caller's account only."""
    parts = role.split(":")
    if len(parts) != 6 or not parts[5].startswith("role/"):
        return refused(call, f"Role ARN {role} is invalid.")
    if parts[4] != call.account:
        message = "Cross-account pass role is not allowed."
        return error(call, 403, "AccessDeniedException", message)
    roles = iam_backends[call.account][get_partition(call.region)].roles.values()
    if all(each.arn != role for each in roles):
        return refused(call, "Role provided in the request does not exist.")
    return None


def aim(call, association, body):
    """A target role is assumed with an external id that EKS makes."""
    if target := body.get("targetRoleArn"):
        association["targetRoleArn"] = target
        names = (association[name] for name in ("clusterName", "namespace", "serviceAccount"))
        association["externalId"] = "/".join((call.region, call.account, *names))


def shown(association):
    return json_answer(200, {"association": association})


def describe(_call, association, _body):
    return shown(association)


def update(call, association, body):
    if "roleArn" in body:
        if refusal := role_refused(call, body["roleArn"]):
            return refusal
        association["roleArn"] = body["roleArn"]
    if "disableSessionTags" in body:
        association["disableSessionTags"] = body["disableSessionTags"]
    aim(call, association, body)
    association["modifiedAt"] = time.time()
    return shown(association)


def delete(call, association, _body):
    del held(call)[association["clusterName"], association["associationId"]]
    return shown(association)


def list_all(call, cluster, _body):
    found = [
        {name: each[name] for name in SUMMARY if name in each}
        for (name, _), each in sorted(held(call).items())
        if name == cluster and all(call.params.get(f, each[f]) == each[f] for f in ("namespace", "serviceAccount"))
    ]  # fmt: skip
    start = int(call.params.get("nextToken") or 0)
    end = start + int(call.params.get("maxResults") or PAGE)
    more = {"nextToken": str(end)} if end < len(found) else {}
    return json_answer(200, {"associations": found[start:end], **more})


def on_association(answer):
    """Answers a call about tags, unless they are of something that moto has."""

    def gap(call, forward):
        resource = call.params.get("resourceArn", "")
        if ":podidentityassociation/" not in resource:
            return forward()
        association = next((it for it in held(call).values() if it["associationArn"] == resource), None)
        if association is None:
            return error(call, 404, "NotFoundException", f"Resource not found: {resource}")
        return answer(call, association["tags"])

    return gap


def tag(call, tags):
    asked = {**tags, **body_of(call).get("tags", {})}
    if len(asked) > TAGS:
        return error(call, 400, "BadRequestException", f"A resource can have {TAGS} tags at most.")
    tags.update(asked)
    return json_answer(200, {})


def untag(call, tags):
    keys = call.params.get("tagKeys", [])
    for key in [keys] if isinstance(keys, str) else keys:
        tags.pop(key, None)
    return json_answer(200, {})


def list_tags(_call, tags):
    return json_answer(200, {"tags": tags})


GAPS = {
    ("eks", "CreatePodIdentityAssociation"): in_cluster(create),
    ("eks", "ListPodIdentityAssociations"): in_cluster(list_all),
    ("eks", "DescribePodIdentityAssociation"): in_association(describe),
    ("eks", "UpdatePodIdentityAssociation"): in_association(update),
    ("eks", "DeletePodIdentityAssociation"): in_association(delete),
    ("eks", "TagResource"): on_association(tag),
    ("eks", "UntagResource"): on_association(untag),
    ("eks", "ListTagsForResource"): on_association(list_tags),
}
