"""How long a host is to be left alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostPause:
    """In seconds: for how long a host must not be asked from now on, and then the delay between two requests."""

    wait: float = 0.0
    delay: float = 0.0
