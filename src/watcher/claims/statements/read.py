"""What a text states about inspections, sentence by sentence. Pure.

Nothing is judged here. Prose that uses the words of grades ("good practice", "inadequate heating") and plain opinion
give no statement; forecasts, wishes and questions give one with a `doubt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from watcher.claims.statements.certain import Before, is_plain, is_row, is_row_of_others, owner, unsure
from watcher.claims.statements.councils import Named, Names
from watcher.claims.statements.doubts import OF_THE_SCALE, doubt
from watcher.claims.statements.events import events
from watcher.claims.statements.grades import EXCEPTED, FAILING, Graded, graded
from watcher.claims.statements.moves import moves
from watcher.claims.statements.ranks import standings
from watcher.claims.statements.rows import has_two_grades, two_grades
from watcher.claims.statements.statement import Over, Scope, Statement, StatementKind
from watcher.claims.statements.subjects import Subject, subject, without_asides
from watcher.claims.statements.times import Time, running, times
from watcher.claims.statements.times_of_grades import times_of
from watcher.claims.statements.words import GRADE, JUDGEMENTS, SOME_AREAS
from watcher.model.change import Movement
from watcher.model.report import Grade
from watcher.model.sentences import LONGEST, folded

# Articles make some dozens. Each is held against the whole record, so a page made of them alone would take minutes.
MOST_STATEMENTS = 300
_NO_NAMES = Names()
_ELSE = "it may be about something else"
_THIS = re.compile(
    r"(?:this|that|the|its?) (?:first )?(?:report|study|review)\b|(?:it|this|that) (?:said|found|showed|identified)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|required|needed)\b")
_PERFECT = re.compile(
    r"\b(?:has|have) (?:now |just |again |also |all |both |each )*(?:been|received|achieved|kept|retained|become)\b"
)
# "has gone from", "since the last inspection": up to the newest report, and no older one
_OF_NOW = re.compile(r"\b(?:has|have|is|are|now|today|new|latest|since|again)\b")
_NEVER = re.compile(r"\bnever (?P<before>before )?(?!un)[^,;]*$")
_FIRST_TIME = re.compile(r"\bfirst time\b(?P<since> (?:since|in|under|for|as|at|after|on)\b)?")
_KEPT = re.compile(r"\b(?:kept|keeps|keep|retain\w*|maintain\w*|held on to|holds on to|holds onto)\b")
_STILL = re.compile(r"\b(?:remains?|remained|(?P<still>still)|continues? to be|continued to be|stays|stayed)\b[^,;:]*$")
_BEHIND = re.compile(r"['\"]?(?:: | for | in )[^,;:.]{0,60}")
_RIGHT_BEHIND = 6  # characters: "from good in 2019"
# "to go from inadequate to outstanding would be unheard of"
# "no change to its rating was expected"
_TALKED_OF = re.compile(
    r"^[^,;]*\b(?:would|could|might|takes|is (?:rare|hard|unusual|possible|not easy|no small)|expected|likely"
    r"|promised|feared|averted)\b"
)
_AS_IN = re.compile(r"\b(?:same|unchanged|changed?)\b[^.;,]{0,40}\b(?:as|from|since|received|got)\b[^.;,]{0,30}$")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what every statement in it needs to know."""

    text: str
    plain: str
    named: tuple[Named, ...]
    near: tuple[str, ...]
    times: tuple[Time, ...]
    year_before: Time | None
    before: Before
    heading: str

    @property
    def question(self) -> bool:
        return self.text.rstrip("\"'”’ ").endswith("?")


