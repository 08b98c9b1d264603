"""The grade words of the Ofsted site, as printed on provider pages and beside the links to reports."""

from __future__ import annotations

from watcher.model.errors import UnreadableError
from watcher.model.report import Grade
from watcher.ofsted.pages.html import collapsed

# None: the outcome of an interim inspection of a home, which says what changed and is not a grade.
_GRADES: dict[str, Grade | None] = {
    "outstanding": Grade.OUTSTANDING,
    "good": Grade.GOOD,
    "requires improvement": Grade.REQUIRES_IMPROVEMENT,
    "requires improvement to be good": Grade.REQUIRES_IMPROVEMENT,
    "inadequate": Grade.INADEQUATE,
    "adequate": Grade.ADEQUATE,
    "satisfactory": Grade.ADEQUATE,
    "not judged": Grade.NOT_JUDGED,
    "exceptional": Grade.EXCEPTIONAL,
    "strong standard": Grade.STRONG_STANDARD,
    "expected standard": Grade.EXPECTED_STANDARD,
    "needs attention": Grade.NEEDS_ATTENTION,
    "urgent improvement": Grade.URGENT_IMPROVEMENT,
    "met": Grade.MET,
    "not met": Grade.NOT_MET,
    "not met (with actions)": Grade.NOT_MET,
    "not met (with enforcement)": Grade.NOT_MET,
    "improved effectiveness": None,
    "sustained effectiveness": None,
    "declined in effectiveness": None,
}


def grade_of(words: str) -> Grade | None:
    """The grade that a word on the site means. Raises UnreadableError for an unknown word."""
    try:
        return _GRADES[collapsed(words).casefold()]
    except KeyError:
        raise UnreadableError(f"unknown grade: {collapsed(words)[:60]!r}") from None


def is_grade(words: str) -> bool:
    """Whether the words are one of the grades or outcomes on the site."""
    return collapsed(words).casefold() in _GRADES
