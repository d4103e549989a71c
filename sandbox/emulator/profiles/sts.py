"""STS: new roles, expired sessions, and identity providers that fail."""

import re
import time
from datetime import datetime, timezone

from . import normalise, principals
from .rules import Refusal, after, before
from .xmls import named, parsed_xml, text_of, with_xml

HOUR = 3600
NO_KEY = (
    "Couldn't retrieve verification key from your identity provider, please reference"
    " AssumeRoleWithWebIdentity documentation for requirements"
)
NO_ANSWER = "Couldn't communicate with your identity provider."


@before("sts.identity-provider", "sts", "AssumeRoleWithWebIdentity")
def provider(context):
    """Fails the first calls, for which the identity provider's keys have to be fetched."""
    refusals, settings = context.account.memory("sts.refusals"), context.account.settings
    if refusals.get("of") is not settings:  # they were set again
        refusals.update({"of": settings, "count": 0})
    if refusals["count"] >= settings.stsRefusals:
        return None
    refusals["count"] += 1
    odd = refusals["count"] % 2
    return Refusal("InvalidIdentityToken", NO_KEY) if odd else Refusal("IDPCommunicationError", NO_ANSWER)


@before("sts.role", "sts", "AssumeRole", "AssumeRoleWithWebIdentity")
def role(context):
    """Refuses a role that does not exist or has not propagated."""
    arn, operation = context.params.get("RoleArn", ""), context.call.operation
    if not normalise.ROLE.fullmatch(arn) or principals.is_known(context, arn):
        return None
    if operation == "AssumeRoleWithWebIdentity":
        return Refusal("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403)
    user = f"arn:aws:iam::{context.call.account}:root"
    text = f"User: {user} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    return Refusal("AccessDenied", text, 403)


@after("sts.session", "sts", "AssumeRole", "AssumeRoleWithWebIdentity")
def session(context, answer):
    """Ends the session by the rules' clock; the answer has the end in real time, which clients compare."""
    root = parsed_xml(answer)
    if root is None:
        return None
    seconds = int(context.params.get("DurationSeconds") or HOUR)
    number = re.search(r"::(\d{12}):", context.params["RoleArn"]).group(1)
    owner = context.profiles.account(number)
    key = text_of(named(root, "Credentials")[0], "AccessKeyId")
    owner.memory("sts.sessions")[key] = owner.clock.now() + seconds
    if owner.clock.speed == 1:
        return None
    ends = datetime.fromtimestamp(time.time() + seconds / owner.clock.speed, timezone.utc)
    named(root, "Expiration")[0].text = ends.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return with_xml(answer, root)


@before("sts.session")
def expired(context):
    ends = context.account.memory("sts.sessions").get(context.call.caller)
    if ends is None or context.now < ends:
        return None
    if context.call.service == "s3":
        return Refusal("ExpiredToken", "The provided token has expired.")
    text = "The security token included in the request is expired"
    if context.call.protocol == "json" and context.call.service != "sqs":
        return Refusal("ExpiredTokenException", text)
    return Refusal("ExpiredToken", text, 403)
