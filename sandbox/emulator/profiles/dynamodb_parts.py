"""DynamoDB: tags, TTL, backups and resource policies. Each backend learns of a table, and forgets it, at
a time of its own."""

from .dynamodb import deleted_of, in_use, name_of, no_table, state_of, successful, tables
from .dynamodb_tables import Tags
from .rules import Refusal, after, before, parsed, with_json

CHANGED_TOO_OFTEN = "Time to live has been modified multiple times within a fixed interval"


def no_resource(context):
    arn = context.params.get("ResourceArn")
    return Refusal("ResourceNotFoundException", f"Requested resource not found: ResourceArn: {arn} not found")


def no_backups(context):
    return Refusal("TableNotFoundException", f"Table not found: {name_of(context)}")


@before("dynamodb.tags", "dynamodb", "TagResource", "UntagResource", "ListTagsOfResource")
def tags(context):
    state, deleted, now = state_of(context), deleted_of(context), context.now
    name, operation = name_of(context), context.call.operation
    if deleted and deleted.shows_tags(now):
        return None if operation == "ListTagsOfResource" else in_use(f"Table is being deleted: {name}")
    if not state or not state.knows_tags(now):
        return no_resource(context)
    if operation == "ListTagsOfResource":
        return None
    if now < state.active:
        return in_use(f"Table is being created: {name}") if operation == "TagResource" else None
    put = sent_tags(context) if operation == "TagResource" else None
    if not state.tags.admits(put, now):
        text = f"Subscriber limit exceeded: Table tags are being updated: {name}"
        return Refusal("LimitExceededException", text)
    context.before = [dict(tag) for tag in tables(context)[name].tags]
    return None


def sent_tags(context):
    return {tag["Key"]: tag["Value"] for tag in context.params.get("Tags") or []}


@after("dynamodb.tags", "dynamodb", "TagResource", "UntagResource")
def tagged(context, answer):
    """Takes the lock for a write that has an effect; until it is visible the former tags are read."""
    state, had = state_of(context), getattr(context, "before", None)
    if answer.status >= 300 or not state or had is None:
        return None
    there = {tag["Key"]: tag["Value"] for tag in had}
    put = sent_tags(context) if context.call.operation == "TagResource" else None
    removed = set(context.params.get("TagKeys") or ()) & there.keys()
    if (put is not None and put.items() - there.items()) or removed:
        before = state.tags.before if state.tags.lagging(context.now) else had
        state.tags = Tags(context.now, put, before)
    return None


@after("dynamodb.tags", "dynamodb", "ListTagsOfResource")
def tags_shown(context, answer):
    state, deleted = state_of(context), deleted_of(context)
    if deleted:
        return successful({"Tags": deleted.tags})
    value = parsed(answer)
    if not value or not state:
        return None
    if context.now < state.active:
        return with_json(answer, {"Tags": []})
    return with_json(answer, {"Tags": state.tags.before}) if state.tags.lagging(context.now) else None


@before("dynamodb.ttl", "dynamodb", "DescribeTimeToLive", "UpdateTimeToLive")
def ttl(context):
    state, now, name = state_of(context), context.now, name_of(context)
    status = "DELETING" if deleted_of(context) else state and state.status(now)
    if status is None or (status == "DELETING" and context.call.operation == "UpdateTimeToLive"):
        return no_table(name)
    if context.call.operation == "DescribeTimeToLive":
        if status in ("CREATING", "DELETING"):
            text = f"Cannot describe time to live while table is in {status} state"
            return Refusal("ValidationException", f"{text}: Current table state is {status}")
        return None
    if status == "CREATING":
        return in_use(f"Table {name} is being created") if state.knows_parts(now) else no_table(name)
    return ttl_refusal(context, state)


def ttl_refusal(context, state):
    """Checks the content first, then the cooldown [Q 143]."""
    asked, has = context.params.get("TimeToLiveSpecification") or {}, tables(context)[name_of(context)].ttl
    enabled, attribute = has.get("TimeToLiveStatus") == "ENABLED", has.get("AttributeName")
    text = None
    if asked.get("Enabled") and enabled:
        same = asked.get("AttributeName") == attribute
        text = "TimeToLive is already enabled" if same else (
            f"TimeToLive is active on a different AttributeName: current AttributeName is {attribute}"
        )  # fmt: skip
    elif not asked.get("Enabled") and not enabled:
        text = "TimeToLive is already disabled"
    elif not state.ttl_may_change(context.now):
        text = CHANGED_TOO_OFTEN
    return Refusal("ValidationException", text) if text else None


@after("dynamodb.ttl", "dynamodb", "UpdateTimeToLive")
def ttl_changed(context, answer):
    if answer.status < 300 and (state := state_of(context)):
        state.ttl_changed = context.now


@after("dynamodb.ttl", "dynamodb", "DescribeTimeToLive")
def ttl_shown(_context, answer):
    """Hides the attribute while TTL is disabled [Q 144]."""
    value = parsed(answer)
    described = (value or {}).get("TimeToLiveDescription", {})
    if described.get("TimeToLiveStatus") == "DISABLED" and described.pop("AttributeName", None):
        return with_json(answer, value)
    return None


BACKUPS_OFF = {
    "ContinuousBackupsStatus": "DISABLED",
    "PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "DISABLED"},
}
BACKUPS = ("DescribeContinuousBackups", "UpdateContinuousBackups", "CreateBackup")


@before("dynamodb.backups", "dynamodb", *BACKUPS)
def backups(context):
    state, deleted, now = state_of(context), deleted_of(context), context.now
    reads = context.call.operation == "DescribeContinuousBackups"
    if deleted and deleted.shows_backups(now) and reads:
        return None
    if not state or not state.knows_parts(now):
        return no_backups(context)
    if not reads and not state.backups_usable(now):
        text = f"Backups are being enabled for the table: {name_of(context)}. Please retry later"
        return Refusal("ContinuousBackupsUnavailableException", text)
    return None


@after("dynamodb.backups", "dynamodb", "DescribeContinuousBackups")
def backups_shown(context, _answer):
    state = state_of(context)
    if deleted_of(context) or (state and not state.backups_shown(context.now)):
        return successful({"ContinuousBackupsDescription": BACKUPS_OFF})
    return None


@before("dynamodb.policy", "dynamodb", "GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy")
def policy(context):
    state = state_of(context)
    return None if state and state.knows_parts(context.now) else no_resource(context)
