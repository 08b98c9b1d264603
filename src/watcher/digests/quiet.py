"""The mails to readers that bring no story: all quiet, and corrections of what was told before. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from watcher.digests.background import Background
from watcher.digests.digest import PREHEADER_LIMIT, Checked, Letterhead, checked_lines, footer
from watcher.digests.links import safe_link
from watcher.digests.story_lines import headline
from watcher.digests.views import Digest, Link
from watcher.model.report import Change
from watcher.model.text import LONDON, NAME_LIMIT, clean, day
from watcher.subscribers.topics import why

PARAGRAPH_LIMIT = 2000
PARAGRAPHS = 10
# A check that is older than this is not what "all quiet" can rest on.
FRESH = timedelta(days=2)

_UNSURE = "So something may have been published that we have not seen. We tell you as soon as we have."


def quiet(
    checked: Checked,
    topics: Sequence[str],
    topic_names: Mapping[str, str],
    letterhead: Letterhead,
    *,
    since: datetime,
    ends_at: datetime,
) -> Digest:
    """The mail that nothing happened between two moments to the topics of a reader.

    It says "all quiet" only where everything was checked and nothing is broken; else it says what is not working.
    """
    broken, lines = _broken(checked, ends_at), checked_lines(checked)
    count = f"{checked.well} of {checked.followed} {checked.what}"
    subject = f"Nothing new found, but {broken}" if broken else f"All quiet: {count} checked, nothing new"
    nothing = _nothing(topics, topic_names, since, ends_at)
    return Digest(
        subject=subject,
        preheader=clean(nothing, PREHEADER_LIMIT),
        kicker=f"Weekly digest · {_day(ends_at)}",
        opening=subject,
        intro=(nothing, *lines, _UNSURE) if broken else (nothing,),
        items=(),
        checked=() if broken else lines,
        footer=footer(f"you asked to hear of quiet weeks and {why(topics, topic_names)}", letterhead),
    )


def _broken(checked: Checked, ends_at: datetime) -> str:
    """What keeps "all quiet" from being said, or nothing."""
    if checked.last is None or not checked.followed:
        return "nothing was checked"
    if ends_at - checked.last > FRESH:
        return f"nothing was checked since {_day(checked.last)}"
    if left := checked.followed - checked.well:
        return f"{left} of {checked.followed} {checked.what} could not be checked"
    return "not everything is working" if checked.troubles else ""


def _nothing(topics: Sequence[str], topic_names: Mapping[str, str], since: datetime, ends_at: datetime) -> str:
    followed = why(topics, topic_names).removeprefix("you follow ")
    return f"From {_day(since)} to {_day(ends_at)} we found nothing new about {followed}."


def correction(
    change: Change,
    text: str,
    letterhead: Letterhead,
    *,
    told_on: date,
    ends_at: datetime,
    background: Background,
) -> Digest:
    """The mail that takes back what was told of a change, in the operator's words, paragraphs apart by a blank line.

    Of `background` only the names of the authorities are looked at.
    """
    name = clean(change.provider_name, NAME_LIMIT)
    wrong = f"On {day(told_on)} we told you: “{headline([change], background)}”. That was wrong."
    return Digest(
        subject=f"Correction: what we told you about {name} on {day(told_on)} was wrong",
        preheader=clean(text, PREHEADER_LIMIT),
        kicker=f"Correction · {_day(ends_at)}",
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


def _day(when: datetime) -> str:
    return day(when.astimezone(LONDON).date())
