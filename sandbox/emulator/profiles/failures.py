"""Injected failures and latency."""

from .rules import Failure, Refusal, Wait, before

TIMEOUT = 30  # seconds after which most clients have given up

# Server errors of each protocol: code and status.
FAULTS = {
    "json": (("InternalFailure", 500), ("InternalServerError", 500), ("ServiceUnavailable", 503)),
    "query": (("InternalFailure", 500), ("InternalError", 500), ("ServiceUnavailable", 503)),
    "rest": (("InternalError", 500), ("ServiceUnavailable", 503), ("SlowDown", 503)),
}
OF_SERVICES = {
    "ecr": (("ServerException", 500),),
    "eks": (("ServerException", 500), ("ServiceUnavailableException", 503)),
}


@before("latency")
def latency(context):
    milliseconds = context.account.settings.latencyMs
    return Wait(milliseconds / 1000 * context.account.clock.speed) if milliseconds else None


@before("failures")
def failure(context):
    """Fails a share of the calls: errors, resets and timeouts, a third each; half of each are carried out."""
    if context.draw("failures") >= context.account.settings.failures:
        return None
    carried_out = context.draw("failures.carried-out") < 0.5
    kind = int(context.draw("failures.kind") * 3)
    if kind == 0:
        faults = OF_SERVICES.get(context.call.service) or FAULTS[context.call.protocol]
        code, status = faults[int(context.draw("failures.fault") * len(faults))]
        text = "We encountered an internal error. Please try again."
        return Failure(carried_out, Refusal(code, text, status))
    return Failure(carried_out, reset=True) if kind == 1 else Failure(carried_out, seconds=TIMEOUT)
