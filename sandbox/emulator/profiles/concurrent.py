"""Concurrent writes of one resource, some of which are refused."""

WITHIN = 0.3  # seconds
SHARE = 0.1


def clashes(context, what, name):
    """Returns whether the call follows another write too soon and is refused. `what` names the rule."""
    written = context.account.memory(f"{what}.written", context.call.region)
    last, written[name] = written.get(name, float("-inf")), context.now
    return context.now - last <= WITHIN and context.draw(what) < SHARE
