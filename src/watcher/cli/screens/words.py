"""Helpers that every screen shares."""

from __future__ import annotations

LINE_LIMIT = 300


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
