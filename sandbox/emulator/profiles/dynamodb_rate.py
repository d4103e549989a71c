"""DynamoDB: the account's rate limit of control-plane writes."""

from .dynamodb import name_of, tables
from .rates import Bucket, throttled
from .rules import before

# Of ten changes at once six pass, counted with each other [Q 132, 434]; how fast more may follow was not
# measured. 5 a second is what is documented of tag writes.
CONTROL_PLANE = ("CreateTable", "UpdateTable", "DeleteTable", "TagResource", "UntagResource")
CONTROL_PLANE_RATE, CONTROL_PLANE_BURST = 5, 6


@before("dynamodb.control-plane-rate", "dynamodb", *CONTROL_PLANE)
def control_plane(context):
    if is_free(context):
        return None
    buckets, now = context.memory("rates"), context.now
    bucket = buckets.setdefault("control plane", Bucket.full(CONTROL_PLANE_RATE, CONTROL_PLANE_BURST, now))
    if bucket.takes(now):
        return None
    return throttled(context.call, "The rate of control plane requests made by this account is too high")


def is_free(context):
    """Returns whether the call is not counted: deletion protection, or tags without effect [Q 384, 441]."""
    params, table = context.params, tables(context).get(name_of(context))
    if "Tag" not in context.call.operation or table is None:
        return params.get("DeletionProtectionEnabled") is not None and context.call.operation == "UpdateTable"
    there = {tag["Key"]: tag["Value"] for tag in table.tags}
    put = all(there.get(tag["Key"]) == tag["Value"] for tag in params.get("Tags") or ())
    return put and not there.keys() & set(params.get("TagKeys") or ())
