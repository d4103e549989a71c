"""Values that are read a while after they were written."""


def mostly_short(draw, most, short=2):
    """Seven times in ten at most `short` seconds, else up to `most`, the less often the longer."""
    if draw < 0.7:
        return draw / 0.7 * short
    return short + (most - short) * ((draw - 0.7) / 0.3) ** 2


class Lag:
    """What is still read of values that were written, by any key."""

    def __init__(self):
        self._former = {}  # key: when the new value shows, and the value until then

    def wrote(self, key, former, visible, now):
        """former: what was there before; what is still read, if an earlier write does not show yet"""
        self._former[key] = (visible, self.read(key, former, now))

    def read(self, key, value, now):
        visible, former = self._former.get(key, (now, value))
        return former if now < visible else value

    def is_behind(self, key, now):
        return key in self._former and now < self._former[key][0]

    def keys(self, now):
        """Those that are behind."""
        return [key for key, (visible, _) in self._former.items() if now < visible]

    def forget(self, key):
        self._former.pop(key, None)
