"""Compares records: what is new, what changed, what has gone. Pure; page text never gets here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.model.change import ChangeKind
from watcher.model.source import Observation

# A page that loses an entry for an hour has not withdrawn it: two complete checks, this far apart, must agree.
WITHDRAWN_AFTER = timedelta(hours=24)
# Many entries that vanish at once mean a broken page. After this long we stop expecting them, and send nothing.
MISSED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Difference:
    """One key whose record has changed; `before` is None for a new one, `after` for a removed one."""

    kind: ChangeKind
    key: str
    before: Observation | None
    after: Observation | None


def diff(
    before: Mapping[str, Observation], after: Mapping[str, Observation], facts: Collection[str]
) -> tuple[Difference, ...]:
    """What is new or changed, in the order of `after`. `absences` judges vanished keys, over time.

    `facts` names the facts whose change is news; the others are our own reading of a label.
    """
    found = []
    for key, now in after.items():
        was = before.get(key)
        if was is None:
            found.append(Difference(ChangeKind.NEW, key, None, now))
        elif moved(was, now, facts):
            found.append(Difference(ChangeKind.CHANGED, key, was, now))
    return tuple(found)


def moved(was: Observation, now: Observation, facts: Collection[str]) -> bool:
    """Whether a fact changed from one value to another. If it only appears or vanishes, the page changed, not the
    news.
    """
    dates = was.published is not None and now.published is not None and was.published != now.published
    both = was.facts.keys() & now.facts.keys() & set(facts)
    return dates or any(was.facts[name] != now.facts[name] for name in both)


def absences(
    listed: Mapping[str, Observation],
    after: Mapping[str, Observation],
    missing: Mapping[str, datetime],
    now: datetime,
) -> tuple[dict[str, datetime], tuple[Difference, ...]]:
    """What is missing and since when; and what has been gone long enough to count as removed.

    `listed` is everything known and not withdrawn, `missing` what earlier checks did not find.
    """
    gone = {key: missing.get(key, now) for key in listed if key not in after}
    removed = [key for key, since in gone.items() if now - since >= WITHDRAWN_AFTER]
    return (
        {key: since for key, since in gone.items() if key not in removed},
        tuple(Difference(ChangeKind.REMOVED, key, listed[key], None) for key in removed),
    )
