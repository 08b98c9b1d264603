"""What a look at the deployment found, with what to do about it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DiagnosisLevel(StrEnum):
    """PROBLEM: something does not work, or soon won't. ADVICE: it works, and could be better."""

    OK = "ok"
    ADVICE = "advice"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at. `check` is its subject; `fix` says what to do, and is empty if all is well."""

    check: str
    level: DiagnosisLevel
    what: str
    fix: str = ""


def fine(check: str, what: str) -> Diagnosis:
    """Nothing is wrong."""
    return Diagnosis(check, DiagnosisLevel.OK, what)


def advice(check: str, what: str, fix: str) -> Diagnosis:
    """It works, and could be better."""
    return Diagnosis(check, DiagnosisLevel.ADVICE, what, fix)


def problem(check: str, what: str, fix: str) -> Diagnosis:
    """It does not work, or soon won't."""
    return Diagnosis(check, DiagnosisLevel.PROBLEM, what, fix)
