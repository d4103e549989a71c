"""Every request that was answered, in the order of the answers."""

from collections import deque
from itertools import count
from threading import Lock

LIMIT = 200_000


class Journal:
    def __init__(self):
        self._entries = deque(maxlen=LIMIT)
        self._numbers = count(1)
        self._lock = Lock()

    def add(self, call, agent, context, answer, started, ended, injected):
        entry = {
            "time": round(started * 1000),
            "account": call.account,
            "region": call.region,
            "service": call.service,
            "operation": call.operation,
            "write": call.write,
            "resource": call.resource,
            "caller": call.caller,
            "agent": agent,
            "conditions": context,
            "status": answer.status,
            "errorCode": answer.error_code,
            "durationMs": round((ended - started) * 1000, 1),
            "injected": injected,
        }
        if call.by_rules:
            entry["rule"] = call.rule
        with self._lock:
            # The number is given with the answer: whoever polls with `since`
            # would miss a slow request that was numbered when it came.
            self._entries.append({"seq": next(self._numbers), **entry})

    def list(self, since=0, **wanted):
        with self._lock:
            entries = list(self._entries)
        return [
            entry
            for entry in entries
            if entry["seq"] > since and all(entry.get(key) == value for key, value in wanted.items())
        ]

    def clear(self, account=None):
        with self._lock:
            kept = [e for e in self._entries if account and e["account"] != account]
            self._entries = deque(kept, maxlen=LIMIT)
