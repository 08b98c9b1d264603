"""Whether a letter asks for priority action: by its list or, without a list, by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from watcher.model.report import Improvement, PriorityAction
from watcher.model.sentences import sentences
from watcher.ofsted.reports.letter_lists import LetterBlock, LetterPart, introduction_of, items_of
from watcher.ofsted.reports.text import joined

_ACTIONS = r"(?:areas?\s+(?:for|of|requiring)\s+(?:urgent\s+)?priority\s+actions?|priority\s+actions?)"
_NONE = re.compile(
    rf"\b(?:no|not\s+any|without\s+any|nor\s+any)\s+(?:\w+\s+){{0,3}}?{_ACTIONS}|"
    rf"{_ACTIONS}\s+(?:were|was|are|is|have\s+been)\s+not\s+(?:identified|made|required|needed)|"
    rf"\bnot\s+(?:identif\w+|ma[kd]e|found?|set)\s+any\s+(?:\w+\s+)?{_ACTIONS}|^(?:none|nil)\b",
    re.IGNORECASE,
)
_REMAIN = re.compile(
    rf"{_ACTIONS}(?:(?!although|while|however|\bbut\b|weakness|concern|challenge)[^.;]){{0,160}}?\b(?:remains?|continues?\s+to\s+(?:apply|be|stand)|still\s+(?:stands?|apply|applies)|"
    r"(?:is|are)\s+still\s+(?:in\s+place|outstanding|relevant))(?:\s*[.;]|\s+(?:in\s+place|outstanding|open|relevant|"
    r"unchanged|the\s+same|as\s+(?:areas?|priorit\w+)|areas?\s+for\s+priority|to\s+be\s+(?:addressed|met|completed))|$)",
    re.IGNORECASE,
)
_NOTIFIED = re.compile(
    rf"\bnotif\w+\s+(?:the\s+)?(?:DfE|Department\s+for\s+Education)\b.{{0,40}}?{_ACTIONS}", re.DOTALL
)


def priority_action(blocks: Sequence[LetterBlock]) -> tuple[PriorityAction, tuple[Improvement, ...]]:
    """What the letter says about priority action, and its items.

    The heading alone means nothing: the text below may say that there are no such areas, or that earlier ones remain.
    """
    headed = [block for block in blocks if block.part is LetterPart.PRIORITY_ACTION]
    listed = tuple(item for item in items_of(blocks, LetterPart.PRIORITY_ACTION) if not _NONE.search(item.text))
    if listed:
        return PriorityAction.YES, listed
    if status := _stated(_sentences(headed)):
        return status, ()
    if prose := tuple(_prose(headed)):
        return PriorityAction.YES, prose
    status = _stated(_sentences(block for block in blocks if block.part in (LetterPart.OPENING, LetterPart.SUMMARY)))
    if status is not PriorityAction.REMAIN and _notified(blocks):
        return PriorityAction.YES, ()
    return status or _stated_anywhere(blocks), ()


def _stated(said: Sequence[str]) -> PriorityAction | None:
    """Whether earlier areas remain, or there are none; None if the letter does not say."""
    if any(_REMAIN.search(sentence) for sentence in said):
        return PriorityAction.REMAIN
    return PriorityAction.NO if any(_NONE.search(sentence) for sentence in said) else None


def _stated_anywhere(blocks: Iterable[LetterBlock]) -> PriorityAction:
    none = any(_NONE.search(sentence) for sentence in _sentences(blocks))
    return PriorityAction.NO if none else PriorityAction.NOT_STATED


def _sentences(blocks: Iterable[LetterBlock]) -> tuple[str, ...]:
    return tuple(sentence for block in blocks for sentence in sentences(joined(line.text for line in block.lines)))


def _prose(headed: Iterable[LetterBlock]) -> Iterator[Improvement]:
    """The paragraph below the heading, if there is no list."""
    for block in headed:
        if whole := introduction_of(block):
            yield Improvement(whole, page=block.lines[0].page)


def _notified(blocks: Iterable[LetterBlock]) -> bool:
    """A letter that asks for priority action ends with it: "We have notified the Department for Education ..."."""
    ends = (joined(line.text for line in block.lines) for block in blocks if block.part is LetterPart.NEXT_STEPS)
    return any(_NOTIFIED.search(end) for end in ends)
