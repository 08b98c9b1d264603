"""What in a sentence can be checked: its dates, numbers, grade words, directions and quotations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from watcher.model.months import MONTH, NUMBER_OF_MONTH
from watcher.model.sentences import straight


class CheckedKind(StrEnum):
    QUOTATION = "quotation"
    DATE = "date"
    GRADE = "grade"
    DIRECTION = "direction"
    NUMBER = "number"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class CheckableItem:
    """One thing as printed, and its `value`, which is the same for two ways to print it."""

    kind: CheckedKind
    text: str
    value: str


_QUOTED = re.compile('“([^“”]{12,3000})”|"([^"]{12,3000})"')
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{MONTH})\b(?:,? (?P<year>(?:19|20)\d\d))?"
    r"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b|\b(?P<slashed>\d{1,2}/\d{1,2}/(?:19|20)\d\d)\b"
    r"|\b(?P<alone>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:outstanding|good|requir(?:es?|ing) improvement(?: to be good)?|inadequate|adequate|not judged"
    r"|no longer given)\b",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"\b(?:up|down|better|worse|improved|declined|rose|fell|higher|lower|(?:stayed )?the same|unchanged)\b"
    r"|\((?:again|new)\)",
    re.IGNORECASE,
)
_WORDS = (
    "none", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBER = re.compile(
    rf"\b0\d{{2,4}}(?:[ -]?\d{{3,4}}){{2}}\b|\d+(?:[.,]\d+)*%?|\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE
)
_SAME = {"rose": "up", "improved": "up", "better": "up", "higher": "up", "fell": "down", "declined": "down"} | {
    "worse": "down", "lower": "down", "unchanged": "the same", "stayed the same": "the same",
}  # fmt: skip
_VALUES = {word: str(number) for number, word in zip((0, *range(2, 21)), _WORDS, strict=True)}


def quotations_in(text: str) -> tuple[list[CheckableItem], str]:
    """The quotations of a text, and the text with a gap in the place of each."""
    found = [CheckableItem(CheckedKind.QUOTATION, one[1] or one[2], one[1] or one[2]) for one in _QUOTED.finditer(text)]
    return found, _QUOTED.sub("“…”", text)


def items_in(sentence: str) -> list[CheckableItem]:
    """Everything but quotations, in the order of the text. What is a date is not counted as a number too."""
    return [item for _, item in sorted(_found(straight(sentence)), key=lambda one: one[0])]


def skeleton(sentence: str) -> str:
    """The sentence with a name of its kind in the place of each item: what two sentences of one shape share."""
    text = straight(sentence)
    for start, item in sorted(_found(text), key=lambda one: -one[0]):
        text = f"{text[:start]}<{item.kind}>{text[start + len(item.text) :]}"
    return " ".join(text.casefold().split())


def _found(text: str) -> Iterator[tuple[int, CheckableItem]]:
    taken = [False] * len(text)
    for kind, pattern in (
        (CheckedKind.DATE, _DATE),
        (CheckedKind.GRADE, _GRADE),
        (CheckedKind.DIRECTION, _DIRECTION),
        (CheckedKind.NUMBER, _NUMBER),
    ):
        for one in pattern.finditer(text):
            if not one[0].strip() or any(taken[one.start() : one.end()]) or _is_no_date(one, kind):
                continue
            taken[one.start() : one.end()] = [True] * (one.end() - one.start())
            yield one.start(), CheckableItem(kind, one[0], _value(one, kind))


def _is_no_date(one: re.Match[str], kind: CheckedKind) -> bool:
    """Whether "may" or "march" is a plain word, not a month: it has neither a day nor a year beside it."""
    return kind is CheckedKind.DATE and bool(one["month"]) and not one["day"] and not one["year"]


def _value(one: re.Match[str], kind: CheckedKind) -> str:
    said = one[0].casefold()
    match kind:
        case CheckedKind.DATE:
            return _date(one)
        case CheckedKind.GRADE:
            return "requires improvement" if said.startswith("requir") else said
        case CheckedKind.DIRECTION:
            return _SAME.get(said, said)
        case _:
            return _VALUES.get(said, said)


def _date(one: re.Match[str]) -> str:
    """`2021-11-12`, `2021-11`, `11-12` or `2021`, as far as it is printed."""
    if one["iso"]:
        return one["iso"]
    if one["slashed"]:
        day, month, year = one["slashed"].split("/")
        return f"{year}-{int(month):02}-{int(day):02}"
    if one["alone"]:
        return one["alone"]
    month = f"{NUMBER_OF_MONTH[one['month'].casefold()]:02}"
    day = f"{int(one['day']):02}" if one["day"] else ""
    return "-".join(filter(None, (one["year"], month, day)))
