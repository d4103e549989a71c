"""The registry of rules, and what they return.

A rule looks at a call before it is carried out and may answer it, or looks at the answer afterwards
and may change it. It is a function of a Context; the journal records its name.
"""

import json
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from random import Random
from threading import RLock

from answers import Answer, error

BEFORE, AFTER = [], []


@dataclass(frozen=True)
class Refusal:
    """An error that AWS answers a call with."""

    code: str
    message: str
    status: int = 400


@dataclass(frozen=True)
class Wait:
    """A delay of the call, by the rules' clock."""

    seconds: float


@dataclass(frozen=True)
class Failure:
    """An injected failure, after or instead of carrying the call out."""

    carried_out: bool
    refusal: Refusal | None = None  # None: no answer at all
    seconds: float = 0  # after which the connection is dropped
    reset: bool = False


@dataclass(frozen=True)
class Rule:
    name: str
    service: str  # or * for all
    operations: tuple  # or none for all
    apply: object

    def concerns(self, call):
        served = self.service in ("*", call.service)
        return served and (not self.operations or call.operation in self.operations)


def before(name, service="*", *operations):
    """Registers a rule that may return a Refusal, an Answer, a Failure or a Wait."""
    return registered(BEFORE, name, service, operations)


def after(name, service="*", *operations):
    """Registers a rule that takes the answer too, and may return another one."""
    return registered(AFTER, name, service, operations)


def registered(rules, name, service, operations):
    def register(function):
        rules.append(Rule(name, service, operations, function))
        return function

    return register


class Account:
    """The state of the rules in one account."""

    def __init__(self, number, settings, clock):
        self.number = number
        self.settings = settings
        self.clock = clock
        self.lock = RLock()
        self._memory = {}
        self._draws = Counter()

    def memory(self, name, region="", factory=dict):
        """Returns a rule's state, of one region where the service is regional."""
        return self._memory.setdefault((name, region), factory())

    def draw(self, name):
        """Returns a number from 0 to 1. Each name has a series of its own, which depends on the seed only,
        so that the order of other calls does not change it."""
        self._draws[name] += 1
        return Random(f"{self.settings.seed}/{self.number}/{name}/{self._draws[name]}").random()

    def set(self, settings):
        self.settings = settings
        self.clock = self.clock.at_speed(settings.speed)
        self._draws.clear()


class Context:
    """A call, with the account that it is made in."""

    def __init__(self, call, account, environ, head, forward, profiles):
        self.call = call
        self.account = account
        self.environ = environ
        self.head = head
        self.forward = forward
        self.profiles = profiles  # of other accounts

    @property
    def now(self):
        return self.account.clock.now()

    @property
    def params(self):
        return self.call.params

    def memory(self, name, factory=dict):
        return self.account.memory(name, self.call.region, factory)

    def draw(self, name):
        return self.account.draw(name)

    def between(self, name, low, high):
        return low + (high - low) * self.draw(name)

    def ask(self, method=None, body=b""):
        """Returns moto's answer to this request with another method or body."""
        environ = {**self.environ, "REQUEST_METHOD": method or self.environ["REQUEST_METHOD"]}
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
        return self.forward(environ)

    def answer_to(self, refusal):
        return error(self.call, refusal.status, refusal.code, refusal.message, self.head)


def parsed(answer):
    """Returns the JSON of a successful answer, or None."""
    if answer.status >= 300:
        return None
    try:
        value = json.loads(answer.body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def with_json(answer, value):
    return with_body(answer, json.dumps(value).encode())


def with_body(answer, body):
    stale = ("content-length", "x-amz-crc32")
    kept = [(name, text) for name, text in answer.headers if name.lower() not in stale]
    return Answer(answer.status, [*kept, ("Content-Length", str(len(body)))], body)
