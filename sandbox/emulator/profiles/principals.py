"""Roles as principals of policies.

A new role is not a valid principal for some seconds. When a policy is saved IAM turns the role's ARN
into its unique id, and shows the ARN as long as that role exists.
"""

from moto.iam.models import iam_backends

from . import normalise


def roles(account, arn):
    """Returns moto's roles by id, without creating an account that has none."""
    return iam_backends[account][arn.split(":")[1]].roles if account in iam_backends else {}


def role_of(arn):
    """Returns the account, and moto's role of that ARN or None."""
    account, name = normalise.ROLE.fullmatch(arn).groups()
    return account, next((role for role in roles(account, arn).values() if role.name == name), None)


def is_known(context, arn):
    """Returns whether the role exists and has propagated to other services."""
    number, role = role_of(arn)
    if role is None:
        return False
    account = context.profiles.account(number)
    return account.clock.now() >= account.memory("iam.propagated").get(role.id, 0)


def unknown_in(context, document):
    return sorted(arn for arn in normalise.roles_in(document) if not is_known(context, arn))


def resolved(context, service):
    """Returns the ids of the roles that each saved policy names, by the policy's name."""
    region = "" if service in ("s3", "iam") else context.call.region
    return context.account.memory(f"{service}.principals", region)


def saved(context, service, name, document):
    found = {arn: role_of(arn)[1] for arn in normalise.roles_in(document)}
    resolved(context, service)[name] = {arn: role.id for arn, role in found.items() if role}


def shown(context, service, name, document):
    """Returns a saved policy as it is read back."""
    ids = resolved(context, service).get(name, {})
    return normalise.policy(document, lambda arn: renamed(arn, ids.get(arn)))


def renamed(arn, role_id):
    if role_id is None:
        return arn
    account, _ = normalise.ROLE.fullmatch(arn).groups()
    return arn if role_id in roles(account, arn) else role_id
