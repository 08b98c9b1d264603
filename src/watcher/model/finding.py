"""What a look at the deployment found, with what to do about it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingLevel(StrEnum):
    """PROBLEM: something does not work, or soon won't. ADVICE: it works, and could be better."""

    OK = "ok"
    ADVICE = "advice"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `check` is its subject; `fix` says what to do, and is empty if all is well."""

    check: str
    level: FindingLevel
    what: str
    fix: str = ""


def fine(check: str, what: str) -> Finding:
    """Nothing is wrong."""
    return Finding(check, FindingLevel.OK, what)


def advice(check: str, what: str, fix: str) -> Finding:
    """It works, and could be better."""
    return Finding(check, FindingLevel.ADVICE, what, fix)


def problem(check: str, what: str, fix: str) -> Finding:
    """It does not work, or soon won't."""
    return Finding(check, FindingLevel.PROBLEM, what, fix)
