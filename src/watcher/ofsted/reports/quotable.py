"""Strengths and concerns of a report or letter that may be quoted: whole sentences, word for word. Pure.

A sentence is never cut from its "however", nor from the sentence that it refers back to. Where the words do not make
plain whether something is praised or criticised, it is left out: a report that says nothing is better than one that is
made to say something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, zip_longest

from watcher.model.report import JudgementId, Passage, Report
from watcher.model.sentences import folded, sentences


class FindingKind(StrEnum):
    STRENGTH = "strength"
    CONCERN = "concern"


@dataclass(frozen=True, slots=True)
class QuotableFinding:
    """A span of one paragraph as printed. `topic` is a judgement id, or `summary` or `findings` where the document
    does not say which. `force` says how strong its words are, for choosing a few.
    """

    kind: FindingKind
    topic: str
    text: str
    page: int
    paragraph: int | None
    force: int = 0


#: the sections whose paragraphs are findings; a paragraph stands a second time below each topic of the law
_FINDINGS = frozenset({*(str(one) for one in JudgementId), "summary", "findings"})
#: a footnote that stands behind the paragraph, with whatever follows it
_FOOTNOTE = re.compile(r"\d{1,2} [A-Z‘“]")
#: a heading or a number that stuck to the sentence when the page was read
_HEADED = re.compile(r"\d{1,3}\.|(?:Summary|Key findings?|Findings|Conclusion) [A-Z]")
#: longer spans are for a brief, not for an email
_SHORT = 420
_SHORTEST = 45

# It takes back what was said before, wherever in the sentence it stands.
_TAKES_BACK = re.compile(
    r"^(?:but|yet|nevertheless|nonetheless|despite this|in contrast|conversely|for others|for some others|"
    r"by contrast|on occasion|on the other hand|that said|even so|still,)\b|\bhowever\b"
)
# It can't be understood without the sentence before.
_REFERS_BACK = re.compile(
    r"^.{0,60}\b(?:these|this|such)\b(?! (?:inspection|year|report|authority|council|area|time))|"
    r"^(?:those|they|their|it|its|he|she|as a result|consequently|therefore|thus|for example|for "
    r"instance|similarly|likewise|in addition|also|additionally|where this|when this|in these|in this|in such|both|"
    r"here|there,|in part|once (?:these|this)|others?|the (?:former|latter|best examples|same)|by doing (?:so|this)|"
    r"while this|although this|weaker|stronger)\b"
)

# What only looks like a fault.
_NO_FAULT = re.compile(
    r"\bwhat (?:is|was|are) not [^,.;]{0,30}|"
    r"\bno (?:unnecessary |undue )?(?:delays?|dip|drift|concerns?)\b|\bwithout (?:unnecessary |undue "
    r"|any )?(?:delay|drift)"
    r"|\b(?:avoid|avoids|avoided|avoiding|reduc\w+|prevent\w*|minimis\w+|tackl\w+|address\w*|challeng\w+|identif\w+|"
    r"overcom\w+|recognis\w+|escalat\w+)\b[^.;]{0,40}\b(?:delays?|drift|weakness\w*|concerns?|gaps?|poor"
    r"|inconsisten\w+|"
    r"neglect|barriers?)\b|\bdelays?\b[^.;]{0,60}\b(?:rare|unusual)\b|\bnot only\b|\bnot shy\b|\bwhether or not\b"
    r"|\bgood and (?:weaker|poorer)\b|\bdo(?:es)? not (?:have to )?wait\b|\bnot (?:left|drift)\b|\bwho (?:do"
    r"|are|have|has|can|could|did|were|was|"
    r"cannot) ?(?:not|been unable|unable)? ?[^,.;]{0,60}|\bnot (?:in|at risk|attending|registered)\b"
    r"|\b(?:unable|cannot) to? ?(?:live|remain|stay|return)\b[^,.;]{0,40}"
)
# A condition is not a finding: "When children are not seen, ..."
_CONDITION = re.compile(r"^(?:when|where|if|once|until|after|before|for (?:those|children|the few)) [^,]{3,140},")
_FAULT = re.compile(
    r"\bnot all\b|\bnot (?:\w+ ){0,2}?(?:always|consistent\w*|sufficient\w*|enough|effective\w*|yet|well|good"
    r"|robust|timely|clear"
    r"|routinely|regularly|fully|adequate\w*|rigorous\w*|strong|recorded|evident|reviewed|updated|completed"
    r"|understood"
    r"|received?|accurate|ambitious|explicit|visited|provided|helped|progressed|embedded|identified|given|seen"
    r"|met|made"
    r"|undertaken|shared|demonstrate\w*|reflect\w*|show\w*|ensure\w*|benefit\w*|take\w*|meet\w*|improv\w*"
    r"|help\w*|of)\b"
    r"|\b(?:insufficient\w*|inconsisten\w*|inadequate\w*|ineffective\w*|weak(?:er|ness|nesses)?|poor(?:ly)?|variab\w+"
    r"|too (?:long|many|often|few|slow|late|much|little|easily|brief|narrow\w*|reliant|optimistic|readily|variable)"
    r"|lack(?:s|ed|ing)?|delay(?:s|ed)|delay|drift\w*|fail(?:s|ed|ure|ures|ing)?|declin(?:ed|ing)|deteriorat\w+"
    r"|unsafe|unassessed|missed|overdue|limited|shortfalls?|gaps?|serious(?:ly)? (?:concern\w*|weak\w*)|struggl\w+"
    r"|hampered|hinder\w+|vague|superficial|out.of.date|outdated|unclear|unacceptabl\w*|unnecessar\w+|patchy"
    r"|needs? (?:to improve|strengthening|further)|less (?:well|effective\w*|timely|robust|consistent)|fragile"
    r"|over.?optimis\w*|rarely|never|unmet|unsuitable|impacted (?:\w+ )?on|turnover"
    r"|turbulen\w+|instability|disrupt\w+ to)\b"
)
_PRAISE = re.compile(
    r"\b(?:effective(?:ly)?|strong(?:ly|er)?|strengths?|good|excellent|impressive|robust(?:ly)?|thorough(?:ly)?"
    r"|timely"
    r"|positive(?:ly)?|benefit(?:s|ed)? from|comprehensive|skilled|skilful(?:ly)?|ambitious|aspirational"
    r"|tenacious(?:ly)?"
    r"|appropriate(?:ly)?|sensitive(?:ly)?|well[- ](?:\w+ed|understood|led|known|thought|written|chosen|managed)|well"
    r"|prompt(?:ly)?|careful(?:ly)?|thoughtful(?:ly)?|creative(?:ly)?|innovative|improved|improvements?|enthusiastic"
    r"|high[- ]quality|stable|stability|praise\w*|valued?|proud|exemplary|exceptional(?:ly)?|committed|commitment"
    r"|purposeful(?:ly)?|detailed|proportionate|clear(?:ly)?|swift(?:ly)?|warm(?:th)?|nurturing|meaningful|reflective"
    r"|integral|enriched|child[- ]cent(?:red|ered)|passionate|determined|trusting|successful(?:ly)?|confident"
    r"|quick(?:ly)?)\b"
)
_FORCE = re.compile(
    r"\b(?:strengths?|excellent|impressive|exceptional\w*|exemplary|highly|outstanding|significant(?:ly)?"
    r"|serious(?:ly)?"
    r"|widespread|unsafe|harm|inadequate\w*|declin\w+|too long|most|particular\w*|all children|robust|fail\w*)\b"
)
# Without a word of praise or blame, it says that something is still to be done.
_UNDONE = re.compile(r"\bbut\b|\bmore (?:to do|work)\b|\bfurther work\b|\bnot yet\b")
# Plans, duties and other people's words are not findings of the inspectors.
_UNSURE = re.compile(
    r"\b(?:should|must|aims? to|plans? to|planned to|intends? to|hopes? to|will be|it is expected|said that|told"
    r" inspectors that they will|previous inspection|last inspection|at the time of the previous|in the past"
    r"|assured themselves|cross.referenced|statutory guidance)\b"
)
# Left over beside praise, it may turn the praise around.
_TURNS = re.compile(
    r"\b(?:not|cannot|nor|neither|no|none|unable|less|fewer|only|could|might|would|sometimes|occasionally"
    r"|unless|until"
    r"|yet|mixed|varies|vary|varied|despite|although|though|while|whilst|needs? to|needed|necessary|but|still"
    r"|requires?|further|below|anecdotal|intended)\b|n't\b"
)
_MOVED = re.compile(r"\bsince the (?:last|previous)\b|\bcontinued\b|\bdeclin\w+|\bdeteriorat\w+|\bimprov\w+")


def findings(report: Report) -> tuple[QuotableFinding, ...]:
    """Everything that can be quoted as a strength or a concern, in printed order. Nothing of a held report."""
    return () if report.held else tuple(_found(report.passages))


def a_few(found: Sequence[QuotableFinding], kind: FindingKind, most: int = 3) -> tuple[QuotableFinding, ...]:
    """At most so many short ones of a kind, in printed order: the plainest, and first one of each judgement."""
    wanted = [one for one in found if one.kind is kind and len(one.text) <= _SHORT]
    ranked = sorted(wanted, key=lambda one: -one.force)
    firsts = [next(one for one in ranked if one.topic == topic) for topic in dict.fromkeys(one.topic for one in ranked)]
    chosen = sorted(firsts, key=lambda one: -one.force)[:most]
    chosen += [one for one in ranked if one not in chosen][: most - len(chosen)]
    return tuple(one for one in wanted if one in chosen)


def spans_about(text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """The parts of a paragraph that use one of these phrases, each with the sentences that must stand beside it.

    Phrases are in lower case, with hyphens as spaces; capitals match only capitals.
    """
    spans = (" ".join(span) for span in _spans(text, keep_first=True))
    wanted = tuple(phrases)
    there = (span for span in spans if span in text and not _HEADED.match(span))
    return tuple(span for span in there if any(_uses(span, phrase) for phrase in wanted))


def _uses(span: str, phrase: str) -> bool:
    plain = span.replace("-", " ")
    return phrase in (f" {plain.lower()}" if phrase.islower() else plain)


def _found(passages: Iterable[Passage]) -> Iterator[QuotableFinding]:
    # a paragraph of the leaders' section may stand a second time below care leavers, which is a topic of the law too
    first = {(one.page, one.paragraph, one.text): one for one in reversed([*passages]) if one.topic in _FINDINGS}
    own = [one for one in passages if first.get((one.page, one.paragraph, one.text)) is one]
    for passage, later in zip_longest(own, own[1:]):
        spans = [*_spans(passage.text)]
        if spans and later and later.topic == passage.topic and _begins_by_taking_back(later):
            spans.pop()  # its "however" stands in the next paragraph
        for span in spans:
            text = " ".join(span)
            kind = _kind(span)
            if kind and text in passage.text and len(text) >= _SHORTEST and not _HEADED.match(text):
                force = len(_FORCE.findall(folded(text)))
                yield QuotableFinding(kind, passage.topic, text, passage.page, passage.paragraph, force)


def _begins_by_taking_back(passage: Passage) -> bool:
    first = next(iter(sentences(passage.text)), "")
    return bool(_TAKES_BACK.search(folded(first)))


def _spans(text: str, *, keep_first: bool = False) -> Iterator[tuple[str, ...]]:
    """The sentences that must stand together."""
    groups: list[list[str]] = []
    for sentence in sentences(text):
        if _FOOTNOTE.match(sentence):
            break
        if groups and _leans(sentence):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    if groups and not keep_first and _leans(groups[0][0]):
        del groups[0]  # what it leans on stands in the paragraph before
    yield from map(tuple, groups)


def _leans(sentence: str) -> bool:
    low = folded(sentence)
    return bool(_TAKES_BACK.search(low) or _REFERS_BACK.match(low))


def _kind(span: Sequence[str]) -> FindingKind | None:
    """What the sentences say together; None where they, or we, are not sure."""
    tones = [_tone(sentence) for sentence in span]
    told = [tone for tone, _ in groupby(filter(None, tones))]
    if not told or "unsure" in told:
        return None
    if told == ["praise"]:
        return FindingKind.STRENGTH
    # praise that is taken back is a concern, and quoted with its praise; a fault that was mended is neither
    return FindingKind.CONCERN if told[-1] in ("fault", "both") and told.count("praise") <= 1 else None


def _tone(sentence: str) -> str:
    low = folded(sentence)
    if _UNSURE.search(low) and not _MOVED.search(low):
        return "unsure"
    said = _NO_FAULT.sub(" ", _CONDITION.sub(" ", low))
    praised, faulty = bool(_PRAISE.search(_FAULT.sub(" ", said))), bool(_FAULT.search(said))
    if praised and faulty:
        return "both"
    if praised and _TURNS.search(said):
        return "unsure"
    if not praised and not faulty and _UNDONE.search(said):
        return "unsure"
    return "praise" if praised else "fault" if faulty else ""
