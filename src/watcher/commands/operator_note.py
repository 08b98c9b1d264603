"""Plans the mail to the operator: once a day, or at once if it is urgent."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from watcher.commands.digest import Planned
from watcher.commands.digest_run import UNWRITABLE
from watcher.commands.weekly_note import TOLD_WEEK, boundary_of, due_week
from watcher.differ.habits import (
    LESS,
    QUIET,
    QUIET_AT_LEAST,
    UNREAD,
    UNREAD_FOR,
    finds_less,
    is_habit,
    silent,
    unread,
)
from watcher.digests.due import due_boundary
from watcher.digests.operator_note import operator_note
from watcher.digests.operator_when import SAME_TROUBLE, OperatorNews, to_say
from watcher.digests.weekly_note import WeekOfRuns
from watcher.mail.message import message_id, note_message
from watcher.mail.render import Rendered, render_note
from watcher.mail.sender import sender_of
from watcher.model.source import SourceStatus
from watcher.model.subscription import Frequency
from watcher.model.text import london_day
from watcher.ofsted.rules import is_council
from watcher.settings import Settings
from watcher.store import Store

#: how far back a label is worth a look
NOTES_FOR = timedelta(days=30)

log = logging.getLogger(__name__)


def plan_note(store: Store, settings: Settings, now: datetime) -> Planned:
    """Plan a mail to the operator if there is news for them. It is not counted in `Planned`.

    Safe to repeat: the store remembers what the mail said.
    """
    if not settings.mail.operator:
        return Planned()
    sources = store.pages.statuses()
    _notice_habits(store, now)
    known = OperatorNews(
        tuple(store.faults.to_tell()),
        tuple(store.held.waiting()),
        tuple(store.outbox.failures_to_tell()),
        tuple(store.changes.with_notes(now - NOTES_FOR)),
    )
    day_began = due_boundary(Frequency.DAILY, settings.digest, now)
    news = to_say(known, store.faults.told_since(now - SAME_TROUBLE), _pages(sources), day_began, now)
    week = due_week(store, settings, now)
    if not news and week is None:
        return Planned()
    names = {source.id: source.name for source in sources}
    try:
        _plan(store, settings, news, week, names, len(known.held), now)
    except UNWRITABLE:
        log.exception("Can't write the email to the operator")
        return Planned(unwritten=1)
    log.info("operator: email planned")
    return Planned()


def _pages(sources: Sequence[SourceStatus]) -> int:
    return sum(source.followed and is_council(source.id) for source in sources)


def _plan(
    store: Store,
    settings: Settings,
    news: OperatorNews,
    week: WeekOfRuns | None,
    names: Mapping[str, str],
    waiting: int,
    now: datetime,
) -> None:
    sender, operator = sender_of(settings), settings.mail.operator
    held_ids = [*(id_ for held in news.held for id_ in held.ids), *(change.id for change in news.labels)]
    told = [*(one.source_id for one in news.faults), *held_ids, *(one.id for one in news.undelivered)]
    id_ = message_id(sender, "operator", now.isoformat(), *told)
    rendered = _rendered(news, week, names, waiting, now)
    content = note_message(rendered, operator, sender, id_, now)
    failed = [one.id for one in news.undelivered]
    noted = {TOLD_WEEK: boundary_of(settings, now).isoformat()} if week else {}
    store.outbox.plan_note(
        id_, operator, rendered.subject, content, news.faults, held_ids, now, told_failures=failed, facts=noted
    )


def _rendered(
    news: OperatorNews, week: WeekOfRuns | None, names: Mapping[str, str], waiting: int, now: datetime
) -> Rendered:
    held = [replace(one.change, problems=one.problems) for one in news.held]
    about = (news.faults, held, names, now, news.undelivered, news.labels)
    return render_note(operator_note(*about, waiting=waiting, week=week))


# --- habits ---------------------------------------------------------------------------------------


def _notice_habits(store: Store, now: datetime) -> None:
    """Open a fault for each source that behaves unusually, and clear it when the source is back to normal."""
    odd = _odd(store, now)
    open_ones = {fault.source_id: fault for fault in store.faults.recorded(open_only=True) if is_habit(fault.source_id)}
    for name in odd.keys() - open_ones.keys():
        store.faults.report(name, odd[name], now)
    for name in open_ones.keys() - odd.keys():
        store.faults.clear(name, now)


def _odd(store: Store, now: datetime) -> dict[str, str]:
    """Why each unusual source is unusual, by fault id."""
    today = london_day(now)
    less = {f"{LESS}{id_}": finds_less(counts) for id_, counts in store.visit_counts.by_source().items()}
    days = store.visit_counts.publishing_days(today - QUIET_AT_LEAST)
    quiet = {f"{QUIET}{id_}": silent(published, today) for id_, published in days.items()}
    stuck = {f"{UNREAD}{id_}": unread(london_day(at)) for id_, at in store.pages.unread_since(now - UNREAD_FOR).items()}
    return {name: why for name, why in {**less, **quiet, **stuck}.items() if why}
