"""DynamoDB: table states, and what each call answers in them."""

from weakref import WeakKeyDictionary

from moto.dynamodb.models import dynamodb_backends

from answers import json_answer

from .dynamodb_tables import Deleted, TableState
from .rules import Refusal, after, before, parsed, with_json

DATA = (
    "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem",
    "TransactGetItems", "TransactWriteItems",
)  # fmt: skip
CONCURRENT = 500  # "Up to 500 simultaneous table operations are allowed per account" (CreateTable)


def tables(context):
    return dynamodb_backends[context.call.account][context.call.region].tables


def states(context):
    return context.memory("dynamodb.states", WeakKeyDictionary)


def name_of(context):
    """Returns the table's name, from a name or an ARN."""
    named = context.params.get("TableName") or context.params.get("ResourceArn") or ""
    return named.rpartition("/")[2]


def state_of(context):
    """Returns the table's state, or None where there is no such table."""
    table = tables(context).get(name_of(context))
    return None if table is None else states(context).setdefault(table, TableState())


def deleted_of(context):
    """Returns a table that is in DELETING, or None."""
    name = name_of(context)
    deleted = context.memory("dynamodb.deleted").get(name)
    return deleted if deleted and deleted.shown(context.now) and name not in tables(context) else None


def successful(value):
    return json_answer(200, value, "application/x-amz-json-1.0")


def in_use(detail):
    return Refusal("ResourceInUseException", f"Attempt to change a resource which is still in use: {detail}")


def no_table(name):
    return Refusal("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")


@before("dynamodb.creating", "dynamodb", "CreateTable")
def create(context):
    name, now = name_of(context), context.now
    if deleted_of(context):
        return Refusal("ResourceInUseException", f"Table already exists: {name}")
    state = state_of(context)
    if state and state.status(now) == "CREATING":
        return in_use(f"Table is being created: {name}")
    busy = sum(each.status(now) != "ACTIVE" for each in states(context).values())
    busy += sum(each.shown(now) for each in context.memory("dynamodb.deleted").values())
    if busy >= CONCURRENT:
        text = f"Only {CONCURRENT} tables can be created, updated, or deleted simultaneously"
        return Refusal("LimitExceededException", f"Subscriber limit exceeded: {text}")
    return None


@after("dynamodb.creating", "dynamodb", "CreateTable")
def created(context, answer):
    if answer.status < 300:
        indexes, on_demand = context.params.get("GlobalSecondaryIndexes"), context.params.get("BillingMode")
        new = TableState.new(context.now, bool(indexes), on_demand == "PAY_PER_REQUEST")
        states(context)[tables(context)[name_of(context)]] = new
        context.memory("dynamodb.deleted").pop(name_of(context), None)
        return shown(context, answer)
    return None


@after("dynamodb.status", "dynamodb", "DescribeTable", "UpdateTable")
def shown(context, answer):
    """Puts the states of the table and its indexes into the answer."""
    value, state, now = parsed(answer), state_of(context), context.now
    if not value or not state:
        return None
    table = value.get("Table") or value["TableDescription"]
    table["TableStatus"] = state.status(now)
    deleting = state.deleting_indexes(now)
    indexes = table.setdefault("GlobalSecondaryIndexes", [])
    indexes += [index for name, index in deleting.items() if name not in [it["IndexName"] for it in indexes]]
    for index in indexes:
        set_index_status(index, state, now)
    if not indexes:
        del table["GlobalSecondaryIndexes"]
    busy = table["TableStatus"] != "ACTIVE" or any(index["IndexStatus"] != "ACTIVE" for index in indexes)
    return with_json(answer, value) if busy else None


def set_index_status(index, state, now):
    name = index["IndexName"]
    index["IndexStatus"] = "ACTIVE"
    if name in state.deleting_indexes(now):
        index["IndexStatus"] = "DELETING"
    elif now < state.active:
        index["IndexStatus"] = "CREATING"
    elif name in state.creating_indexes(now):
        index["IndexStatus"] = "CREATING"
        index["Backfilling"] = name not in state.allocating_indexes(now)


def table_refusal(context):
    """Refuses to change a table that is not there, or is being created or deleted."""
    name, state = name_of(context), state_of(context)
    if deleted_of(context):
        return in_use(f"Table is being deleted: {name}")
    if not state:
        return no_table(name)
    if state.status(context.now) == "CREATING":
        return in_use(f"Table is being created: {name}")
    return None


@before("dynamodb.deleting", "dynamodb", "DeleteTable")
def delete(context):
    name, state, now = name_of(context), state_of(context), context.now
    refusal = table_refusal(context)
    if refusal:
        return refusal
    if state.creating_indexes(now) or state.deleting_indexes(now):
        return in_use("Cannot delete table while indexes are being created, updated, or deleted.")
    if state.status(now) == "UPDATING":
        return in_use(f"Table: {name} is in the process of being updated.")
    if state.tags.locked(now):
        return in_use(f"Table tags are being updated: {name}")
    context.before = [dict(tag) for tag in tables(context)[name].tags]
    return None


@after("dynamodb.deleting", "dynamodb", "DeleteTable")
def deleted(context, answer):
    value, remembered = parsed(answer), context.memory("dynamodb.deleted")
    if not value:
        return None
    for name in [name for name, it in remembered.items() if not it.shown(context.now)]:
        del remembered[name]
    value["TableDescription"]["TableStatus"] = "DELETING"
    remembered[name_of(context)] = Deleted(context.now, value["TableDescription"], context.before)
    return with_json(answer, value)


@after("dynamodb.deleting", "dynamodb", "DescribeTable")
def described(context, _answer):
    deleted = deleted_of(context)
    return successful({"Table": deleted.description}) if deleted else None


@after("dynamodb.deleting", "dynamodb", "ListTables")
def listed(context, answer):
    value, now = parsed(answer), context.now
    there = tables(context)
    deleted = context.memory("dynamodb.deleted").items()
    names = [name for name, it in deleted if it.shown(now) and name not in there]
    if value is None or not names or "LastEvaluatedTableName" in value:
        return None
    return with_json(answer, {**value, "TableNames": sorted({*value["TableNames"], *names})})


@before("dynamodb.creating", "dynamodb", *DATA)
def data(context):
    """Refuses items while the table is being created."""
    params = context.params
    named = {params.get("TableName"), *(params.get("RequestItems") or {})}
    for item in params.get("TransactItems") or []:
        named |= {operation.get("TableName") for operation in item.values()}
    for name in named & set(tables(context)):
        state = states(context).get(tables(context)[name])
        if state and state.status(context.now) == "CREATING":
            return Refusal("ResourceNotFoundException", "Requested resource not found")
    return None
