"""SQS: eventually consistent and normalised reads."""

from . import principals
from .lag import mostly_short, one_in
from .rules import after, parsed, with_json
from .sqs import USABLE, QueueState, name_of, queues, state_of, states

GONE = 60  # "the deletion process takes up to 60 seconds"
ATTRIBUTES, RETENTION = 60, 900  # "can take up to 60 seconds", "up to 15 minutes"


@after("sqs.eventual", "sqs", "CreateQueue")
def created(context, answer):
    if answer.status >= 300 or context.existed:
        return
    now = context.now
    known = now + one_in(2, context.draw("sqs.known"), USABLE)
    states(context)[queues(context)[name_of(context)]] = QueueState(now + USABLE, known)
    settle(context)


@after("sqs.eventual", "sqs", "SetQueueAttributes")
def attributes_set(context, answer):
    if answer.status >= 300:
        return
    state, now, given = state_of(context), context.now, context.params.get("Attributes") or {}
    for name in given:
        most, short = (RETENTION, 5) if name == "MessageRetentionPeriod" else (ATTRIBUTES, 2)
        visible = now + mostly_short(context.draw("sqs.attribute"), most, short)
        state.attributes.wrote(name, context.before[0].get(name), visible, now)
    settle(context)


def settle(context):
    """Applies the side effects of attributes."""
    given = context.params.get("Attributes") or {}
    if given.get("KmsMasterKeyId"):
        queues(context)[name_of(context)].sqs_managed_sse_enabled = False
    if given.get("Policy"):
        principals.saved(context, "sqs", name_of(context), given["Policy"])


@after("sqs.eventual", "sqs", "TagQueue", "UntagQueue")
def tagged(context, answer):
    if answer.status < 300:
        now, late = context.now, mostly_short(context.draw("sqs.tags"), ATTRIBUTES)
        state_of(context).tags.wrote("", context.before[1], now + late, now)


@after("sqs.eventual", "sqs", "GetQueueAttributes")
def attributes_shown(context, answer):
    """Shows the former value of each attribute whose new one is not visible yet."""
    value, state, now = parsed(answer), state_of(context), context.now
    if not value or not state or "Attributes" not in value:
        return None
    attributes, asked = value["Attributes"], context.params.get("AttributeNames") or []
    changed = False
    for name in state.attributes.keys(now):
        if "All" in asked or name in asked:
            former, changed = state.attributes.read(name, None, now), True
            attributes.pop(name, None)
            if former is not None:
                attributes[name] = former
    return with_json(answer, value) if changed else None


@after("sqs.normalised", "sqs", "GetQueueAttributes")
def normalised(context, answer):
    value = parsed(answer)
    attributes = (value or {}).get("Attributes", {})
    shown = in_form(context, attributes)
    return with_json(answer, {"Attributes": shown}) if shown != attributes else None


def in_form(context, attributes):
    shown = dict(attributes)
    for name in ("SqsManagedSseEnabled", "FifoQueue", "ContentBasedDeduplication"):
        if name in shown:
            shown[name] = shown[name].lower()
    if shown.get("Policy"):
        shown["Policy"] = principals.shown(context, "sqs", name_of(context), shown["Policy"])
    return shown


@after("sqs.eventual", "sqs", "ListQueueTags")
def tags_shown(context, answer):
    state = state_of(context)
    if answer.status >= 300 or not state or not state.tags.is_behind("", context.now):
        return None
    return with_json(answer, {"Tags": state.tags.read("", {}, context.now)})


@after("sqs.deleted", "sqs", "DeleteQueue")
def deleted(context, answer):
    if answer.status < 300 and hasattr(context, "before"):
        attributes, tags = context.before
        gone = context.now + mostly_short(context.draw("sqs.gone"), GONE)
        context.memory("sqs.deleted")[name_of(context)] = {
            "at": context.now,
            "gone": gone,
            "GetQueueUrl": {"QueueUrl": context.params["QueueUrl"]},
            "GetQueueAttributes": {"Attributes": in_form(context, attributes)},
            "ListQueueTags": {"Tags": tags},
        }


@after("sqs.deleted", "sqs", "ListQueues")
def listed(context, answer):
    value, now = parsed(answer), context.now
    if value is None:
        return None
    prefix, there = context.params.get("QueueNamePrefix", ""), queues(context)
    known = [url for url in value.get("QueueUrls", []) if now >= known_at(context, there, url)]
    for name, gone in context.memory("sqs.deleted").items():
        if now < gone["gone"] and name.startswith(prefix) and name not in there:
            known.append(gone["GetQueueUrl"]["QueueUrl"])
    if known == value.get("QueueUrls", []):
        return None
    return with_json(answer, {**value, "QueueUrls": known})


def known_at(context, there, url):
    queue = there.get(url.rpartition("/")[2])
    return states(context).get(queue, QueueState()).known if queue else context.now
