"""Rate limits of each account and region.

AWS documents no bursts: the calls of one second may come at once.
"""

from dataclasses import dataclass

from .rules import Refusal, before

# Calls a second for each operation, in one region. CloudWatch: its quotas page. DynamoDB, SNS: in the
# operations' own pages. Logs, ECR, tagging: the services' pages of quotas.
RATES = {
    "cloudwatch": {
        3: ("PutMetricAlarm", "DeleteAlarms", "SetAlarmState", "EnableAlarmActions", "DisableAlarmActions"),
        9: ("DescribeAlarms", "DescribeAlarmsForMetric"),
        10: ("PutDashboard", "GetDashboard", "ListDashboards", "DeleteDashboards"),
        20: ("TagResource", "UntagResource", "ListTagsForResource"),
        25: ("ListMetrics",),
    },
    "logs": {
        5: ("DescribeMetricFilters", "PutMetricFilter", "DeleteMetricFilter", "DescribeSubscriptionFilters",
            "TagResource", "UntagResource", "ListTagsForResource"),
        10: ("DescribeLogGroups", "CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy",
             "DeleteRetentionPolicy"),
    },
    "dynamodb": {10: ("DescribeContinuousBackups", "UpdateContinuousBackups")},  # others: dynamodb.py
    "sns": {
        10: ("TagResource", "UntagResource", "ListTagsForResource"),
        30: ("CreateTopic", "DeleteTopic", "GetTopicAttributes", "SetTopicAttributes", "ListTopics",
             "ListSubscriptionsByTopic", "ListSubscriptions"),
        100: ("Subscribe", "Unsubscribe"),
    },
    "ecr": {10: ("PutImage",), 20: ("*",), 2000: ("BatchGetImage",)},
    "sqs": {50: ("*",)},
    "resourcegroupstaggingapi": {5: ("TagResources", "UntagResources"), 15: ("GetResources",)},
    "iam": {20: ("*",)},
    "sts": {100: ("*",)},
    "servicequotas": {5: ("*",)},
}  # fmt: skip
ACCOUNT_WIDE = ("iam", "sts")
MESSAGES = ("SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "DeleteMessageBatch",
            "ChangeMessageVisibility", "ChangeMessageVisibilityBatch")  # fmt: skip
# Code and status of a throttled call, where it is not the protocol's own.
CODES = {
    "sns": ("Throttled", 429),
    "resourcegroupstaggingapi": ("ThrottledException", 400),
    "servicequotas": ("TooManyRequestsException", 400),
    "cloudwatch": ("Throttling", 400),
    "sqs": ("RequestThrottled", 400),
    "s3": ("SlowDown", 503),
}


@dataclass
class Bucket:
    """A token bucket."""

    rate: float
    most: float
    at: float
    left: float

    @classmethod
    def full(cls, rate, most, now):
        return cls(rate, most, now, most)

    def takes(self, now):
        self.left = min(self.most, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


BY_OPERATION = {
    (service, operation): rate
    for service, rates in RATES.items()
    for rate, operations in rates.items()
    for operation in operations
}


def limit_of(call):
    """Returns the key that the call is counted under, and its rate; None where it is not limited."""
    if call.service == "sqs" and call.operation in MESSAGES:
        return None  # "nearly unlimited"
    for operation in (call.operation, "*"):
        if rate := BY_OPERATION.get((call.service, operation)):
            return (call.service, operation), rate
    return None


def throttled(call, message="Rate exceeded"):
    by_protocol = ("ThrottlingException", 400) if call.protocol == "json" else ("Throttling", 400)
    code, status = CODES.get(call.service, by_protocol)
    return Refusal(code, message, status)


@before("rate")
def rate(context):
    limited = limit_of(context.call)
    if not limited:
        return None
    key, per_second = limited
    region = "" if context.call.service in ACCOUNT_WIDE else context.call.region
    buckets, now = context.account.memory("rates", region), context.now
    bucket = buckets.setdefault(key, Bucket.full(per_second, per_second, now))
    return None if bucket.takes(now) else throttled(context.call)
