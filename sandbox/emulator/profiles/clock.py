"""The clock of the rules: real time, or accelerated time."""

import time


class Clock:
    """Tells seconds since the epoch, which pass `speed` times faster from the start on."""

    def __init__(self, speed=1, start=None):
        self.speed = speed
        self._start = time.time() if start is None else start
        self._began = time.monotonic()

    def now(self):
        return self._start + (time.monotonic() - self._began) * self.speed

    def sleep(self, seconds):
        time.sleep(seconds / self.speed)

    def at_speed(self, speed):
        """Returns a clock that goes on from this one's time at another speed."""
        return Clock(speed, self.now())


class FakeClock:
    """Stands still until a test advances it."""

    speed = 1

    def __init__(self, start=1_800_000_000.0):
        self._now = start

    def now(self):
        return self._now

    def sleep(self, seconds):
        self.advance(seconds)

    def advance(self, seconds):
        self._now += seconds

    def at_speed(self, _speed):
        return self
