"""Denied operations, and signatures that are too old."""

import time
from datetime import datetime, timezone
from urllib.parse import parse_qs

from .rules import Refusal, before

# Code and status of a refusal, where they are not the protocol's own.
DENIALS = {
    "sns": ("AuthorizationError", 403),
    "sqs": ("AccessDenied", 403),
    "eks": ("AccessDeniedException", 403),
}
PROTOCOLS = {
    "json": ("AccessDeniedException", 400),
    "query": ("AccessDenied", 403),
    "rest": ("AccessDenied", 403),
}

SKEW, SKEW_OF_S3 = 5 * 60, 15 * 60


def denied(call, reason):
    """Returns the refusal of a call that a policy denies, in IAM's words."""
    code, status = DENIALS.get(call.service) or PROTOCOLS[call.protocol]
    action = f"{call.service}:{call.operation} on resource: *"
    message = f"User: arn:aws:iam::{call.account}:root is not authorized to perform: {action}{reason}"
    return Refusal(code, message, status)


@before("denied")
def service_control_policy(context):
    call = context.call
    if f"{call.service}:{call.operation}" in context.account.settings.denied:
        return denied(call, " with an explicit deny in a service control policy")
    return None


@before("signature-age")
def signature_age(context):
    """Refuses calls of a client whose clock is off. Compares real time, which clients sign with."""
    signed = signing_time(context.environ)
    limit = SKEW_OF_S3 if context.call.service == "s3" else SKEW
    if signed is None or abs(time.time() - signed) <= limit:
        return None
    if context.call.service == "s3":
        text = "The difference between the request time and the server's time is too large."
        return Refusal("RequestTimeTooSkewed", text, 403)
    now, minutes = time.time(), limit // 60
    if signed < now:
        text = f"Signature expired: {stamp(signed)} is now earlier than {stamp(now - limit)}"
        text += f" ({stamp(now)} - {minutes} min.)"
    else:
        text = f"Signature not yet current: {stamp(signed)} is still later than {stamp(now + limit)}"
        text += f" ({stamp(now)} + {minutes} min.)"
    if context.call.protocol == "json":
        return Refusal("InvalidSignatureException", text)
    return Refusal("SignatureDoesNotMatch", text, 403)


def signing_time(environ):
    """Returns None for a call that is not signed, and for a presigned URL."""
    if "X-Amz-Date" in parse_qs(environ.get("QUERY_STRING", "")):
        return None
    try:
        text = environ.get("HTTP_X_AMZ_DATE", "")
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


def stamp(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y%m%dT%H%M%SZ")