def statements(lines: Sequence[str], names: Names = _NO_NAMES) -> tuple[Statement, ...]:
    """What the sentences of a text state about inspections, in order. `names` are the authorities to look out for."""
    found: list[Statement] = []
    near: tuple[str, ...] = ()
    year: Time | None = None
    before = Before()
    heading = ""
    plains = [folded(line) for line in lines]
    foreign = _rows_of_others(plains)
    for place, (sentence, plain) in enumerate(zip(lines, plains, strict=True)):
        if len(found) >= MOST_STATEMENTS:
            break
        if len(sentence) >= LONGEST:
            continue  # the half of a sentence may state what the whole takes back
        named = names.found(sentence)
        dated = times(plain)
        year_before = year if _THIS.match(plain) else None
        read = _Sentence(sentence, plain, named, near, dated, year_before, before, heading)
        found += [_owned(read, one) for one in _of(read) if place not in foreign]
        heading = plain if "|" in plain and not GRADE.search(plain) else heading if "|" in plain else ""
        past = any(time.year or time.earlier or time.ago for time in dated)
        before = before.then(sentence, plain, _spans(named), past=past)
        near = named[-1].urns if named else near
        year = next((time for time in reversed(dated) if time.year), None)
    return tuple(found[:MOST_STATEMENTS])


def _rows_of_others(plains: Sequence[str]) -> set[int]:
    """The places of rows that stand in one list with rows about a school or a home."""
    found: set[int] = set()
    for _, group in groupby(range(len(plains)), key=lambda place: is_row(plains[place])):
        places = [*group]
        if any(is_row_of_others(plains[place]) for place in places):
            found |= {*places}
    return found


def _spans(named: Sequence[Named]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in named]


def _owned(sentence: _Sentence, one: Statement) -> Statement:
    """A statement with whose word it is, and why nobody may be contradicted on it."""
    one = replace(one, owner=owner(sentence.text, sentence.plain, one.start, sentence.before))
    names = _spans(sentence.named)
    why = one.unsure or unsure(sentence.plain, names, one, sentence.before)
    return replace(one, unsure=why, plain=is_plain(sentence.plain, names, one))


def _of(sentence: _Sentence) -> list[Statement]:
    if OF_THE_SCALE.search(sentence.plain):
        return []
    if row := two_grades(sentence.plain, sentence.heading):
        return [_moved(sentence, row, sentence.plain, Subject.OURS)]
    if has_two_grades(sentence.plain):
        return []
    found = [*_standings(sentence)]
    taken = [(one.start, one.end) for one in found]
    found += _moves(sentence, taken)
    found += _failing(sentence)
    taken = [(one.start, one.end) for one in found]
    found += _grades(sentence, taken)
    found += _events(sentence, found)
    return sorted(found, key=lambda one: (one.start, one.end))


def _standings(sentence: _Sentence) -> Iterator[Statement]:
    for one in standings(sentence.plain):
        who = one.who or (0, 0)
        named = [each for each in sentence.named if who[0] <= each.start < who[1]]
        own = () if one.who else _urns(sentence, one.start)
        others = tuple(urn for each in named for urn in each.urns)
        if one.who and not named:
            continue
        kind = StatementKind.SHARE if one.words == "share" else StatementKind.STANDING
        yield Statement(
            sentence.text, kind, one.start, one.end,
            urns=others or own, near=sentence.near, doubt=_doubt(sentence, one.start, one.end),
            grade=one.grade, either=one.better, number=one.number, unit=one.region or "", words=one.words,
            time=_nearest(sentence, one.start) or sentence.year_before, share=one.share,
        )  # fmt: skip


def _moves(sentence: _Sentence, taken: Sequence[tuple[int, int]]) -> Iterator[Statement]:
    for one in moves(sentence.plain):
        if any(a < one.end and one.start < b for a, b in taken):
            continue
        head = re.split(r"[;:](?=\s*\w)|, (?:and|but|while|with)\b", sentence.plain[: one.start])[-1]
        behind = _BEHIND.match(sentence.plain[one.end :])
        # "the rating for care leavers is unchanged"
        inside = sentence.plain[one.start : one.end] if _is_still(one) else ""
        said_of = head + inside + (behind[0] if behind else "")
        of = subject(head, _within(sentence, one.start - len(head), one.start))
        yield _moved(sentence, one, said_of, of)


