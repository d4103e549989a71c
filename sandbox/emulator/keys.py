"""KMS keys, and what services do with them that moto leaves out."""

import dataclasses
import functools
import json

from moto.dynamodb.models import dynamodb_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends

from answers import error, json_answer

JSON = "application/x-amz-json-1.1"
NO_GROUP = "The specified log group does not exist."


def account_of(name, account):
    """Returns the account of a key or alias: its own where it is an ARN."""
    return name.split(":")[4] if name.startswith("arn:") and name.count(":") >= 5 else account


def key_of(name, account, region):
    """Returns moto's key that an id, ARN or alias names, or None."""
    keys = kms_backends[account_of(name, account)][region]
    plain = name.split(":", 5)[-1] if name.startswith("arn:") else name
    key_id = keys.get_key_id_from_alias(plain) if plain.startswith("alias/") else plain.split("/")[-1]
    return keys.keys.get(key_id)


def describe_key(call, forward):
    """A key of another account is described to whom its policy lets in; moto knows none."""
    name = call.params.get("KeyId", "")
    owner = account_of(name, call.account)
    if owner == call.account:
        return forward()
    key = key_of(name, call.account, call.region)
    if key is None or call.account not in (key.policy or ""):
        message = f"User: {call.account} is not authorized to perform: kms:{call.operation} on resource: {name}"
        return error(call, 400, "AccessDeniedException", message)
    other = dataclasses.replace(call, account=owner)
    return describe_key(other, functools.partial(forward, account=owner))


def get_key_policy(call, forward):
    """Nobody of another account reads it."""
    name = call.params.get("KeyId", "")
    if account_of(name, call.account) == call.account:
        return forward()
    message = f"User: {call.account} is not authorized to perform: kms:{call.operation} on resource: {name}"
    return error(call, 400, "AccessDeniedException", message)


def by_id(call, forward):
    """A key is named by its ARN too, which moto does not take everywhere."""
    named = call.params.get("KeyId", "").split("/")[-1]
    return forward(json.dumps({**call.params, "KeyId": named}).encode())


def associate_key(call, _forward):
    """moto takes a key with CreateLogGroup only."""
    group = logs_backends[call.account][call.region].groups.get(call.params.get("logGroupName"))
    if group is None:
        return error(call, 400, "ResourceNotFoundException", NO_GROUP)
    group.kms_key_id = call.params.get("kmsKeyId")  # none for DisassociateKmsKey
    return json_answer(200, {}, JSON)


def create_table(call, forward):
    answer = forward()
    if answer.status < 300:
        encrypt(call, answer)
    return answer


def update_table(call, forward):
    """moto leaves encryption as it is."""
    given = call.params.get("SSESpecification")
    table = dynamodb_backends[call.account][call.region].tables.get(call.params.get("TableName"))
    if given is None or table is None:
        return forward()
    table.sse_specification = dict(given) if given.get("Enabled") else None
    rest = {name: value for name, value in call.params.items() if name != "SSESpecification"}
    answer = forward(json.dumps(rest).encode())
    return answer if answer.status >= 300 else encrypt(call, answer)


def encrypt(call, answer):
    """Has a table show the ARN of its key, whatever it was named by."""
    table = dynamodb_backends[call.account][call.region].tables.get(call.params.get("TableName"))
    given = (table.sse_specification if table else None) or {}
    key = key_of(given.get("KMSMasterKeyId", ""), call.account, call.region)
    if key is not None:
        given["KMSMasterKeyId"] = key.arn
    return answer


GAPS = {
    ("kms", "DescribeKey"): describe_key,
    ("kms", "GetKeyPolicy"): get_key_policy,
    ("kms", "CancelKeyDeletion"): by_id,
    ("kms", "DisableKey"): by_id,
    ("kms", "EnableKey"): by_id,
    ("kms", "ScheduleKeyDeletion"): by_id,
    ("logs", "AssociateKmsKey"): associate_key,
    ("logs", "DisassociateKmsKey"): associate_key,
    ("dynamodb", "CreateTable"): create_table,
    ("dynamodb", "UpdateTable"): update_table,
}
