"""S3: eventually consistent bucket configurations, ABAC, and refusals."""

from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from answers import Answer

from . import normalise, principals
from .concurrent import clashes
from .lag import Lag, mostly_short, one_in
from .rules import Refusal, after, before, with_body
from .xmls import named, new_in, parsed_xml, text_of, with_xml

KNOWN = 1  # seconds in which a new bucket is known to calls about its configuration
CONFIGURED = 10  # seconds in which a configuration shows
BUSY = (5, 30)  # seconds after a deletion in which the name is not given again
BUSY_TEXT = (
    "A conflicting conditional operation is currently in progress against this resource."
    " Please try again."
)
NO_BUCKET = "The specified bucket does not exist"
ABAC = (
    "This operation is not allowed for a bucket that has attribute-based access control enabled."
    " Use TagResource or UntagResource."
)
NOT_SETTINGS = (
    "x-id", "prefix", "list-type", "delimiter", "max-keys", "uploads", "delete", "versions", "location",
    "abac",
)  # fmt: skip


def bucket_of(context):
    """Returns moto's bucket of the caller's account, or None."""
    buckets = s3_backends[context.call.account][get_partition(context.call.region)].buckets
    return buckets.get(context.params.get("Bucket"))


def remembered(context, name, factory=dict):
    """Returns state that all regions share."""
    return context.account.memory(f"s3.{name}", "", factory)


def setting_of(context):
    """Returns the subresource that the call is about, by its name in the query, or None."""
    if "Bucket" not in context.params or "Key" in context.params:
        return None
    query = parse_qs(context.environ.get("QUERY_STRING", ""), keep_blank_values=True)
    names = [name for name in query if name not in NOT_SETTINGS and not name.startswith("X-Amz-")]
    return names[0] if names else None


@before("s3.deleted", "s3", "CreateBucket")
def create(context):
    name = context.params["Bucket"]
    context.existed = name in s3_backends.bucket_accounts
    if not context.existed and context.now < remembered(context, "deleted").get(name, 0):
        return Refusal("OperationAborted", BUSY_TEXT, 409)
    return None


@after("s3.eventual", "s3", "CreateBucket")
def created(context, answer):
    if answer.status < 300 and not context.existed:
        known = remembered(context, "known", WeakKeyDictionary)
        known[bucket_of(context)] = context.now + one_in(4, context.draw("s3.known"), KNOWN)


@after("s3.deleted", "s3", "DeleteBucket")
def deleted(context, answer):
    if answer.status < 300:
        name = context.params["Bucket"]
        remembered(context, "deleted")[name] = context.now + context.between("s3.deleted", *BUSY)


@before("s3.eventual", "s3")
def configuration(context):
    """Hides a new bucket from calls of its subresources, and keeps what a write is about to change."""
    setting, bucket = setting_of(context), bucket_of(context)
    if setting is None or bucket is None:
        return None
    if context.now < remembered(context, "known", WeakKeyDictionary).get(bucket, 0):
        return Refusal("NoSuchBucket", NO_BUCKET, 404)
    if context.call.write:
        if clashes(context, "s3.concurrent", context.params["Bucket"]):
            return Refusal("OperationAborted", BUSY_TEXT, 409)
        context.before = context.ask("GET")
    return None


def settings(context, bucket):
    return remembered(context, "settings", WeakKeyDictionary).setdefault(bucket, Lag())


@after("s3.eventual", "s3")
def configured(context, answer):
    setting, bucket, now = setting_of(context), bucket_of(context), context.now
    if setting is None or bucket is None:
        return None
    lag = settings(context, bucket)
    if not context.call.write:
        return lag.read(setting, None, now) if lag.is_behind(setting, now) else None
    if answer.status < 300:
        late = mostly_short(context.draw("s3.configured"), CONFIGURED)
        lag.wrote(setting, context.before, now + late, now)
    return None


@before("s3.abac", "s3", "PutBucketTagging", "DeleteBucketTagging")
def tagging(context):
    name = context.params["Bucket"]
    enabled = name in context.account.settings.abacBuckets or remembered(context, "abac").get(name)
    return Refusal("InvalidRequest", ABAC) if enabled and bucket_of(context) else None


@before("s3.abac", "s3", "PutBucketAbac", "GetBucketAbac")
def abac(context):
    """Answers calls that moto does not implement."""
    name, enabled = context.params["Bucket"], remembered(context, "abac")
    if not bucket_of(context):
        return Refusal("NoSuchBucket", NO_BUCKET, 404)
    if context.call.write:
        enabled[name] = b"<Status>Enabled" in context.call.body
        return Answer(200, [("Content-Length", "0")])
    status = "Enabled" if enabled.get(name) else "Disabled"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<AbacStatus><Status>{status}</Status></AbacStatus>'
    return with_body(Answer(200, [("Content-Type", "application/xml")]), body.encode())


@before("s3.policy", "s3", "PutBucketPolicy")
def policy(context):
    if principals.unknown_in(context, context.call.body.decode("utf-8", "replace")):
        return Refusal("MalformedPolicy", "Invalid principal in policy")
    return None


@after("s3.normalised", "s3", "PutBucketPolicy")
def policy_saved(context, answer):
    if answer.status < 300:
        document = context.call.body.decode("utf-8", "replace")
        principals.saved(context, "s3", context.params["Bucket"], document)


@after("s3.normalised", "s3", "GetBucketPolicy")
def policy_shown(context, answer):
    if answer.status >= 300:
        return None
    document = answer.body.decode("utf-8", "replace")
    shown = principals.shown(context, "s3", context.params["Bucket"], document)
    return with_body(answer, shown.encode())


@after("s3.normalised", "s3", "GetBucketLifecycleConfiguration")
def lifecycle_shown(_context, answer):
    """Gives an id to each rule that was sent without one."""
    root = parsed_xml(answer)
    if root is None:
        return None
    without = [rule for rule in named(root, "Rule") if not text_of(rule, "ID")]
    for rule in without:
        for empty in [each for each in rule if each.tag.endswith("ID")]:
            rule.remove(empty)
        new_in(rule, "ID", normalise.rule_id(rule))
    return with_xml(answer, root) if without else None
