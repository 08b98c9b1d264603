"""The labels of documents on provider pages, and the kind of event for each.

The label decides, never the document or the press. Only an inspection may have a grade, and Ofsted's letters about
focused and monitoring visits are easily mistaken for one.
"""

from __future__ import annotations

import re

from watcher.model.change import Event
from watcher.model.event_kind import EventKind
from watcher.ofsted.pages.dates import without_date
from watcher.ofsted.pages.grade_words import is_grade
from watcher.ofsted.pages.html import collapsed

_GRADED = Event(EventKind.INSPECTION, graded=True)
_UNGRADED = Event(EventKind.INSPECTION, graded=False)
_FOCUSED = Event(EventKind.FOCUSED_VISIT, graded=False)
_MONITORING = Event(EventKind.MONITORING_VISIT, graded=False)
_JOINT = Event(EventKind.JTAI, graded=False)
_SEND = Event(EventKind.SEND, graded=False)

# A label that is not here is an OTHER document: sent as such, and never taken for a grade.
# first contact: provider-labels
_EVENTS: dict[str, Event] = {
    # local authority children's services
    "children's services inspection": _GRADED,
    "inspection of local authority children's services": _GRADED,
    "inspection of children's social care services": _GRADED,
    "single inspection of la children's services": _GRADED,
    "single inspection of local authority children's services": _GRADED,
    "children's services re-inspection": _GRADED,
    "re-inspection of local authority children's services": _GRADED,
    "inspection of safeguarding and looked after children services": _GRADED,
    "children's services focused visit": _FOCUSED,
    "focused visit": _FOCUSED,
    "children's services monitoring visit": _MONITORING,
    "monitoring visit": _MONITORING,
    "monitoring visit of children's services": _MONITORING,
    "ilacs inspection": _GRADED,
    "ilacs short inspection": _GRADED,
    "ilacs standard inspection": _GRADED,
    "children's services short inspection": _GRADED,
    "children's services standard inspection": _GRADED,
    "short inspection of children's services": _GRADED,
    "standard inspection of children's services": _GRADED,
    "inspection of children's services": _GRADED,
    "focused visit of children's services": _FOCUSED,
    "focused visit to children's services": _FOCUSED,
    "ilacs focused visit": _FOCUSED,
    "monitoring visit to children's services": _MONITORING,
    "ilacs monitoring visit": _MONITORING,
    "joint area child protection inspection": _JOINT,
    "joint targeted area inspection": _JOINT,
    "joint inspection of child protection arrangements": _JOINT,
    "area send full inspection": _SEND,
    "area send inspection": _SEND,
    "area send monitoring inspection": _SEND,
    "area send monitoring visit": _SEND,
    "area send thematic visit": _SEND,
    "local area send inspection": _SEND,
    "local area send revisit": _SEND,
    "area send revisit": _SEND,
    "send revisit": _SEND,
    "send inspection": _SEND,
    "area send monitoring": _SEND,
    "joint area send inspection": _SEND,
    "joint area send revisit": _SEND,
    "joint local area send inspection": _SEND,
    "joint local area send revisit": _SEND,
    # schools, colleges, nurseries, homes
    "school inspection": _GRADED,
    "full inspection": _GRADED,
    "inspection": _GRADED,
    "graded inspection": _GRADED,
    "standard inspection": _GRADED,
    "re-inspection": _GRADED,
    "short inspection": _UNGRADED,
    "ungraded inspection": _UNGRADED,
    "interim inspection": _UNGRADED,
    "emergency inspection": _UNGRADED,
    "urgent inspection": _UNGRADED,
    "additional inspection": _UNGRADED,
    "progress monitoring inspection": _UNGRADED,
    "monitoring inspection": _MONITORING,
    "assurance visit": Event(EventKind.OTHER, graded=False),
}
_OTHER = Event(EventKind.OTHER, graded=False)

_PLAIN = str.maketrans("\u2018\u2019\u02bc\u2010\u2011\u2013", "'''---")
_HIDDEN = re.compile(r"\bpdf ?- ?\d{1,2} [^\W\d]+ \d{4}\b", re.IGNORECASE)
_FILE_TYPE = re.compile(r"(,| as)? pdf$", re.IGNORECASE)


def event_of(title: str) -> Event:
    """The kind of event for a document's label; an unknown label gives OTHER, not graded."""
    label = label_of(title).casefold().translate(_PLAIN)
    return _EVENTS.get(label) or _EVENTS.get(_usual(label), _OTHER)


def _usual(label: str) -> str:
    """A label in the spelling of the table: "Focussed visit of local authority children's social care services"."""
    usual = re.sub(r"\bfocussed\b", "focused", label)
    usual = re.sub(r"\b(?:local authority|la) (?=children'?s)", "", usual)
    return re.sub(r"\bchildren'?s (?:social care )?services\b", "children's services", usual)


def overfull(title: str) -> bool:
    """Whether a label contains something that a page keeps apart from it: a date, a grade, or hidden text."""
    before, _, after = label_of(title).rpartition(":")
    graded = event_of(before) != _OTHER and is_grade(after)
    return graded or event_of(without_date(title)) != event_of(title) or is_hidden_text(title)


def is_hidden_text(words: str) -> bool:
    """Whether the words contain what only the hidden text of a link has: "PDF - 2 July 2024"."""
    return _HIDDEN.search(collapsed(words)) is not None


def label_of(title: str) -> str:
    """The label without the file type after it: "Focused visit,  pdf" and "Focused visit as pdf" are the same."""
    return _FILE_TYPE.sub("", collapsed(title)).rstrip(" :,-")
