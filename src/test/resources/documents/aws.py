"""The aws of the documents' commands: service, operation, options and --query are judged by botocore's
own description of AWS, as the real one does, which need not be installed for it."""

import json
import sys

import botocore.session
import jmespath
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

GLOBAL = ("endpoint-url", "output", "query", "region")


def refuse(text):
    sys.exit(f"aws: {text}")


def parsed(arguments):
    """Words without a name, and lists of words by name."""
    words, options, name = [], {}, None
    for argument in arguments:
        if argument.startswith("--"):
            name = argument[2:]
            options[name] = []
        elif name and not (name in GLOBAL and options[name]):
            options[name].append(argument)
        else:
            words.append(argument)
    return words, options


def flag(name, members):
    """An option without a value that sets another to false, as --no-enabled does."""
    given = {f"no-{xform_name(it, '-')}": it for it, shape in members.items() if shape.type_name == "boolean"}
    return given.get(name)


def one(name, known, what):
    found = {xform_name(it, "-").replace("_", "-"): it for it in known}
    return found.get(name) or refuse(f"there is no {what} {name}: {', '.join(sorted(found))}")


def value(shape, words):
    if shape.type_name == "boolean":
        return True
    if shape.type_name == "list":
        return [value(shape.member, [word]) for word in words]
    (word,) = words
    if word.startswith("file://"):
        with open(word.removeprefix("file://")) as file:
            word = file.read()
    if shape.type_name == "structure" and not word.startswith("{"):
        return dict(pair.split("=") for pair in word.split(","))
    if shape.type_name in ("structure", "map"):
        return json.loads(word)
    return int(word) if shape.type_name in ("integer", "long") else word


def text(found):
    """As lines of columns."""
    if isinstance(found, list):
        rows = [it if isinstance(it, list) else [it] for it in found]
        return "\n".join("\t".join(str(column) for column in row) for row in rows)
    return str(found)


def main(arguments):
    words, options = parsed(arguments)
    waits = words[1:2] == ["wait"] and words.pop(1)
    if len(words) != 2:
        refuse(f"a service and an operation, not {words}")
    given = {name: options.pop(name)[0] for name in GLOBAL if name in options}
    session = botocore.session.get_session()
    services = {{"s3": "s3api"}.get(it, it): it for it in session.get_available_services()}
    client = session.create_client(services.get(words[0]) or refuse(f"there is no service {words[0]}"),
        endpoint_url=given.get("endpoint-url"), region_name=given.get("region"), config=Config(proxies={}))
    service = client.meta.service_model
    waiter = client.get_waiter(one(words[1], client.waiter_names, "waiter")) if waits else None
    name = waiter.config.operation if waits else one(words[1], service.operation_names, "operation")
    operation = service.operation_model(name)
    members = operation.input_shape.members if operation.input_shape else {}
    unset = {name: member for name in options if (member := flag(name, members))}
    names = {name: one(name, members, "option") for name in options if name not in unset}
    parameters = {member: False for member in unset.values()}
    parameters |= {name: value(members[name], options[it]) for it, name in names.items()}
    if waits:
        return waiter.wait(**parameters, WaiterConfig={"Delay": 1})
    try:
        answer = getattr(client, xform_name(name))(**parameters)
    except ClientError as error:
        refuse(error)
    answer.pop("ResponseMetadata")
    found = jmespath.search(given["query"], answer) if "query" in given else answer
    if found is None:
        refuse(f"there is nothing at {given['query']}")
    if given.get("output") == "text":
        print(text(found))
    elif found:
        print(json.dumps(found, indent=4, default=str))


main(sys.argv[1:])
