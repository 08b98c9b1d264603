"""The mails to readers that bring no story: all quiet, and corrections of what was told before. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from watcher.digests.digest import PREHEADER_LIMIT, ListLetterhead, SourcesChecked, checked_lines, footer
from watcher.digests.views import Digest
from watcher.model.text import clean, day, london_day
from watcher.subscribers.topics import why

# A check that is older than this is not what "all quiet" can rest on.
FRESH = timedelta(days=2)

_UNSURE = "So something may have been published that we have not seen. We tell you as soon as we have."


def quiet(
    checked: SourcesChecked,
    topics: Sequence[str],
    topic_names: Mapping[str, str],
    letterhead: ListLetterhead,
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
        kicker=f"Weekly digest · {day(london_day(ends_at))}",
        opening=subject,
        intro=(nothing, *lines, _UNSURE) if broken else (nothing,),
        items=(),
        checked=() if broken else lines,
        footer=footer(f"you asked to hear of quiet weeks and {why(topics, topic_names)}", letterhead),
    )


def _broken(checked: SourcesChecked, ends_at: datetime) -> str:
    """What keeps "all quiet" from being said, or nothing."""
    if checked.last is None or not checked.followed:
        return "nothing was checked"
    if ends_at - checked.last > FRESH:
        return f"nothing was checked since {day(london_day(checked.last))}"
    if left := checked.followed - checked.well:
        return f"{left} of {checked.followed} {checked.what} could not be checked"
    return "not everything is working" if checked.troubles else ""


def _nothing(topics: Sequence[str], topic_names: Mapping[str, str], since: datetime, ends_at: datetime) -> str:
    followed = why(topics, topic_names).removeprefix("you follow ")
    return f"From {day(london_day(since))} to {day(london_day(ends_at))} we found nothing new about {followed}."
