"""CloudWatch: alarms on series that do not exist, and pages."""

from moto.cloudwatch.models import cloudwatch_backends
from moto.dynamodb.models import dynamodb_backends
from moto.ecr.models import ecr_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.utilities.utils import get_partition

from .rules import after, parsed, with_json
from .xmls import named, new_in, parsed_xml, text_of, with_xml

UNKNOWN, REASON = "INSUFFICIENT_DATA", "Unchecked: Initial alarm creation"
PAGE, MOST = 50, 100  # "The maximum number of alarm descriptions to retrieve"


# Namespaces of AWS: the dimension that names a resource, and the resources that exist.
VENDED = {
    "AWS/SQS": ("QueueName", sqs_backends, lambda backend: backend.queues),
    "AWS/DynamoDB": ("TableName", dynamodb_backends, lambda backend: backend.tables),
    "AWS/S3": ("BucketName", s3_backends, lambda backend: backend.buckets),
    "AWS/SNS": ("TopicName", sns_backends, lambda backend: {it.name for it in backend.topics.values()}),
    "AWS/Logs": ("LogGroupName", logs_backends, lambda backend: backend.groups),
    "AWS/ECR": ("RepositoryName", ecr_backends, lambda backend: backend.repositories),
}


def backend_of(context, backends):
    """Returns moto's backend of a service, without creating one."""
    account, region = context.call.account, context.call.region
    place = get_partition(region) if backends is s3_backends else region
    there = account in backends and dict.__contains__(backends[account], place)
    return backends[account][place] if there else None


def is_published(context, namespace, name, dimensions):
    """Returns whether the series exists: published, made from logs, or of a resource of AWS."""
    if namespace in VENDED:
        dimension, backends, resources = VENDED[namespace]
        backend = backend_of(context, backends)
        return backend is not None and dimensions.get(dimension) in resources(backend)
    published = backend_of(context, cloudwatch_backends).metric_data
    return any(
        (each.namespace, each.name) == (namespace, name) and dimensions_of(each) == dimensions
        for each in published
    ) or (not dimensions and is_from_logs(context, namespace, name))


def is_from_logs(context, namespace, name):
    """Returns whether a metric filter with a default value publishes the series."""
    backend = backend_of(context, logs_backends)
    return any(
        (each.get("metricNamespace"), each.get("metricName")) == (namespace, name) and "defaultValue" in each
        for metric_filter in (backend.filters.metric_filters if backend else ())
        for each in metric_filter["metricTransformations"]
    )


def dimensions_of(described):
    return {each.name: each.value for each in described.dimensions or []}


def series_of(alarm):
    """Returns namespace, name and dimensions of all series of an alarm."""
    if alarm.metric_name:
        return [(alarm.namespace, alarm.metric_name, dimensions_of(alarm))]
    metrics = [query.metric_stat.metric for query in alarm.metric_data_queries if query.metric_stat]
    return [(it.namespace, it.metric_name, dimensions_of(it)) for it in metrics]


def is_unknown(context, name):
    """Returns whether none of the alarm's series exists, and its state was not set."""
    alarm = backend_of(context, cloudwatch_backends).alarms.get(name)
    if alarm is None or name in context.memory("cloudwatch.set", set):
        return False
    series = series_of(alarm)
    return bool(series) and not any(is_published(context, *each) for each in series)


@after("cloudwatch.alarm-state", "cloudwatch", "SetAlarmState")
def state_set(context, answer):
    if answer.status < 300:
        context.memory("cloudwatch.set", set).add(context.params.get("AlarmName"))


@after("cloudwatch.alarm-state", "cloudwatch", "DeleteAlarms")
def deleted(context, _answer):
    there = backend_of(context, cloudwatch_backends)
    context.memory("cloudwatch.set", set).intersection_update(there.alarms if there else ())


@after("cloudwatch.alarm-state", "cloudwatch", "DescribeAlarms", "DescribeAlarmsForMetric")
def states(context, answer):
    value = parsed(answer)
    if value:
        unknown = [it for it in value.get("MetricAlarms", []) if is_unknown(context, it["AlarmName"])]
        for alarm in unknown:
            alarm["StateValue"], alarm["StateReason"] = UNKNOWN, REASON
        return with_json(answer, value) if unknown else None
    root = parsed_xml(answer)
    unknown = [it for it in members(root) if is_unknown(context, text_of(it, "AlarmName"))]
    for alarm in unknown:
        for name, text in (("StateValue", UNKNOWN), ("StateReason", REASON)):
            for element in named(alarm, name):
                element.text = text
    return with_xml(answer, root) if unknown else None


def members(root):
    """Returns the descriptions of metric alarms."""
    lists = named(root, "MetricAlarms") if root is not None else []
    return [alarm for each in lists for alarm in each]


@after("cloudwatch.pages", "cloudwatch", "DescribeAlarms")
def pages(context, answer):
    """Cuts the page out of moto's answer, which has all alarms."""
    start = int(context.params.get("NextToken") or 0)
    end = start + min(int(context.params.get("MaxRecords") or PAGE), MOST)
    value = parsed(answer)
    if value:
        alarms = value.get("MetricAlarms", [])
        if start == 0 and len(alarms) <= end:
            return None
        more = {"NextToken": str(end)} if end < len(alarms) else {}
        return with_json(answer, {**value, "MetricAlarms": alarms[start:end], **more})
    root = parsed_xml(answer)
    alarms = members(root)
    if start == 0 and len(alarms) <= end:
        return None
    for alarm in alarms[:start] + alarms[end:]:
        named(root, "MetricAlarms")[0].remove(alarm)
    if end < len(alarms):
        new_in(named(root, "DescribeAlarmsResult")[0], "NextToken", str(end))
    return with_xml(answer, root)
