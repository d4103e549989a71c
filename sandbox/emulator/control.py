"""The control API under /_sandbox/: journal, faults, profiles, quotas, state, health, reset."""

import json
from urllib.parse import parse_qs

from moto.core.base_backend import BackendDict
from moto.s3.models import s3_backends

import quotas
from answers import Answer, json_answer
from state import state

PREFIX = "/_sandbox/"
JOURNAL_FILTERS = {
    "account": str,
    "region": str,
    "service": str,
    "operation": str,
    "resource": str,
    "errorCode": str,
    "rule": lambda text: None if text == "none" else text,
    "write": lambda text: {"true": True, "false": False}[text],
    "injected": lambda text: {"true": True, "false": False}[text],
    "status": int,
    "since": int,
}


class Control:
    def __init__(self, journal, faults, profiles):
        self.journal = journal
        self.faults = faults
        self.profiles = profiles

    def answer(self, environ):
        method = environ["REQUEST_METHOD"]
        name, _, rest = environ["PATH_INFO"][len(PREFIX) :].partition("/")
        query = {k: v[0] for k, v in parse_qs(environ.get("QUERY_STRING", "")).items()}
        handler = getattr(self, f"{method.lower()}_{name}", None)
        if handler is None:
            return json_answer(404, {"error": f"there is no {method} {PREFIX}{name}"})
        try:
            return handler(rest, query, environ)
        except (ValueError, KeyError) as e:
            return json_answer(400, {"error": f"{type(e).__name__}: {e}"})

    def get_health(self, _rest, _query, _environ):
        return json_answer(200, {"status": "ok"})

    def get_journal(self, _rest, query, _environ):
        return json_answer(200, self.journal.list(**{k: JOURNAL_FILTERS[k](v) for k, v in query.items()}))

    def delete_journal(self, _rest, query, _environ):
        self.journal.clear(query.get("account"))
        return Answer(204)

    def post_faults(self, _rest, _query, environ):
        spec = sent(environ)
        if not isinstance(spec, dict):
            raise ValueError("a fault is a JSON object")
        return json_answer(201, self.faults.add(spec).describe())

    def get_faults(self, fault_id, _query, _environ):
        if not fault_id:
            return json_answer(200, [fault.describe() for fault in self.faults.list()])
        fault = self.faults.get(fault_id)
        return json_answer(200, fault.describe()) if fault else no_such_fault(fault_id)

    def delete_faults(self, fault_id, query, _environ):
        if fault_id and not self.faults.get(fault_id):
            return no_such_fault(fault_id)
        self.faults.remove(fault_id, query.get("account"))
        return Answer(204)

    def post_profile(self, _rest, _query, environ):
        self.profiles.set(sent(environ))
        return Answer(204)

    def get_profile(self, _rest, query, _environ):
        return json_answer(200, self.profiles.describe(query.get("account")))

    def put_quotas(self, _rest, _query, environ):
        spec = sent(environ)
        quotas.apply(spec["account"], spec["service"], spec["code"], spec["value"])
        return Answer(204)

    def get_state(self, _rest, query, _environ):
        return json_answer(200, state(query["account"]))

    def post_reset(self, _rest, query, _environ):
        reset(query.get("account"))
        self.profiles.forget(query.get("account"))
        return Answer(204)


def sent(environ):
    return json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))


def no_such_fault(fault_id):
    return json_answer(404, {"error": f"there is no fault {fault_id}"})


def reset(account=None):
    """Forgets all that one account, or every account, holds."""
    quotas.forget(account)
    if not account:
        BackendDict.reset()
        return
    for backends in list(BackendDict._instances):
        if account in backends:
            backends[account].reset()
    for bucket, (_partition, owner) in list(s3_backends.bucket_accounts.items()):
        if owner == account:
            del s3_backends.bucket_accounts[bucket]
