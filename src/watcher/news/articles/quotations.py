"""What people say in an article, with speaker and role if the text gives them. Pure.

A quotation is something said: announced by words such as "said:", or a whole sentence in quotation marks, or a pull
quote. A word or phrase in quotation marks (a grade, a title, irony) counts only if a named person is said to have used
it. Each paragraph of a longer speech is one quotation; one that the speaker's name interrupts is one too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from watcher.model.news import Quotation
from watcher.news.articles.blocks import Block, BlockKind
from watcher.news.articles.speakers import (
    SPEAKING,
    Speaker,
    can_be,
    is_somebody_else,
    may_mean_another,
    signature,
    speaker_after,
    speaker_before,
    subject_of,
    turns_to_another,
)

_OPENING = {"“": "”", "„": "”", "‘": "’", '"': '"', "'": "'", "«": "»"}
_SENTENCE_END = (".", "!", "?", "…", ",")
_FEWEST_WORDS = 3
_FEWEST_OF_A_PHRASE = 5
_MOST = 60
# No real paragraph or article is longer; we read no quotations from longer ones.
_LONGEST_PARAGRAPH = 10_000
_LONGEST_TEXT = 300_000
# Ends of sentences; not the full stop of "Cllr. Marsh" or "St. Mary’s".
_STOP = re.compile(
    r"(?<!\bCllr)(?<!\bCoun)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bRev)(?<!\b[A-Z])[.!?]\s+(?=[A-Z“\"‘'])"
)
# Names that an article uses of a place or a body: "in Marlow Vale", "Marlow Vale Council".
_CAPITALS = r"[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3}"
_PLACE = re.compile(
    rf"\b(?:in|across|near|throughout|at)\s+({_CAPITALS})"
    rf"|\b({_CAPITALS}?)(?=(?:[’']s)?\s+(?:Council|City|Borough|County|District|[Cc]hildren’s [Ss]ervices)\b)"
)
_GRADE = re.compile(r"(?:requires improvement(?: to be good)?|inadequate|good|outstanding)\W*", re.IGNORECASE)
_SIGNED = re.compile(r"\s*[–—-]\s*([^–—“”\"]{4,120})$")


@dataclass(frozen=True, slots=True)
class _Span:
    """The text between two quotation marks of a paragraph; `start` and `end` include them."""

    text: str
    start: int
    end: int
    mark: str
    closed: bool


@dataclass(slots=True)
class _Memory:
    """Who spoke last, for "she added" and for the next paragraph of the same speech."""

    person: Speaker | None = None
    #: the quotation mark of a speech that the last paragraph did not close
    open_mark: str = ""
    speaking: Speaker | None = None
    #: the speaker that the last paragraph announced with a colon
    announced: Speaker | None = None
    #: names in the article that are places, and never "he"
    places: frozenset[str] = frozenset()
    #: how many quotations at the end are of a speech that goes on without a speaker so far
    waiting: int = 0


def quotations_in(blocks: Sequence[Block]) -> tuple[Quotation, ...]:
    """The quotations of an article in order, each once."""
    found: list[Quotation] = []
    if sum(len(block.text) for block in blocks) > _LONGEST_TEXT:
        return ()
    memory = _Memory(places=frozenset(name for block in blocks for name in _places(block.text)))
    for block in blocks:
        if found and found[-1].speaker is None and (signed := signature(block.text)):
            found[-1] = _quotation(found[-1].text, signed)
        elif block.kind is not BlockKind.HEADING and len(block.text) <= _LONGEST_PARAGRAPH:
            goes_on = bool(memory.open_mark) and block.text.startswith(memory.open_mark)
            new = _pulled(block, memory) if block.kind is BlockKind.QUOTE else _spoken(block.text, memory)
            _name_the_beginning(found, new, goes_on, memory)
            found += new
    return tuple(_once(found))[:_MOST]


def _once(found: Sequence[Quotation]) -> Iterator[Quotation]:
    """A pulled quotation repeats what the text has with its speaker."""
    for at, quotation in enumerate(found):
        others = (*found[:at], *(other for other in found[at + 1 :] if other.text != quotation.text))
        repeats = any(quotation.text in other.text and (other.speaker or not quotation.speaker) for other in others)
        if not repeats or quotation.speaker:
            yield quotation


def _places(text: str) -> Iterator[str]:
    return (match[1] or match[2] for match in _PLACE.finditer(text))


def _name_the_beginning(found: list[Quotation], new: Sequence[Quotation], goes_on: bool, memory: _Memory) -> None:
    """Give the earlier paragraphs of a speech the speaker whom its last one names."""
    waiting = memory.waiting if goes_on else 0
    if waiting and new and new[0].speaker:
        found[-waiting:] = [replace(one, speaker=new[0].speaker, role=new[0].role) for one in found[-waiting:]]
    nobody_yet = bool(memory.open_mark) and memory.speaking is None and bool(new)
    memory.waiting = waiting + 1 if nobody_yet else 0


def _pulled(block: Block, memory: _Memory) -> list[Quotation]:
    spans = list(_spans(block.text, ""))
    outside = len(block.text) - sum(span.end - span.start for span in spans)
    if spans and outside > 3 and any(SPEAKING.search(part) for part in _between(block.text, spans)):
        return _spoken(block.text, memory)
    text, speaker = block.text, memory.announced
    if signed := _SIGNED.search(text):
        text, speaker = text[: signed.start()], _person(speaker_before(f"{signed[1]}:"), memory) or speaker
    memory.announced = None
    words = _unmarked(text)
    return [_quotation(words, speaker)] if len(words.split()) >= _FEWEST_WORDS else []


def _spoken(text: str, memory: _Memory) -> list[Quotation]:
    """The quotations of one paragraph."""
    goes_on = bool(memory.open_mark) and text.startswith(memory.open_mark)
    spans = list(_spans(text, memory.open_mark if goes_on else ""))
    said: list[tuple[_Span, Speaker | None]] = []
    for at, span in enumerate(spans):
        before, after = _around(text, spans, at)
        if goes_on and at == 0:
            speaker = _person(speaker_after(after), memory) or memory.speaking
            said.append((span, speaker))
            continue
        speaker = _attributed(before, after, said, memory)
        if at == 0 and not before.strip() and memory.announced:
            speaker = speaker or memory.announced
        if _is_utterance(span, before, after, speaker):
            said.append((span, speaker))
        _remember(before, memory)
    _close(text, spans, said, memory)
    return _joined(text, said)


def _around(text: str, spans: Sequence[_Span], at: int) -> tuple[str, str]:
    """The words of the same sentence before and after a span, up to its neighbours."""
    start = spans[at - 1].end if at else 0
    end = spans[at + 1].start if at + 1 < len(spans) else len(text)
    return text[start : spans[at].start], text[spans[at].end : end]


def _attributed(
    before: str, after: str, said: Sequence[tuple[_Span, Speaker | None]], memory: _Memory
) -> Speaker | None:
    """Who spoke: the words before in the same sentence, the words after, or who was speaking just before."""
    for sentence in _sentences(before)[:-1]:
        _remember(sentence, memory)
    leading = _sentences(before)[-1]
    ends_sentence = leading.rstrip().endswith((".", "!", "?"))
    if leading.strip() and not ends_sentence and (found := _person(speaker_before(leading), memory)):
        return found
    if ends_sentence:
        _remember(leading, memory)
    if found := _person(speaker_after(_sentences(after)[0]), memory):
        return found
    goes_on = SPEAKING.search(leading) and not ends_sentence and not turns_to_another(leading)
    return said[-1][1] if said and goes_on else None


def _person(found: Speaker | str | None, memory: _Memory) -> Speaker | None:
    """The speaker; a pronoun means the last person who spoke or acted, if it can."""
    if isinstance(found, str):
        return memory.person if memory.person and can_be(found, memory.person) else None
    if found:
        memory.person = found if found.name not in memory.places else None
    return found


def _remember(words: str, memory: _Memory) -> None:
    for sentence in _sentences(words):
        found = subject_of(sentence)
        nobody = found.name in memory.places if found else is_somebody_else(sentence)
        memory.person = None if nobody or may_mean_another(sentence) else found or memory.person


def _is_utterance(span: _Span, before: str, after: str, speaker: Speaker | None) -> bool:
    words = span.text.split()
    if _GRADE.fullmatch(span.text):
        return False
    leading = _sentences(before)[-1].rstrip()
    announced = leading.endswith(":") or (bool(SPEAKING.search(leading[-24:])) and leading.endswith(","))
    whole = span.text.endswith(_SENTENCE_END) and _begins(span.text)
    if whole or announced:
        told = announced or SPEAKING.search(_sentences(after)[0]) is not None
        attributed = speaker is not None or told or not span.text.endswith(",")
        return attributed and (len(words) >= _FEWEST_WORDS or (speaker is not None and whole))
    return speaker is not None and len(words) >= _FEWEST_OF_A_PHRASE


def _begins(text: str) -> bool:
    start = text.lstrip("‘’“”'\"…. (")[:1]
    return start.isupper() or start.isdigit() or start in "£["


def _close(text: str, spans: Sequence[_Span], said: Sequence[tuple[_Span, Speaker | None]], memory: _Memory) -> None:
    """Keep what the next paragraph needs to know."""
    last = spans[-1] if spans else None
    memory.open_mark = last.mark if last and not last.closed else ""
    memory.speaking = said[-1][1] if said else None
    tail = text[last.end :] if last else text
    ending = _sentences(tail)[-1] if tail.strip() else ""
    _remember(" ".join(_sentences(tail)[:-1]), memory)
    memory.announced = _person(speaker_before(ending), memory) if ending.rstrip().endswith(":") else None
    _remember(ending, memory)


def _joined(text: str, said: Sequence[tuple[_Span, Speaker | None]]) -> list[Quotation]:
    """One quotation for the parts of a speech that only its attribution interrupts."""
    found: list[Quotation] = []
    last: _Span | None = None
    for span, speaker in said:
        between = text[last.end : span.start] if last else ""
        if last and found and _interrupts(last, between) and (speaker is None or speaker.name == found[-1].speaker):
            found[-1] = replace(found[-1], text=_together(found[-1].text, span.text))
        else:
            found.append(_quotation(span.text, speaker))
        last = span
    trimmed = (replace(each, text=each.text.rstrip(" ,")) for each in found)
    return [each for each in trimmed if each.text]


def _together(one: str, other: str) -> str:
    """Two parts of a speech; the comma before "she said" was the end of a sentence if a new one follows."""
    return f"{one[:-1]}. {other}" if one.endswith(",") and _begins(other) else f"{one} {other}"


def _interrupts(last: _Span, between: str) -> bool:
    """Whether words between two quotations only say who speaks. After a full stop they may be a whole sentence."""
    if len(between) >= 200 or SPEAKING.search(between) is None or len(_sentences(between.strip())) > 1:
        return False
    return (
        not last.text.endswith((".", "!", "?")) or between.strip()[:1].islower() or speaker_after(between) is not None
    )


def _quotation(text: str, speaker: Speaker | None) -> Quotation:
    return Quotation(text, speaker.name, speaker.role) if speaker else Quotation(text)


def _sentences(words: str) -> list[str]:
    return _STOP.split(words) if words else [""]


def _between(text: str, spans: Sequence[_Span]) -> Iterator[str]:
    at = 0
    for span in spans:
        yield text[at : span.start]
        at = span.end
    yield text[at:]


def _unmarked(text: str) -> str:
    text = text.strip()
    if text[:1] in _OPENING:
        text = text[1:]
        text = text[:-1] if text[-1:] in _OPENING.values() else text
    return text.strip()


# --- marks ----------------------------------------------------------------------------------------


def _spans(text: str, going_on: str) -> Iterator[_Span]:
    """The text between quotation marks. Inside one kind of marks, other kinds are text."""
    at, unclosed = 0, set[str]()
    while at < len(text):
        mark = text[at]
        if mark in _OPENING and mark not in unclosed and _opens(text, at):
            end = _closing(text, at)
            if end is not None or _may_stay_open(text, mark, at, going_on):
                stop = len(text) if end is None else end
                yield _Span(text[at + 1 : stop].strip(), at, stop + (end is not None), mark, end is not None)
                at = stop
            else:
                unclosed.add(mark)  # nothing later closes either
        at += 1


def _may_stay_open(text: str, mark: str, at: int, going_on: str) -> bool:
    """Whether a speech goes on in the next paragraph; what may be an apostrophe must have been announced."""
    if mark in '“"„«':
        return True
    return mark == going_on or text[:at].rstrip().endswith(":")


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if text[at] in "“‘„«":
        return bool(after.strip())
    starts = (not before or before.isspace() or before in "([–—-:“‘") and bool(after) and not after.isspace()
    return starts and (text[at] == '"' or after.isupper() or after.islower())


def _closing(text: str, at: int) -> int | None:
    """Where the opened mark is closed in this paragraph, if it is."""
    mark, close = text[at], _OPENING[text[at]]
    place = _next_close(text, at + 1, close)
    while place is not None and close in "’'":
        later = _next_close(text, place + 1, close)
        if later is None or not _is_possessive(text, place, later, mark):
            break
        place = later
    return place


def _next_close(text: str, start: int, close: str) -> int | None:
    at = text.find(close, start)
    while at >= 0 and not _closes(text, at, close):
        at = text.find(close, at + 1)
    return at if at >= 0 else None


def _closes(text: str, at: int, close: str) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    if close == "”" or close == "»":
        return True
    return not before.isspace() and not after.isalnum()


def _is_possessive(text: str, at: int, later: int, mark: str) -> bool:
    """Whether it is the apostrophe of "boys’ school" rather than a closing mark."""
    if text[at - 1] != "s" or not re.match(r" [a-z]", text[at + 1 : at + 3]):
        return False
    return mark == "'" or mark not in text[at + 1 : later]
