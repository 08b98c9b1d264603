"""A row of a table or a list that gives two grades, the one of before and the one of now. Pure."""

from __future__ import annotations

import re

from watcher.claims.statements.statement import Statement, StatementKind
from watcher.claims.statements.words import GRADE, JUDGEMENTS, STRICT, strict_grade

_LABEL = r"^(?P<label>[^:|→()]*?)\s*(?:[:|-]\s*|^)"
_ARROW = re.compile(rf"{_LABEL}{STRICT.format('before')}(?: \([^)]*\))?\s*(?:→|->|>|⇒)\s*{STRICT.format('after')}\W*$")
_ASIDE = re.compile(
    rf"{_LABEL}{STRICT.format('after')},? \((?:(?:previously|formerly|before|was|were|from|up|down|last|time|in|20\d\d"
    rf"|inspection)\b\W*)*{STRICT.format('before')}(?: (?:in|at|last|before|20\d\d|the|previous|inspection"
    r"|time)\b)*\)\W*$"
)
_CELLS = re.compile(rf"^(?P<label>[^|]+)\| *{STRICT.format('one')} *\| *{STRICT.format('two')}\W*$")
_NOW_FIRST = re.compile(r"\|\s*(?:now|new|current|latest)\b.*\|\s*(?:before|previous|old|last)")
_NOW_LAST = re.compile(r"\|\s*(?:before|previous|old|last)\b.*\|\s*(?:now|new|current|latest|this)")
_YEARS = re.compile(r"\|[^|]*(20\d\d)[^|]*\|[^|]*(20\d\d)")
_BETWEEN = re.compile(r"[(|→>⇒]")
_VERB = re.compile(r"\b(?:is|are|has|have|rated|rates|judged|gave|given|said|says)\b")
_OF_THE_WHOLE = re.compile(r"^\W*(?:(?:overall|rating|grade|ofsted|judgement|effectiveness|children's services)\W*)*$")


def two_grades(plain: str, heading: str) -> Statement | None:
    """The grades of before and now that a folded line gives; `heading` is the head of its table, if it has one."""
    if hit := _ARROW.match(plain) or _ASIDE.match(plain):
        before, after = strict_grade(hit["before"]), strict_grade(hit["after"])
    elif (hit := _CELLS.match(plain)) and (now_first := _is_now_first(heading)) is not None:
        one, two = strict_grade(hit["one"]), strict_grade(hit["two"])
        before, after = (two, one) if now_first else (one, two)
    else:
        return None
    row = Statement(plain, StatementKind.MOVE, 0, len(plain), before=before, grade=after)
    return row if _is_ours(hit["label"]) else None


def has_two_grades(plain: str) -> bool:
    """Whether a folded line without a sentence gives two grades, in whatever order."""
    hits = [*GRADE.finditer(plain)]
    apart = len(hits) > 1 and _BETWEEN.search(plain, hits[0].end(), hits[-1].start())
    return bool(apart) and not _VERB.search(plain)


def _is_now_first(heading: str) -> bool | None:
    """Whether the first column of a table is that of now; None where its head does not say."""
    if years := _YEARS.search(heading):
        return years[1] > years[2]
    return True if _NOW_FIRST.search(heading) else False if _NOW_LAST.search(heading) else None


def _is_ours(label: str) -> bool:
    return bool(_OF_THE_WHOLE.match(label)) or any(pattern.search(label) for pattern, _ in JUDGEMENTS)
