"""What a visit was about and what its letter asks for, in a few words for a headline. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from watcher.model.report import PriorityAction, Report, ReportKind
from watcher.model.text import clean

#: what a visit looks at, in the field's own words; of several, the one that the letter names first
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (words, re.compile(pattern, re.IGNORECASE))
    for words, pattern in (
        ("care leavers", r"care leaver|care[- ]experienced|leaving care"),
        ("placement decisions for older children", r"placement decision"),
        ("permanence", r"permanen"),
        ("the front door", r"front door|contacts? and referrals?|safeguarding hub|\bMASH\b|first point of contact"),
        ("risk outside the family", r"extra-?familial|vulnerable adolescents|exploitation|contextual safeguarding"),
        ("children in care", r"children in care|children looked after|looked[- ]after children|young people in care"),
        (
            "children in need or on a protection plan",
            r"child(?:ren)?[- ]in[- ]need\b(?! of help)|protection plan|child protection",
        ),
        ("help and protection", r"help and protection|need(?:ing)? help"),
    )
)
#: visits of 2020 and 2021 looked at everything at once
_WHOLE = re.compile(r"decision-making (?:in|across) help and protection, children in care", re.IGNORECASE)
_THEME = re.compile(r"^(?:multi-?\s?agency )?responses? to (?:the )?", re.IGNORECASE)
_PLAIN_THEME = re.compile(r"^abuse and neglect$", re.IGNORECASE)
_TOPIC_LIMIT = 70

VISITS: Mapping[ReportKind, str] = {
    ReportKind.FOCUSED_VISIT: "focused visit",
    ReportKind.MONITORING_VISIT: "monitoring visit",
    ReportKind.JTAI: "joint inspection",
}


def topic(letter: Report) -> str:
    """`care leavers`; empty if the letter looks at everything or does not say."""
    if letter.kind is ReportKind.JTAI:
        return _theme(letter.topics)
    said = letter.topics[0] if letter.topics else ""
    if _WHOLE.search(said):
        return ""
    found = [(match.start(), words) for words, pattern in _TOPICS if (match := pattern.search(said))]
    return min(found, default=(0, ""))[1]


def _theme(topics: tuple[str, ...]) -> str:
    """The theme of a joint inspection or, if that is the general one, of its "deep dive"."""
    themes = [_THEME.sub("", said).strip(" .") for said in topics]
    telling = [theme for theme in themes if not _PLAIN_THEME.match(theme)] or themes
    return clean(telling[0].split(" (")[0], _TOPIC_LIMIT) if telling else ""


def visit(letter: Report) -> str:
    """`focused visit on care leavers`."""
    about = topic(letter)
    return VISITS[letter.kind] + (f" on {about}" if about else "")


def letter_news(letter: Report) -> str:
    """What the letter asks for, after a council's name: `focused visit on care leavers asks for priority action`."""
    if letter.priority_action_status is PriorityAction.YES:
        return f"{visit(letter)} asks for priority action"
    if letter.priority_action_status is PriorityAction.REMAIN:
        return f"{visit(letter)} says that earlier areas for priority action remain"
    if n := len(letter.improve):
        return f"{visit(letter)} names {n} area{'s' if n > 1 else ''} to improve"
    return f"new letter on {_a(visit(letter))} (not graded)"


def _a(words: str) -> str:
    return f"a {words}"
