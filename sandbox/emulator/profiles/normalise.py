"""How AWS rewrites documents that it stores. Only what has a source: see sandbox/README.md."""

import base64
import hashlib
import json
import re
import xml.etree.ElementTree as xml

ACCOUNT = re.compile(r"\d{12}")
ROLE = re.compile(r"arn:[^:]+:iam::(\d{12}):role/(?:.*/)?([^/]+)")
LISTS = ("Action", "NotAction", "Resource", "NotResource")
PRINCIPALS = ("Principal", "NotPrincipal")


def policy(document, rename=lambda arn: arn):
    """Returns a resource policy as it is read back: lists of one are single values, other lists and members
    are in another order, an account is its root.

    rename: maps the ARN of a principal to what is shown
    """
    try:
        value = json.loads(document)
    except ValueError:
        return document
    if not isinstance(value, dict):
        return document
    if isinstance(value.get("Statement"), dict):
        value["Statement"] = [value["Statement"]]
    statements = value.get("Statement")
    value["Statement"] = [statement(it, rename) for it in statements or [] if isinstance(it, dict)]
    return json.dumps({key: value[key] for key in sorted(value, reverse=True)}, separators=(",", ":"))


def trust(document):
    """Returns a trust policy as it is read back: an account is its root."""
    try:
        value = json.loads(document)
        for it in value["Statement"] if isinstance(value["Statement"], list) else [value["Statement"]]:
            given = it["Principal"]["AWS"]
            rooted = each_principal("AWS", given, lambda arn: arn)
            it["Principal"]["AWS"] = rooted if isinstance(given, list) else rooted[0]
    except (ValueError, KeyError, TypeError):
        return document
    return json.dumps(value)


def statement(given, rename):
    shown = {}
    for key in sorted(given, reverse=True):
        value = given[key]
        if key in LISTS:
            value = collapsed(value)
        elif key in PRINCIPALS and isinstance(value, dict):
            value = {kind: collapsed(each_principal(kind, who, rename)) for kind, who in value.items()}
        elif key == "Condition":
            value = {
                operator: {name: collapsed(values) for name, values in tests.items()}
                for operator, tests in value.items()
            }
        shown[key] = value
    return shown


def each_principal(kind, given, rename):
    listed = given if isinstance(given, list) else [given]
    if kind != "AWS":
        return listed
    return [rename(f"arn:aws:iam::{it}:root" if ACCOUNT.fullmatch(it) else it) for it in listed]


def collapsed(value):
    if not isinstance(value, list):
        return value
    return value[0] if len(value) == 1 else sorted(value, key=str, reverse=True)


def roles_in(document):
    """Returns the ARNs of roles that a policy names as principals."""
    try:
        statements = json.loads(document).get("Statement", [])
    except (ValueError, AttributeError, TypeError):
        return set()
    found = set()
    for each in statements if isinstance(statements, list) else [statements]:
        for key in PRINCIPALS:
            principals = each.get(key) if isinstance(each, dict) else None
            given = principals.get("AWS", []) if isinstance(principals, dict) else []
            listed = given if isinstance(given, list) else [given]
            found |= {arn for arn in listed if isinstance(arn, str) and ROLE.fullmatch(arn)}
    return found


def rule_id(rule):
    """Returns an id for a lifecycle rule that was given none: the same each time, since S3 keeps it."""
    return base64.b64encode(hashlib.sha256(xml.tostring(rule)).digest()[:33]).decode()
