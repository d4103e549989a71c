"""SQS: refusals, and queues that are not visible yet or still visible."""

import json
from weakref import WeakKeyDictionary

from moto.sqs.models import sqs_backends

from answers import json_answer

from . import principals
from .lag import Lag
from .rules import Refusal, before, with_json

USABLE = 1  # "you must wait at least one second after the queue is created"
NAME_HELD = 60  # "You must wait 60 seconds after deleting a queue"
ONE_SSE = (
    "You can use one type of server-side encryption (SSE) at one time."
    " You can either enable KMS SSE or SQS SSE."
)
DELETED = "You must wait 60 seconds after deleting a queue before you can create another with the same name."
READS = ("GetQueueUrl", "GetQueueAttributes", "ListQueueTags")
WRITES = ("SetQueueAttributes", "TagQueue", "UntagQueue", "SendMessage", "ReceiveMessage", "DeleteQueue")
OLD = "AWS.SimpleQueueService."  # codes of the time when SQS had the query protocol


class QueueState:
    def __init__(self, usable=float("-inf"), known=float("-inf")):
        self.usable = usable  # from when on others may name it
        self.known = known  # from when on calls find it
        self.attributes = Lag()
        self.tags = Lag()


def queues(context):
    return sqs_backends[context.call.account][context.call.region].queues


def states(context):
    return context.memory("sqs.states", WeakKeyDictionary)


def name_of(context):
    return context.params.get("QueueName") or context.params.get("QueueUrl", "").rpartition("/")[2]


def state_of(context):
    queue = queues(context).get(name_of(context))
    return None if queue is None else states(context).setdefault(queue, QueueState())


def refusal(context, kind, code, message):
    """Returns an error with the exception's name, and the code of the query protocol in its header."""
    answer = context.answer_to(Refusal(OLD + code, message))
    answer.headers = [(name, kind if name == "x-amzn-ErrorType" else text) for name, text in answer.headers]
    return with_json(answer, {"__type": f"com.amazonaws.sqs#{kind}", "message": message})


def no_queue(context):
    return refusal(context, "QueueDoesNotExist", "NonExistentQueue", "The specified queue does not exist.")


@before("sqs.deleted", "sqs", "CreateQueue")
def create(context):
    deleted = context.memory("sqs.deleted").get(name_of(context))
    if deleted and context.now < deleted["at"] + NAME_HELD and name_of(context) not in queues(context):
        return refusal(context, "QueueDeletedRecently", "QueueDeletedRecently", DELETED)
    context.existed = name_of(context) in queues(context)
    return None


@before("sqs.redrive", "sqs", "CreateQueue", "SetQueueAttributes")
def redrive(context):
    """Refuses a dead-letter queue that is not usable yet."""
    text = (context.params.get("Attributes") or {}).get("RedrivePolicy")
    try:
        arn = json.loads(text or "{}").get("deadLetterTargetArn")
    except (ValueError, AttributeError):
        return None
    target = next((queue for queue in queues(context).values() if queue.queue_arn == arn), None)
    if arn and (target is None or context.now < states(context).get(target, QueueState()).usable):
        said = f"Value {text} for parameter RedrivePolicy is invalid."
        return Refusal("InvalidParameterValue", f"{said} Reason: Dead letter target does not exist.")
    return None


@before("sqs.encryption", "sqs", "CreateQueue", "SetQueueAttributes")
def encryption(context):
    """Refuses SSE-SQS together with a key. A key alone turns SSE-SQS off."""
    given = context.params.get("Attributes") or {}
    queue = queues(context).get(name_of(context))
    key = given.get("KmsMasterKeyId", getattr(queue, "kms_master_key_id", None))
    own = str(given.get("SqsManagedSseEnabled", "false")).lower() == "true"
    return Refusal("InvalidAttributeName", ONE_SSE) if own and key else None


@before("sqs.policy", "sqs", "CreateQueue", "SetQueueAttributes")
def policy(context):
    document = (context.params.get("Attributes") or {}).get("Policy")
    if document and principals.unknown_in(context, document):
        return Refusal("InvalidAttributeValue", "Invalid value for the parameter Policy.")
    return None


@before("sqs.eventual", "sqs", *READS, *WRITES)
def known(context):
    """Hides a new queue for up to a second, and answers reads of a deleted one for a while."""
    name, now, operation = name_of(context), context.now, context.call.operation
    state = state_of(context)
    if state is None:
        deleted = context.memory("sqs.deleted").get(name)
        if deleted and now < deleted["gone"] and operation in READS:
            return json_answer(200, deleted[operation], "application/x-amz-json-1.0")
        return None
    if now < state.known:
        return no_queue(context)
    queue = queues(context)[name]
    context.before = shown_attributes(queue), dict(queue.tags)
    return None


def shown_attributes(queue):
    """Returns them as moto does."""
    return {name: str(value) for name, value in queue.attributes.items() if value is not None}
