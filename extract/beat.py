"""A sign of life from slow work: one recognised page after the other is progress, not a hang."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Calls the listener at every beat from now on (a worker process tells its main process)."""
    _listeners.append(listener)


def beat() -> None:
    """Says that a step of slow work is done; without a listener nothing happens."""
    for listener in _listeners:
        listener()
