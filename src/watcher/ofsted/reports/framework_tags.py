"""The tags of the children's social care national framework, in any printed form.

Since March 2025 the items of "What needs to improve?" end with one: "(outcome 4, national framework)", "[Enabler three:
National Framework]".
"""

from __future__ import annotations

import re

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_MOST = {"outcome": 4, "enabler": 3}
_NUMBER = r"(?:\d|one|two|three|four|iv|i{1,3})"
_NUMBERED = re.compile(
    rf"\b(?P<kind>outcome|enabler)s?\b\s*[:,-]?\s*(?P<numbers>{_NUMBER}\b(?:\s*(?:,|and|&|/|;)\s*{_NUMBER}\b)*)",
    re.IGNORECASE,
)
#: for tags with the framework's name of an outcome or enabler instead of its number
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (tag, re.compile(wording, re.IGNORECASE))
    for tag, wording in (
        ("outcome_1", r"stay\s+together\s+and\s+get\s+the\s+help"),
        ("outcome_2", r"supported\s+by\s+their\s+family\s+network"),
        ("outcome_3", r"safe\s+in\s+and\s+outside"),
        ("outcome_4", r"stable,?\s+loving\s+homes"),
        ("enabler_1", r"multi-?\s?agency\s+working\s+is\s+prioritised"),
        ("enabler_2", r"leaders\s+drive\s+conditions"),
        ("enabler_3", r"workforce\s+is\s+equipped"),
    )
)
_PRINCIPLE = re.compile(r"\bprinciples?\b", re.IGNORECASE)


def framework_tags(printed: str | None) -> tuple[str, ...]:
    """Every outcome, enabler or principle that a printed tag names: `outcome_1`, `enabler_3`, `principle`."""
    if printed is None:
        return ()
    found = [
        f"{match['kind'].lower()}_{number}"
        for match in _NUMBERED.finditer(printed)
        for number in map(_number, re.findall(rf"\b{_NUMBER}\b", match["numbers"], re.IGNORECASE))
        if 1 <= number <= _MOST[match["kind"].lower()]
    ]
    named = [tag for tag, wording in _NAMED if wording.search(printed)]
    principle = ["principle"] if _PRINCIPLE.search(printed) else []
    return tuple(dict.fromkeys([*found, *named, *principle]))


def framework_tag(printed: str | None) -> str | None:
    """The standard form of a printed tag; as printed if it names nothing known, or more than one thing."""
    tags = framework_tags(printed)
    return tags[0] if len(tags) == 1 else printed


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else _WORDS[printed.lower()]
