"""Reads Ofsted's letters about focused visits, monitoring visits and joint inspections. They never give a grade.

They quote the last judgement ("judged inadequate in ..."), which is history. The content of a letter is its lists: what
asks for priority action, what needs to improve, and in joint letters what is strong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watcher.model.report import Passage, Report, ReportKind
from watcher.ofsted.reports.letter_dates import visit_periods
from watcher.ofsted.reports.letter_front import LetterTitle, find_title, other_kind, printed_date, topics_of
from watcher.ofsted.reports.letter_inspectors import inspectors_of
from watcher.ofsted.reports.letter_lists import LetterBlock, LetterPart, blocks_of, items_of, paragraphs_of
from watcher.ofsted.reports.letter_pages import letter_text
from watcher.ofsted.reports.passages import by_topic
from watcher.ofsted.reports.priority_action import priority_action
from watcher.ofsted.reports.text import Text

#: the topic of the paragraphs under each heading, apart from the lists
_TOPICS = {
    LetterPart.OPENING: "opening",
    LetterPart.SUMMARY: "summary",
    LetterPart.FINDINGS: "findings",
    LetterPart.CASE_STUDY: "case_study",
}


def read_letter(text: Text, pages: int) -> Report | None:
    """The letter, or None if the text is not a letter about a visit."""
    letter = letter_text(text)
    title = find_title(letter)
    return _read(letter, title, pages) if title else None


def _read(letter: Text, title: LetterTitle, pages: int) -> Report:
    blocks = blocks_of(letter.lines[title.body :])
    opening = [said.text for block in blocks if block.part is LetterPart.OPENING for said in paragraphs_of(block)]
    published = printed_date(letter)
    joint = title.kind is ReportKind.JTAI
    inspectors, leads = ((), ()) if joint else inspectors_of(opening)
    status, priorities = priority_action(blocks)
    return Report(
        kind=title.kind,
        authority=title.authority,
        inspection_periods=visit_periods(" ".join(opening), published, whole_week=joint),
        published_printed=published,
        lead_inspectors=leads,
        inspectors=inspectors,
        topics=topics_of(title, opening),
        priority_action_status=status,
        priority_action=priorities,
        improve=items_of(blocks, LetterPart.IMPROVE),
        strengths=tuple(_strengths(blocks)),
        passages=tuple(_passages(blocks)),
        pages=pages,
        problems=tuple(_problems(title, " ".join(opening))),
    )


def _strengths(blocks: Sequence[LetterBlock]) -> Iterator[Passage]:
    for item in items_of(blocks, LetterPart.STRENGTHS):
        yield Passage("strengths", item.text, item.page or 1)


def _passages(blocks: Sequence[LetterBlock]) -> Iterator[Passage]:
    for block in blocks:
        if topic := _TOPICS.get(block.part):
            for said in paragraphs_of(block, topic):
                yield said
                yield from by_topic(said)


def _problems(title: LetterTitle, opening: str) -> Iterator[str]:
    if not title.authority:
        yield "it does not say whose services it is about"
    if other := other_kind(title, opening):
        kinds = (title.kind.value.replace("_", " "), other.value.replace("_", " "))
        yield "its title says {}, its first sentence {}".format(*kinds)
