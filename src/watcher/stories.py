"""Changes that tell one story: two councils of one trust, a report and what is published about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watcher.follow_ups import is_follow_up, stories_of
from watcher.model import Authority, Change


def stories(changes: Sequence[Change], authorities: Mapping[str, Authority]) -> tuple[tuple[Change, ...], ...]:
    """The changes grouped, documents of Ofsted's before coverage; most groups have one member.

    Two inspections belong together when one children's trust serves both councils and the reports came
    out on one day: two records, one story. Coverage belongs to the report it is about, and with other
    coverage of that report where the report itself is not among the changes.
    """
    groups: dict[object, list[Change]] = {}
    group_of: dict[str, object] = {}
    for change in sorted(changes, key=is_follow_up):
        named = stories_of(change)
        joined = next((group_of[name] for name in named if name in group_of), None) if is_follow_up(change) else None
        key = joined or _key(change, authorities)
        for name in named:
            group_of.setdefault(name, key)
        groups.setdefault(key, []).append(change)
    return tuple(tuple(group) for group in groups.values())


def _key(change: Change, authorities: Mapping[str, Authority]) -> object:
    authority = None if is_follow_up(change) else authorities.get(change.provider.urn)
    listed = change.after
    if authority is None or authority.trust is None or listed is None or listed.published is None:
        return change.id
    return authority.trust, listed.published, change.event.kind
