"""The weekly mail to readers who had no news. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from watcher.digests.frame import SourcesChecked, pages_checked, reason_of
from watcher.digests.views import Digest, DigestKind, ListLetterhead, OpenPosts, QuietWeek, ReasonKind
from watcher.model.text import day, london_day, periods
from watcher.subscribers.topics import OWN_POSTS

# Nobody can say that nothing happened by a check that is older than this.
FRESH = timedelta(days=2)


def quiet(
    checked: SourcesChecked,
    topics: Sequence[str],
    topic_names: Mapping[str, str],
    letterhead: ListLetterhead,
    *,
    since: datetime,
    ends_at: datetime,
) -> Digest:
    """The mail that says nothing happened to a reader's topics between two moments.

    It says "no news" only if everything was checked and nothing is broken. Otherwise it says what is not working.
    """
    broken = _broken(checked, ends_at)
    subject = f"Nothing new found, but {broken}" if broken else f"No news this week: we checked {_count(checked)}"
    reason = reason_of(topics, topic_names, ReasonKind.QUIET_WEEKS)
    period = periods([(london_day(since), london_day(ends_at))])
    return Digest(
        kind=DigestKind.WEEKLY,
        day=day(london_day(ends_at)),
        subject=subject,
        preheader="",
        opening=subject,
        reason=reason,
        letterhead=letterhead,
        checked=pages_checked(checked),
        quiet=QuietWeek(period, reason.names, reason.more, unsure=bool(broken)),
    )


def reminder(
    posts: OpenPosts, topic_names: Mapping[str, str], letterhead: ListLetterhead, *, ends_at: datetime
) -> Digest:
    """The mail that says the reader's own articles need work, if they have no other news."""
    age = f", the oldest for {posts.days} day{'' if posts.days == 1 else 's'}" if posts.days else ""
    verb = "needs" if posts.count == 1 else "need"
    subject = f"{posts.count} of your own articles {verb} work{age}"
    return Digest(
        kind=DigestKind.WEEKLY,
        day=day(london_day(ends_at)),
        subject=subject,
        preheader=subject,
        opening=subject,
        reason=reason_of((OWN_POSTS,), topic_names),
        letterhead=letterhead,
        open_posts=posts,
    )


def _broken(checked: SourcesChecked, ends_at: datetime) -> str:
    """What keeps us from saying "no news"; empty if nothing does."""
    if checked.last is None or not checked.followed:
        return "we have checked nothing"
    if ends_at - checked.last > FRESH:
        return f"we have checked nothing since {day(london_day(checked.last))}"
    if left := checked.followed - checked.well:
        return f"we could not check {left} of {checked.followed} {checked.what}"
    return "we could not read every page" if checked.troubles else ""


def _count(checked: SourcesChecked) -> str:
    return f"{checked.well} of {checked.followed} {checked.what}"
