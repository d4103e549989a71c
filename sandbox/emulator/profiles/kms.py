"""KMS keys that services refuse: gone, disabled, of the wrong kind, or with a policy that keeps them out."""

import fnmatch
import json

import keys

from .rules import Refusal, before

LOG_ACTIONS = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey", "kms:DescribeKey")
LOG_CONTEXT = "kms:EncryptionContext:aws:logs:arn"


def listed(value):
    return value if isinstance(value, list) else [value]


def matches(patterns, value):
    return any(fnmatch.fnmatchcase(value.lower(), str(it).lower()) for it in listed(patterns))


def holds(condition, context):
    """Returns whether the conditions on keys that are in the context hold; others are left aside."""
    for operator, wanted in condition.items():
        for name, values in wanted.items():
            if name in context and operator.startswith(("Arn", "String")):
                if not matches(values, context[name]):
                    return False
    return True


def lets_in(policy, service, action, context):
    for statement in listed(json.loads(policy or "{}").get("Statement", [])):
        principal = statement.get("Principal", {})
        services = listed(principal.get("Service", [])) if isinstance(principal, dict) else [service]
        if (
            statement.get("Effect") == "Allow"
            and service in services
            and matches(statement.get("Action", []), action)
            and holds(statement.get("Condition", {}), context)
        ):
            return True
    return False


def key_in(context, name):
    return keys.key_of(name, context.call.account, context.call.region)


def trouble(key):
    """Returns why services can't encrypt with a key, or None."""
    if key is None:
        return "does not exist"
    if key.key_state != "Enabled":
        return "is disabled" if key.key_state == "Disabled" else "is pending deletion"
    return None if key.key_spec == "SYMMETRIC_DEFAULT" else "is asymmetric"


@before("kms.logs", "logs", "CreateLogGroup", "AssociateKmsKey")
def logs(context):
    name, group = context.params.get("kmsKeyId"), context.params.get("logGroupName")
    if not name:
        return None
    if not name.startswith("arn:") or ":key/" not in name:
        said = f"Value '{name}' at 'kmsKeyId' must be the ARN of a key"
        return Refusal("InvalidParameterException", f"1 validation error detected: {said}")
    call = context.call
    arn = f"arn:aws:logs:{call.region}:{call.account}:log-group:{group}"
    key = key_in(context, name)
    service, about = f"logs.{call.region}.amazonaws.com", {LOG_CONTEXT: arn}
    if trouble(key) or not all(lets_in(key.policy, service, action, about) for action in LOG_ACTIONS):
        said = "The specified KMS key does not exist or is not allowed to be used with LogGroup"
        return Refusal("AccessDeniedException", f"{said} '{arn}'")
    return None


@before("kms.tables", "dynamodb", "CreateTable", "UpdateTable")
def tables(context):
    name = (context.params.get("SSESpecification") or {}).get("KMSMasterKeyId")
    why = trouble(key_in(context, name)) if name else None
    return Refusal("ValidationException", f"KMS validation error: key {name} {why}") if why else None


@before("kms.repositories", "ecr", "CreateRepository")
def repositories(context):
    name = (context.params.get("encryptionConfiguration") or {}).get("kmsKey")
    why = trouble(key_in(context, name)) if name else None
    said = "The operation failed due to a KMS exception"
    return Refusal("KmsException", f"{said}: key {name} {why}") if why else None
