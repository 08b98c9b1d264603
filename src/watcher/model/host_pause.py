"""How long a host is to be left alone, and whether it hung."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HostPause:
    """In seconds: for how long a host must not be asked from now on, and then the delay between two requests.

    `hung`: it kept us waiting for the whole timeout within the last day, and has not answered since.
    """

    wait: float = 0.0
    delay: float = 0.0
    hung: bool = False
