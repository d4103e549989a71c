"""DynamoDB: what UpdateTable refuses, and how long the table is UPDATING afterwards."""

from datetime import datetime, timezone

from . import dynamodb_tables as times
from .dynamodb import in_use, name_of, shown, state_of, table_refusal, tables
from .rules import Refusal, after, before

# Members of UpdateTable that take no other beside them, the one first that the refusal names [Q 433].
ALONE = {
    "SSESpecification": "Server-Side Encryption modification",
    "TableClass": "TableClass modification",
    "DeletionProtectionEnabled": "DeletionProtection modification",
    "WarmThroughput": "WarmThroughput",
}
CHANGES = (*ALONE, "ProvisionedThroughput", "BillingMode", "StreamSpecification", "OnDemandThroughput")
ONE_INDEX = "Only 1 online index can be created or deleted simultaneously per table"
INVALID = "One or more parameter values were invalid: "


def index_actions(params, *kinds):
    """Returns the index updates of these kinds, as pairs of kind and index name."""
    updates = params.get("GlobalSecondaryIndexUpdates") or []
    return [(kind, it[kind]["IndexName"]) for it in updates for kind in kinds if kind in it]


@before("dynamodb.updating", "dynamodb", "UpdateTable")
def update(context):
    state = state_of(context)
    return (
        table_refusal(context)
        or several_changes(context.params)
        or index_refusal(context, state)
        or busy_refusal(context, state)
        or switch_refusal(context, state)
    )


def several_changes(params):
    """Refuses several changes in one call, except those that may accompany BillingMode [Q 174, 433]."""
    text = clash(params)
    return Refusal("ValidationException", INVALID + text) if text else None


def clash(params):
    given = {member for member in CHANGES if params.get(member) is not None}
    indexes = index_actions(params, "Create", "Delete")
    for member, change in ALONE.items():
        if member in given and (len(given) > 1 or indexes):
            return f"{change} must be the only operation in the request"
    if indexes and "ProvisionedThroughput" in given:
        return "You cannot create or delete index while updating table IOPS"
    if indexes and "StreamSpecification" in given:
        return "You cannot create or delete index while changing stream status"
    if "OnDemandThroughput" in given and given - {"OnDemandThroughput", "BillingMode"}:
        return "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request"
    resized = "ProvisionedThroughput" in given or params.get("BillingMode") == "PROVISIONED"
    if "StreamSpecification" in given and resized:
        return "You cannot modify stream status while updating table IOPS"
    return None


def index_refusal(context, state):
    name, now = name_of(context), context.now
    there = {index.name for index in tables(context)[name].global_indexes}
    building, deleting = state.creating_indexes(now), state.deleting_indexes(now)
    for kind, index in index_actions(context.params, "Create", "Update", "Delete"):
        if index in deleting:
            return in_use(f"Index is being deleted. Table: {name} Index: {index}")
        if kind != "Create" and index not in there:
            text = f"Requested resource not found: Index {index} for table {name}"
            return Refusal("ResourceNotFoundException", text)
        if kind == "Delete" and index in state.allocating_indexes(now):
            text = "Index creation is in resource allocation phase. Retry deletion during backfilling phase"
            return in_use(f"{text} or when the index is active. Table: {name} Index: {index}")
    changed = index_actions(context.params, "Create", "Delete")
    others = {*building, *deleting} - {index for kind, index in changed if kind == "Delete"}
    if len(changed) > 1 or (changed and others):
        return Refusal("LimitExceededException", f"Subscriber limit exceeded: {ONE_INDEX}")
    return None


def busy_refusal(context, state):
    """Refuses a change during another; it depends on both, not on the state alone [Q 119, 163, 175]."""
    name, now, params = name_of(context), context.now, context.params
    if params.get("DeletionProtectionEnabled") is not None:
        return protection_refusal(context, state)
    indexes = [*state.deleting_indexes(now), *state.allocating_indexes(now)]
    resized = params.get("ProvisionedThroughput") or params.get("BillingMode")
    if indexes and (resized or params.get("StreamSpecification")):
        what = "table IOPS" if resized else "stream status"
        doing = "deleted" if state.deleting_indexes(now) else "created"
        where = f"Table: {name} Indexes: [{', '.join(indexes)}]"
        return in_use(f"Can't change {what} when an index is being {doing}. {where}")
    if now >= state.updating or params.get("SSESpecification"):
        return None
    if index_actions(params, "Create", "Delete"):
        return in_use(f"Can't create or delete indexes while {state.reason} updated. Table: {name}")
    return in_use(f"Table: {name} is in the process of being updated.")


def switch_refusal(context, state):
    billing, has = context.params.get("BillingMode"), tables(context)[name_of(context)].billing_mode
    recent = [at for at in state.switched if context.now < at + times.DAY]
    if billing != "PAY_PER_REQUEST" or has == billing or len(recent) < times.SWITCHES:
        return None
    text = f"Update to PayPerRequest mode are limited to {times.SWITCHES} times in 1 day(s)."
    last, following = told(recent[-1]), told(recent[-times.SWITCHES] + times.DAY)
    said = f"Subscriber limit exceeded: {text} Last update at {last}. Next update can be made at {following}"
    return Refusal("LimitExceededException", said)


def protection_refusal(context, state):
    asked = context.params["DeletionProtectionEnabled"]
    if asked == bool(tables(context)[name_of(context)].deletion_protection_enabled):
        return None
    if state.protection_may_change(context.now):
        return None
    text = f"Deletion protection setting for table {name_of(context)} modified within the previous 15000"
    again = iso(state.protection_changed + times.PROTECTION_COOLDOWN)
    return Refusal("ThrottlingException", f"{text} milliseconds. Please try again after {again}")


def told(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%a %b %d %H:%M:%S UTC %Y")


def iso(seconds):
    utc = datetime.fromtimestamp(seconds, timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@before("dynamodb.updating", "dynamodb", "UpdateTable")
def remember(context):
    """Keeps what the call is about to change."""
    table = tables(context)[name_of(context)]
    context.before = {
        "billing": table.billing_mode,
        "protected": bool(table.deletion_protection_enabled),
        "indexes": {index.name: index.describe() for index in table.global_indexes},
    }


@after("dynamodb.updating", "dynamodb", "UpdateTable")
def updated(context, answer):
    if answer.status >= 300:
        return None
    state, now, params, had = state_of(context), context.now, context.params, context.before
    for kind, index in index_actions(params, "Create", "Delete"):
        state.built.pop(index, None)
        if kind == "Create":
            state.built[index] = now
        else:
            state.dying[index] = (now, had["indexes"][index])
    billing = params.get("BillingMode")
    if billing and billing != had["billing"]:
        state.busy(switch_seconds(state, billing), "table IOPS are being", now)
        state.was_on_demand = True
        if billing == "PAY_PER_REQUEST":
            state.switched = [*state.switched, now][-times.SWITCHES :]
    elif params.get("ProvisionedThroughput"):
        state.busy(times.THROUGHPUT, "table IOPS are being", now)
    elif params.get("StreamSpecification"):
        state.busy(times.STREAM, "stream status is being", now)
    elif params.get("TableClass"):
        state.busy(times.TABLE_CLASS, "the table class is being", now)
    asked = params.get("DeletionProtectionEnabled")
    if asked is not None and asked != had["protected"]:
        state.protection_changed = now
    return shown(context, answer)


def switch_seconds(state, billing):
    if billing == "PROVISIONED":
        return times.TO_PROVISIONED
    return times.BACK_TO_ON_DEMAND if state.was_on_demand else times.TO_ON_DEMAND
