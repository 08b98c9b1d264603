"""Changes that tell one story: two councils of one trust, a report and what is published about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watcher.digests.follow_ups import is_follow_up, stories_of
from watcher.model.change import Change
from watcher.model.source import COUNCIL_TYPE, Authority


def stories(changes: Sequence[Change], authorities: Mapping[str, Authority]) -> tuple[tuple[Change, ...], ...]:
    """The changes grouped, documents of Ofsted's before coverage; most groups have one member.

    Two inspections belong together when one children's trust serves both councils and the reports came
    out on one day: two records, one story. Coverage belongs to the report it is about, and with other
    coverage of that report where the report itself is not among the changes.
    """
    groups: dict[object, list[Change]] = {}
    group_of: dict[str, object] = {}
    for change in sorted(changes, key=is_follow_up):
        names = [_shared(name, authorities) for name in stories_of(change)]
        joined = next((group_of[name] for name in names if name in group_of), None) if is_follow_up(change) else None
        key = joined or _key(change, authorities)
        # an article about two reports stands with the first: it must not draw unrelated councils into one story
        for name in names[:1]:
            group_of.setdefault(name, key)
        groups.setdefault(key, []).append(change)
    return tuple(tuple(group) for group in groups.values())


def _key(change: Change, authorities: Mapping[str, Authority]) -> object:
    # URNs of other types of provider clash with those of councils
    council = change.provider.type == COUNCIL_TYPE and not is_follow_up(change)
    authority = authorities.get(change.provider.urn) if council else None
    listed = change.after
    if authority is None or authority.trust is None or listed is None or listed.published is None:
        return change.id
    return authority.trust, listed.published, change.event.kind


def _shared(story: str, authorities: Mapping[str, Authority]) -> str:
    """The name of a story under the trust that serves its council, where there is one."""
    urn, _, published = story.partition("@")
    authority = authorities.get(urn)
    return f"{authority.trust}@{published}" if authority and authority.trust else story
