"""What a sentence states, looked up again in the reports, so that no sentence bears the wrong label.

A line of the corpus begins with its facts, `-` for none; a comma stands for "and", `!` for "not". `@2017` means the
report published that year, `@-1` the one before the newest; without either it is the newest on the day of writing.

    o=G       overall good; l h c v x a b: leaders, help, in care, leavers, both in one, adoption, the board
    d.o=-1    overall one grade lower than before; d.l and so on likewise
    every=G   all judgements and the overall grade are good
    nG=2      two judgements are good
    n=5       five points to improve
    pub= from= to=  days of the report; days= working days on site; lag= days from the last day to publication
    lag2=     as lag
    alld=+    every judgement, and the overall grade, is higher than before (- lower, 0 the same)
    ever=I    was inadequate overall at some time; first=O outstanding now and never before
    none=o    no overall grade
    kind=     the kind of the report
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.claims.corpus.councils import GRADES, JUDGEMENTS, reports
from tests.claims.corpus.sentences import Sentence
from watcher.model.report import Grade, Report

History = list[tuple[date, Report]]
WORST_FIRST = (Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, Grade.OUTSTANDING)
#: children in care and care leavers shared one judgement from 2018 to 2023
SHARED = {"c": "x", "v": "x"}


def holds(sentence: Sentence) -> bool:
    """Whether everything that the sentence states is as the reports have it."""
    history = [one for one in reports(sentence.council).items() if one[0] <= sentence.written]
    return all(_holds(fact, history) for fact in sentence.facts.split(","))


def _holds(fact: str, history: History) -> bool:
    if fact.startswith("!"):
        return not _holds(fact[1:], history)
    name, wanted = fact.split("=")
    name, _, when = name.partition("@")
    at = _when(when, history)
    return at is not None and _value(name, wanted, history[: at + 1])


def _when(when: str, history: History) -> int | None:
    if len(when) == 4:
        found = [number for number, (published, _) in enumerate(history) if published.year == int(when)]
        return found[0] if found else None
    at = len(history) - 1 + int(when or 0)
    return at if at >= 0 else None


def _value(name: str, wanted: str, history: History) -> bool:
    published, report = history[-1]
    begin, end = report.inspection_periods[0][0], report.inspection_periods[-1][1]
    if name.startswith("d."):
        return _steps(name[2:], history) == int(wanted)
    if len(name) == 2 and name[0] == "n":
        return _count(report, GRADES[name[1]]) == int(wanted)
    if name in ("every", "alld", "ever", "first"):
        return _of_all(name, wanted, history)
    plain = {
        "n": str(len(report.improve)),
        "pub": published.isoformat(),
        "from": begin.isoformat(),
        "to": end.isoformat(),
        "days": str(sum(_working_days(*period) for period in report.inspection_periods)),
        "lag": str((published - end).days),
        "lag2": str((published - end).days),
        "kind": report.kind.value,
        "none": "o" if report.overall is None else "",
    }
    return plain[name] == wanted if name in plain else _grade(report, name) is GRADES[wanted]


def _of_all(name: str, wanted: str, history: History) -> bool:
    report = history[-1][1]
    overall = [one.overall for _, one in history]
    match name:
        case "every":
            return {*_grades(report), report.overall or GRADES[wanted]} == {GRADES[wanted]}
        case "ever":
            return GRADES[wanted] in overall
        case "first":
            return overall[-1] is GRADES[wanted] and GRADES[wanted] not in overall[:-1]
    steps = [step for letter in "olhcvx" if (step := _steps(letter, history)) is not None]
    return all({"+": step > 0, "-": step < 0, "0": step == 0}[wanted] for step in steps)


def _steps(letter: str, history: History) -> int | None:
    if len(history) < 2:
        return None
    before, now = (_grade(report, letter) for _, report in history[-2:])
    return WORST_FIRST.index(now) - WORST_FIRST.index(before) if now and before else None


def _grade(report: Report, letter: str) -> Grade | None:
    if letter in "ob":
        return report.overall if letter == "o" else report.board
    found = {one.id: one.grade for one in report.judgements}
    shared = SHARED.get(letter)
    return found.get(JUDGEMENTS[letter.upper()]) or (found.get(JUDGEMENTS[shared.upper()]) if shared else None)


def _grades(report: Report) -> Iterator[Grade]:
    return (one.grade for one in report.judgements)


def _count(report: Report, grade: Grade) -> int:
    return sum(one is grade for one in _grades(report))


def _working_days(begin: date, end: date) -> int:
    days = (begin + timedelta(days=number) for number in range((end - begin).days + 1))
    return sum(day.weekday() < 5 for day in days)
