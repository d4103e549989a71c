"""CloudWatch Logs: pages, and concurrent writes of one log group."""

from .concurrent import clashes
from .rules import Refusal, after, before, parsed, with_json

# Those that declare OperationAbortedException.
WRITES = (
    "CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy", "PutMetricFilter",
    "DeleteMetricFilter",
)  # fmt: skip
ABORTED = "A conflicting operation is currently in progress against this resource. Please try again."
MOST = 50


@before("logs.concurrent", "logs", *WRITES)
def concurrent(context):
    if clashes(context, "logs.concurrent", context.params.get("logGroupName")):
        return Refusal("OperationAbortedException", ABORTED)
    return None


@before("logs.pages", "logs", "DescribeMetricFilters", "DescribeSubscriptionFilters")
def limit(context):
    if (context.params.get("limit") or 1) <= MOST:
        return None
    text = f"1 validation error detected: Value '{context.params['limit']}' at 'limit' failed to satisfy"
    said = f"{text} constraint: Member must have value less than or equal to {MOST}"
    return Refusal("InvalidParameterException", said)


@after("logs.pages", "logs", "DescribeMetricFilters")
def pages(context, answer):
    """Cuts the page out of moto's answer, which has all filters."""
    value = parsed(answer)
    if not value:
        return None
    filters, start = value.get("metricFilters", []), int(context.params.get("nextToken") or 0)
    end = start + (context.params.get("limit") or MOST)
    if start == 0 and len(filters) <= end:
        return None
    more = {"nextToken": str(end)} if end < len(filters) else {}
    return with_json(answer, {"metricFilters": filters[start:end], **more})
