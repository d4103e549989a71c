"""Writes of one resource within a moment of each other, some of which are refused."""

WITHIN = 0.3  # seconds
SHARE = 0.1


def clashes(context, what, name):
    """Whether the call comes so soon after another write that it is refused. `what` names the rule."""
    written = context.account.memory(f"{what}.written", context.call.region)
    last, written[name] = written.get(name, float("-inf")), context.now
    return context.now - last <= WITHIN and context.draw(what) < SHARE
