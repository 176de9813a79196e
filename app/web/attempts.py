"""Rate limits on signing in: by name and address, by address, by name."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque

from app.web.problem import Problem

WINDOW = 15 * 60.0  # seconds
# Failures within the window. The limit by name alone is high: else anyone could lock others out.
BY_BOTH, BY_ADDRESS, BY_NAME = 5, 30, 50
_MOST_KEYS = 10_000


class Attempts:
    """Failed attempts of the last minutes, in memory."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, name: str, address: str) -> None:
        """Lets an attempt pass and counts it as failed until it succeeds: so many at once do not slip through.

        Raises:
            Problem: there were too many (429), with the seconds to wait.
        """
        with self._lock:
            wait = max(self._wait(key, most) for key, most in _keys(name, address))
            if wait > 0:
                seconds = int(wait) + 1
                raise Problem(429, "too_many", headers={"Retry-After": str(seconds)}, minutes=-(-seconds // 60))
            for key, most in _keys(name, address):
                times = self._failures.setdefault(key, deque(maxlen=most))
                times.append(time.monotonic())
                self._failures.move_to_end(key)
            while len(self._failures) > _MOST_KEYS:
                self._failures.popitem(last=False)

    def succeed(self, name: str, address: str) -> None:
        """Forgets the failures of this name from this address, and that the attempt counted for others."""
        with self._lock:
            self._failures.pop((name, address), None)
            for key in (("", address), (name, "")):
                times = self._failures.get(key)
                if times:
                    times.pop()

    def _wait(self, key: tuple[str, str], most: int) -> float:
        times = self._failures.get(key)
        if times is None or len(times) < most:
            return 0.0
        return times[0] + WINDOW - time.monotonic()


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return (((name, address), BY_BOTH), (("", address), BY_ADDRESS), ((name, ""), BY_NAME))
