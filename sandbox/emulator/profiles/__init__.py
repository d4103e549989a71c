"""Profiles: how strictly the emulator behaves like AWS, by account.

`kind` answers at once and refuses little. `realistic` delays, refuses and throttles as AWS does;
sandbox/README.md lists its rules with their sources.
"""

import os
import re
import socket
import struct
from dataclasses import replace
from threading import Lock

from answers import Answer

# In the order in which they are asked.
from . import failures, access, sts, rates  # noqa: F401, I001
from . import dynamodb_rate, dynamodb, dynamodb_updates, dynamodb_parts  # noqa: F401
from . import iam, eks, kms, sqs, sqs_reads, s3, sns, ecr, cloudwatch, logs, tagging  # noqa: F401
from .clock import Clock
from .rules import AFTER, BEFORE, Account, Context, Failure, Refusal, Wait
from .settings import settings_of, settings_of_environment


class Profiles:
    def __init__(self, environment=os.environ, clock=None):
        self._default = settings_of_environment(environment)
        self._clock = clock or Clock()
        self._settings = {}  # of accounts that were given their own
        self._accounts = {}
        self._lock = Lock()

    def set(self, spec):
        """Sets the profile of one account, or of all."""
        spec = dict(spec) if isinstance(spec, dict) else spec
        number = spec.pop("account", None) if isinstance(spec, dict) else None
        if number is not None and not (isinstance(number, str) and len(number) == 12 and number.isdigit()):
            raise ValueError(f"account may not be {number!r}")
        settings = settings_of(spec)
        with self._lock:
            if number:
                self._settings[number] = settings
            else:
                self._default = settings
                self._settings.clear()
            for account in self._accounts.values():
                if number in (None, account.number):
                    account.set(settings)

    def describe(self, number=None):
        return {**({"account": number} if number else {}), **self._of(number).describe()}

    def _of(self, number):
        return self._settings.get(number, self._default)

    def forget(self, number=None):
        """Discards the state of the rules; profiles stay as they are set."""
        with self._lock:
            for each in [number] if number else list(self._accounts):
                self._accounts.pop(each, None)

    def account(self, number):
        with self._lock:
            if number not in self._accounts:
                settings = self._of(number)
                self._accounts[number] = Account(number, settings, self._clock.at_speed(settings.speed))
            return self._accounts[number]

    def carry_out(self, call, environ, head, carry_out, forward):
        """Carries a call out by the rules of its account.

        carry_out: does so without any, given the environ
        forward: has moto answer another request, given its environ
        """
        number = account_of(call)
        if not self._of(number).realistic:
            return carry_out(environ)
        call.by_rules = True
        context = Context(call, self.account(number), environ, head, forward, self)
        outcome = decide(context)
        if isinstance(outcome, Answer):
            return outcome
        if outcome is None or outcome.carried_out:
            answer = amend(context, carry_out(environ))
        return answer if outcome is None else fail(context, outcome)


def account_of(call):
    """Returns the account whose profile applies: that of the role where the call is not signed."""
    role = re.match(r"arn:[^:]+:iam::(\d{12}):role/", str(call.params.get("RoleArn", "")))
    return role.group(1) if role and call.operation == "AssumeRoleWithWebIdentity" else call.account


def decide(context):
    """Asks the rules before the call is carried out; returns an answer, a failure, or None."""
    with context.account.lock:
        outcome, failure, seconds = None, None, 0
        for rule in BEFORE:
            outcome = rule.apply(context) if rule.concerns(context.call) else None
            if isinstance(outcome, Wait):
                seconds += outcome.seconds
            elif isinstance(outcome, Failure) and outcome.carried_out:
                failure = outcome  # the other rules may still refuse the call
                context.call.rule = rule.name
            elif outcome is not None:
                context.call.rule = context.call.rule or rule.name
                break
    if seconds:
        context.account.clock.sleep(seconds)
    if isinstance(outcome, (Refusal, Answer)):
        answer = context.answer_to(outcome) if isinstance(outcome, Refusal) else outcome
        return replace(failure, carried_out=False) if failure else answer
    return failure or (outcome if isinstance(outcome, Failure) else None)


def amend(context, answer):
    with context.account.lock:
        for rule in AFTER:
            other = rule.apply(context, answer) if rule.concerns(context.call) else None
            if other is not None:
                context.call.rule = context.call.rule or rule.name
                answer = context.answer_to(other) if isinstance(other, Refusal) else other
    return answer


def fail(context, failure):
    if failure.refusal:
        return context.answer_to(failure.refusal)
    context.account.clock.sleep(failure.seconds)
    if failure.reset and "werkzeug.socket" in context.environ:
        reset(context.environ["werkzeug.socket"])
    return Answer(0)


def reset(connection):
    """Closes the connection by a TCP reset; the server keeps a socket that is at its end."""
    ended, other = socket.socketpair()
    other.close()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.dup2(ended.fileno(), connection.fileno())
    ended.close()