def _moved(sentence: _Sentence, one: Statement, said_of: str, of: Subject) -> Statement:
    ids = frozenset(id_ for pattern, id_ in JUDGEMENTS if id_ and pattern.search(said_of))
    return replace(
        one, sentence=sentence.text, urns=_urns(sentence, one.end), near=sentence.near,
        doubt=_doubt_of_move(sentence, one, of), scope=Scope.JUDGEMENTS if ids else Scope.SERVICES, judgements=ids,
        time=_before_time(sentence, one), past=not _OF_NOW.search(sentence.plain),
    )  # fmt: skip


def _is_still(one: Statement) -> bool:
    """Whether nothing moved: "the rating is unchanged"."""
    return one.movement is Movement.UNCHANGED


def _before_time(sentence: _Sentence, one: Statement) -> Time | None:
    """The year of the earlier side: printed inside the comparison or right behind it, else the one since which."""
    if _is_still(one) or one.steps:
        return next((time for time in sentence.times if time.year and _is_compared(sentence, time)), None)
    for time in sentence.times:
        if time.year and one.start <= time.start <= one.end + _RIGHT_BEHIND and one.before:
            return time
    return None


def _is_compared(sentence: _Sentence, time: Time) -> bool:
    """Whether a rating is said to be the same as at that time, or since then."""
    return time.since or bool(_AS_IN.search(sentence.plain[: time.start]))


def _doubt_of_move(sentence: _Sentence, one: Statement, of: Subject) -> str | None:
    if of is Subject.ANOTHER:
        return "it is about something else"
    if _TALKED_OF.match(sentence.plain[one.end :]):
        return "it is only talked of"
    if _is_still(one) and SOME_AREAS.search(sentence.plain):
        return "it is said of some areas only"
    if _is_still(one) and any(time.year and not _is_compared(sentence, time) for time in sentence.times):
        return "it may be about an older report"
    return _doubt(sentence, one.start, one.start if _is_still(one) else one.end)


def _failing(sentence: _Sentence) -> Iterator[Statement]:
    for hit in FAILING.finditer(sentence.plain):
        every = "in all" in hit[0] or "in every" in hit[0]
        yield Statement(
            sentence.text, StatementKind.FAILING, hit.start(), hit.end(),
            urns=_urns(sentence, hit.end()), near=sentence.near, doubt=_doubt(sentence, hit.start(), hit.end()),
            scope=Scope.ALL if every else Scope.SERVICES, grade=Grade.INADEQUATE, words=hit[0],
            time=_nearest(sentence, hit.start()),
        )  # fmt: skip


def _grades(sentence: _Sentence, taken: Sequence[tuple[int, int]]) -> list[Statement]:
    names = [(one.start, one.end) for one in sentence.named]
    found = list(graded(sentence.plain, taken, names))
    own = [time for time in sentence.times if not any(a <= time.start <= b + _RIGHT_BEHIND for a, b in taken)]
    placed = times_of(sentence.plain, own, found)
    ends = [*(one.start for one in found[1:]), len(sentence.plain)]
    return [_statement(sentence, one, time, end) for one, time, end in zip(found, placed, ends, strict=False)]


