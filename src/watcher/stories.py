"""Changes that tell one story: councils served by one trust, reported on the same day. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watcher.model import Authority, Change


def stories(changes: Sequence[Change], authorities: Mapping[str, Authority]) -> tuple[tuple[Change, ...], ...]:
    """The changes grouped, in order of first appearance; most groups have one member.

    Two inspections belong together when one children's trust serves both councils and the reports came
    out on one day: two records, one story.
    """
    groups: dict[object, list[Change]] = {}
    for change in changes:
        groups.setdefault(_story_of(change, authorities), []).append(change)
    return tuple(tuple(group) for group in groups.values())


def _story_of(change: Change, authorities: Mapping[str, Authority]) -> object:
    authority = authorities.get(change.provider.urn)
    listed = change.after
    if authority is None or authority.trust is None or listed is None or listed.published is None:
        return change.id
    return authority.trust, listed.published, change.event.kind
