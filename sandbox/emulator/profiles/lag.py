"""Eventually consistent reads."""


def mostly_short(draw, most, short=2):
    """Returns a delay: seven times in ten at most `short` seconds, else up to `most`, long ones rarely."""
    if draw < 0.7:
        return draw / 0.7 * short
    return short + (most - short) * ((draw - 0.7) / 0.3) ** 2


def one_in(count, draw, most):
    """Returns a delay of up to `most` seconds in one case of `count`, else none."""
    return max(0, draw * count - (count - 1)) * most


class Lag:
    """Former values that are still read after a write, by key."""

    def __init__(self):
        self._former = {}  # key: when the new value shows, and the value until then

    def wrote(self, key, former, visible, now):
        """Keeps the former value, or what is read of an earlier write that is not visible yet."""
        self._former[key] = (visible, self.read(key, former, now))

    def read(self, key, value, now):
        visible, former = self._former.get(key, (now, value))
        return former if now < visible else value

    def is_behind(self, key, now):
        return key in self._former and now < self._former[key][0]

    def keys(self, now):
        """Returns the keys whose former values are still read."""
        return [key for key, (visible, _) in self._former.items() if now < visible]

    def forget(self, key):
        self._former.pop(key, None)
