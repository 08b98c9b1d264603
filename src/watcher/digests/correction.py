"""The mail that corrects a wrong alert."""

from __future__ import annotations

import re
from datetime import date, datetime

from watcher.digests.background import StoryContext
from watcher.digests.digest import PREHEADER_LIMIT
from watcher.digests.links import safe_link
from watcher.digests.story import StoryToTell, headline
from watcher.digests.views import CorrectionNote, Digest, DigestKind, ListLetterhead, Reason, ReasonKind
from watcher.model.change import Change
from watcher.model.correction import PARAGRAPH_LIMIT, PARAGRAPHS
from watcher.model.text import NAME_LIMIT, clean, day, london_day


def correction(
    change: Change,
    text: str,
    letterhead: ListLetterhead,
    *,
    told_on: date,
    ends_at: datetime,
    background: StoryContext,
) -> Digest:
    """The mail that corrects an alert, in the operator's words. A blank line separates paragraphs.

    Only the authorities' names in `background` are used.
    """
    name = clean(change.provider_name, NAME_LIMIT)
    told = day(told_on)
    return Digest(
        kind=DigestKind.CORRECTION,
        day=day(london_day(ends_at)),
        subject=f"Correction: what we told you about {name} on {told} was wrong",
        preheader=clean(text, PREHEADER_LIMIT),
        opening=f"We were wrong about {name}",
        reason=Reason(ReasonKind.CORRECTION, (name,), told_on=told),
        letterhead=letterhead,
        correction=CorrectionNote(
            told_on=told,
            headline=headline(StoryToTell.of([change]), background),
            paragraphs=_paragraphs(text),
            link=safe_link(f"{name} on Ofsted's website", change.provider_url),
        ),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    said = [clean(paragraph, PARAGRAPH_LIMIT) for paragraph in re.split(r"\n\s*\n", text)]
    return tuple(paragraph for paragraph in said if paragraph)[:PARAGRAPHS]
