"""The mail that takes back what readers were told."""

from __future__ import annotations

import re
from datetime import date, datetime

from watcher.digests.background import StoryContext
from watcher.digests.digest import PREHEADER_LIMIT, ListLetterhead, footer
from watcher.digests.links import safe_link
from watcher.digests.story_lines import headline
from watcher.digests.views import Digest, Link
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
    """The mail that takes back what was told of a change, in the operator's words, paragraphs apart by a blank line.

    Of `background` only the names of the authorities are looked at.
    """
    name = clean(change.provider_name, NAME_LIMIT)
    wrong = f"On {day(told_on)} we told you: “{headline([change], background)}”. That was wrong."
    return Digest(
        subject=f"Correction: what we told you about {name} on {day(told_on)} was wrong",
        preheader=clean(text, PREHEADER_LIMIT),
        kicker=f"Correction · {day(london_day(ends_at))}",
        opening=f"We were wrong about {name}",
        intro=(wrong, *_paragraphs(text), "We are sorry for the mistake."),
        intro_links=_links(change, name),
        items=(),
        checked=(),
        footer=footer(f"we told you about {name} on {day(told_on)}", letterhead),
    )


def _paragraphs(text: str) -> list[str]:
    said = [clean(paragraph, PARAGRAPH_LIMIT) for paragraph in re.split(r"\n\s*\n", text)]
    return [paragraph for paragraph in said if paragraph][:PARAGRAPHS]


def _links(change: Change, name: str) -> tuple[Link, ...]:
    page = safe_link(f"{name} on Ofsted's website", change.provider_url)
    return (page,) if page else ()
