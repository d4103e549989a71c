"""Faults on request: errors, delays, calls that hang or lose their answer."""

import random
from itertools import count
from threading import Event, Lock

from calls import service_name

# What AWS sends these codes with; any other needs its status given.
STATUSES = {
    "AccessDenied": 403,
    "InternalError": 500,
    "InternalFailure": 500,
    "InternalServerError": 500,
    "RequestLimitExceeded": 503,
    "ServiceUnavailable": 503,
    "SlowDown": 503,
}
MATCHERS = {"account": str, "service": str, "operation": str, "resource": str, "write": bool}
NUMBERS = {"rate": (0, 1), "count": (1, 10**9), "status": (400, 599), "latencyMs": (0, 600_000)}
TEXTS = ("code", "message")
SWITCHES = ("hang", "afterwards")
HANG_SECONDS = 600


class Fault:
    def __init__(self, number, spec):
        check(spec)
        self.id = str(number)
        self.spec = dict(spec)
        if "service" in spec:
            self.spec["service"] = service_name(spec["service"])
        self.hits = 0
        self.removed = Event()

    def matches(self, call):
        if self.hits >= self.spec.get("count", float("inf")):
            return False
        if any(self.spec[key] != getattr(call, key) for key in MATCHERS if key in self.spec):
            return False
        return random.random() < self.spec.get("rate", 1)

    @property
    def answers(self):
        return "code" in self.spec or "hang" in self.spec

    @property
    def error(self):
        code = self.spec["code"]
        status = self.spec.get("status", STATUSES.get(code, 400))
        return status, code, self.spec.get("message", f"{code} (injected by the sandbox)")

    def wait(self):
        """Delays the call; ends early when the fault is removed."""
        if "latencyMs" in self.spec:
            self.removed.wait(self.spec["latencyMs"] / 1000)
        if self.spec.get("hang"):
            self.removed.wait(HANG_SECONDS)

    def describe(self):
        return {"id": self.id, **self.spec, "hits": self.hits}


def check(spec):
    for key, value in spec.items():
        if key in MATCHERS:
            fine = isinstance(value, MATCHERS[key])
        elif key in NUMBERS:
            low, high = NUMBERS[key]
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            fine = number and low <= value <= high
        elif key in TEXTS:
            fine = isinstance(value, str) and value
        elif key in SWITCHES:
            fine = value is True
        else:
            raise ValueError(f"unknown field {key}")
        if not fine:
            raise ValueError(f"{key} may not be {value!r}")
    if not {"code", "hang", "latencyMs"} & set(spec):
        raise ValueError("a fault needs a code, hang or latencyMs")
    if "afterwards" in spec and not {"code", "hang"} & set(spec):
        raise ValueError("afterwards needs a code or hang")


class Faults:
    def __init__(self):
        self._faults = {}
        self._numbers = count(1)
        self._lock = Lock()

    def add(self, spec):
        with self._lock:
            fault = Fault(next(self._numbers), spec)
            self._faults[fault.id] = fault
        return fault

    def list(self):
        return list(self._faults.values())

    def get(self, fault_id):
        return self._faults.get(fault_id)

    def remove(self, fault_id=None, account=None):
        """One of them, or all, or all that were made for an account."""
        with self._lock:
            for each in [fault_id] if fault_id else [
                fault.id
                for fault in self._faults.values()
                if not account or fault.spec.get("account") == account
            ]:
                self._faults.pop(each).removed.set()

    def hit(self, call):
        """Those that strike this call: delays add up, the first that answers ends the search."""
        struck = []
        with self._lock:
            for fault in self._faults.values():
                if fault.matches(call):
                    fault.hits += 1
                    struck.append(fault)
                    if fault.answers:
                        break
        return struck
