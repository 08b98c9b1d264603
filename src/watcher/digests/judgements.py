"""The table of judgements: each old and new, with its movement in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.digests.views import Row
from watcher.model.change import Comparison, Movement
from watcher.model.report import JudgementId
from watcher.model.text import clean
from watcher.ofsted.grades import FIRST_CARD, FIRST_INSPECTION, FIRST_OUTCOME, SAME_JUDGEMENT
from watcher.ofsted.headline import movement
from watcher.ofsted.words import GRADES, JUDGEMENTS

BASIS_LIMIT = 200

_TONES: dict[Movement, str] = {
    Movement.IMPROVED: "better",
    Movement.DECLINED: "worse",
    Movement.UNCHANGED: "same",
    Movement.FIRST: "same",
    Movement.NEW_JUDGEMENT: "same",
    Movement.ENDED: "same",
    Movement.NOT_COMPARABLE: "same",
}
_DIRECTIONS: dict[str, str] = {"better": "up", "worse": "down", "same": ""}
_ARROWS: dict[str, str] = {"better": "▲", "worse": "▼", "same": ""}

# What a comparison says of the ordinary case; readers need to hear of the others only.
_PLAIN_BASES = frozenset({"", SAME_JUDGEMENT, FIRST_INSPECTION, FIRST_OUTCOME, FIRST_CARD})


def tone(judgements: Sequence[Comparison]) -> str:
    """`worse`, `better`, `mixed` or `same`; the overall judgement decides if it changed."""
    moved = [_TONES[judgement.change] for judgement in judgements]
    if moved and moved[0] != "same" and judgements[0].id is JudgementId.OVERALL:
        return moved[0]
    tones = set(moved) - {"same"}
    return tones.pop() if len(tones) == 1 else "mixed" if tones else "same"


def row(judgement: Comparison, common: str) -> Row:
    """One judgement, with its basis unless that is the plain one or `common` to all."""
    mood = _TONES[judgement.change]
    return Row(
        sentence=f"{JUDGEMENTS[judgement.id]}: {_said(judgement)}",
        judgement=JUDGEMENTS[judgement.id],
        before=GRADES[judgement.before] if judgement.before else "",
        after=GRADES[judgement.after] if judgement.after else "",
        movement=movement(judgement),
        arrow=_ARROWS[mood],
        direction=_DIRECTIONS[mood],
        basis="; ".join(one for one in _bases(judgement) if one not in common.split("; ")),
    )


def common_basis(judgements: Sequence[Comparison]) -> str:
    """The basis that all rows share, which is printed once below the table.

    Rows without a counterpart say so themselves.
    """
    alone = (Movement.ENDED, Movement.NEW_JUDGEMENT)
    bases = [_bases(judgement) for judgement in judgements if judgement.change not in alone]
    return "; ".join(one for one in bases[0] if all(one in others for others in bases)) if bases else ""


def _bases(judgement: Comparison) -> list[str]:
    """What was compared with what, but for what is plain; that a grade is the first is said by its movement."""
    said = clean(judgement.basis.removeprefix(f"{FIRST_INSPECTION}; "), BASIS_LIMIT)
    return [one for one in said.split("; ") if one not in _PLAIN_BASES]


def _said(judgement: Comparison) -> str:
    """`Good to Requires improvement (down 1)`; two grades are joined by "to" only where they compare."""
    word = movement(judgement)
    if judgement.after is None:
        return f"{GRADES[judgement.before]} before, {word}" if judgement.before else word
    after = GRADES[judgement.after]
    if judgement.before is None or judgement.change is Movement.UNCHANGED:
        return f"{after} ({word})"
    before = GRADES[judgement.before]
    apart = judgement.change is Movement.NOT_COMPARABLE
    return f"{before} before, now {after} ({word})" if apart else f"{before} to {after} ({word})"
