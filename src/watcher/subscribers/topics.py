"""Who is told of a change, and why: topics are ids, and matching is membership. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from watcher.model.interest import Interest
from watcher.model.report import Authority, EventKind, Provider
from watcher.model.text import NAME_LIMIT, clean, joined

# The Office for National Statistics' codes; Ofsted's own search filters by them.
REGIONS: dict[str, str] = {
    "E12000001": "the North East",
    "E12000002": "the North West",
    "E12000003": "Yorkshire and the Humber",
    "E12000004": "the East Midlands",
    "E12000005": "the West Midlands",
    "E12000006": "the East of England",
    "E12000007": "London",
    "E12000008": "the South East",
    "E12000009": "the South West",
}

# Of so many topics each is named to the reader who follows them.
NAMED = 12

# The topic of articles of the firm's own that are out of date; no other topic brings them.
OWN_POSTS = "own-posts"

# Which kind of news a reader must have chosen to hear of an event; None where the topic alone says it.
INTERESTS: dict[EventKind, Interest | None] = {
    EventKind.INSPECTION: Interest.INSPECTIONS,
    EventKind.FOCUSED_VISIT: Interest.VISITS,
    EventKind.MONITORING_VISIT: Interest.VISITS,
    EventKind.JTAI: Interest.VISITS,
    EventKind.SEND: Interest.SEND,
    EventKind.OTHER: Interest.INSPECTIONS,
    EventKind.COVERAGE: Interest.COVERAGE,
    EventKind.OWN_POST: None,
}


def topics_of(provider: Provider, authority: Authority | None) -> tuple[str, ...]:
    """The topics that a change at this provider belongs to, most particular first.

    `authority` is None for anything but a council. Whoever followed an abolished council goes on
    to hear of those that took over from it.
    """
    own = (f"provider:{provider.key}",)
    if authority is None:
        return (*own, "all")
    councils = tuple(f"authority:{urn}" for urn in (authority.urn, *authority.predecessors))
    region = (f"region:{authority.region_code}",) if authority.region_code else ()
    return (*own, *councils, *region, "all")


def topic_title(topic: str, names: Mapping[str, str]) -> str:
    """What a reader calls a topic. `names` gives councils and providers by topic id."""
    kind, _, code = topic.partition(":")
    match kind:
        case "all":
            return "every authority"
        case "own-posts":
            return "your own articles"
        case "region":
            return REGIONS[code]
        case _:
            return clean(names[topic], NAME_LIMIT) if topic in names else code


def why(topics: Iterable[str], names: Mapping[str, str]) -> str:
    """`you follow Marlow Vale and the East Midlands`, each topic once; of very many the first, and how many more."""
    titles = [topic_title(topic, names) for topic in dict.fromkeys(topics)]
    more = len(titles) - NAMED
    return f"you follow {joined([*titles[:NAMED], f'{more} more'] if more > 1 else titles)}"