def _statement(sentence: _Sentence, one: Graded, time: Time | None, end: int) -> Statement:
    """What is stated of a grade; before `end`, where the next one stands, "for the second time running" is of it."""
    after = sentence.plain[one.end :]
    why = doubt(one.head, after, sentence.question) or _but_some(one)
    stretch = f"{without_asides(one.head)} {sentence.plain[one.start : one.end]}"
    urns = _urns(sentence, one.end)
    named = [named for named in sentence.named if one.start - len(one.head) <= named.start < one.start]
    return Statement(
        sentence.text, StatementKind.GRADE, one.start, max(one.end + len(one.tail), time.end if time else 0),
        urns=urns, beside=tuple(urn for each in named for urn in each.urns if urn not in urns), near=sentence.near,
        doubt=why, scope=one.scope, judgements=one.judgements, grade=one.grade, firmness=one.firmness, weak=one.weak,
        unsure=_ELSE if one.vague else None, either=one.either, time=time,
        every=bool(re.search(r"\bboth\b|\beach\b", one.head)), number=one.count,
        past=bool(_PAST.search(stretch)) and not _PERFECT.search(stretch),
        running=running(one.head + sentence.plain[one.start : end]) or (2 if _KEPT.search(one.head) else 1),
        movement=Movement.UNCHANGED if _is_as_before(one) else None, over=_over(sentence.plain, one),
    )  # fmt: skip


def _over(plain: str, one: Graded) -> Over | None:
    """Whether a grade is said to be the first of its kind, or never to have been given."""
    if never := _NEVER.search(one.head):
        return Over.FIRST if never["before"] else Over.NEVER
    if first := _FIRST_TIME.search(plain):
        return Over.PART_OF_THEM if first["since"] else Over.FIRST
    return None


def _is_as_before(one: Graded) -> bool:
    """Whether a grade is said to be the one of before; what "still requires improvement" may have been worse."""
    found = _STILL.search(one.head)
    return found is not None and not (found["still"] and one.grade is Grade.REQUIRES_IMPROVEMENT)


def _but_some(one: Graded) -> str | None:
    excepted = one.scope is not Scope.BOARD and EXCEPTED.search(f"{one.head} {one.tail}")
    return "it leaves some areas out" if excepted else None


def _events(sentence: _Sentence, found: Sequence[Statement]) -> Iterator[Statement]:
    rated = [
        one
        for one in found
        if one.kind in (StatementKind.GRADE, StatementKind.MOVE, StatementKind.FAILING) and not one.doubt
    ]
    for one in events(sentence.plain):
        if one.kind is StatementKind.EVENT and not rated:
            continue
        yield replace(
            one, sentence=sentence.text, urns=_urns(sentence, one.end), near=sentence.near,
            doubt="it is a question" if sentence.question else None,
            time=None if one.days else _nearest(sentence, one.start),
        )  # fmt: skip


def _within(sentence: _Sentence, begin: int, end: int) -> list[tuple[int, int]]:
    """The names in a stretch of the sentence, by their places in it."""
    return [(one.start - begin, one.end - begin) for one in sentence.named if begin <= one.start < end]


def _doubt(sentence: _Sentence, start: int, end: int) -> str | None:
    clause = re.split(r"[;:]|, (?:and|but|while|which)\b", sentence.plain[:start])[-1]
    return doubt(clause + sentence.plain[start:end], "", sentence.question)


def _nearest(sentence: _Sentence, place: int) -> Time | None:
    dated = [time for time in sentence.times if time.year]
    return min(dated, key=lambda time: abs(time.start - place)) if dated else None


def _urns(sentence: _Sentence, end: int) -> tuple[str, ...]:
    """The authorities that a statement which ends there is about, as far as the sentence names any."""
    before = [one for one in sentence.named if one.end <= end]
    if before:
        return _joined(sentence, before)
    after = [one for one in sentence.named if one.start - end < 60]
    if after and re.match(r"[^,;.]{0,60}\b(?:in|for|to|of|by|at)\W+(?:the )?$", sentence.plain[end : after[0].start]):
        return after[0].urns
    return ()


def _joined(sentence: _Sentence, named: Sequence[Named]) -> tuple[str, ...]:
    """The last one named, with those joined to it by "and"."""
    urns = list(named[-1].urns)
    for earlier, later in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
        gap = sentence.plain[earlier.end : later.start]
        if not re.fullmatch(r"(?: council| county council| city council)?,? (?:and|&) (?:the )?", gap):
            break
        urns = [*earlier.urns, *urns]
    return tuple(dict.fromkeys(urns))
