"""Which topics a change belongs to, and so who gets it and why. A topic is an id. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from watcher.model.errors import ConfigError
from watcher.model.search import query_of
from watcher.model.source import COUNCIL_TYPE, Authority, Provider, SourceStatus
from watcher.model.text import NAME_LIMIT, clean
from watcher.ofsted.authorities import REGIONS, Gazetteer

PROVIDER_PATH = re.compile(r"/provider/(?P<type>[A-Za-z0-9]{1,8})/(?P<urn>[A-Za-z0-9]{1,12})/?")
EVERYTHING = "all"
_OWN = ("own-posts", "own posts", "own articles", "our posts", "our own posts", "our blog", "our articles")


# Up to this many topics, an email names each one that the reader follows.
NAMED = 12

# A search in what reports and letters say: `search:private fostering`.
SEARCH = "search"

# The topic of our own articles that are out of date; no other topic includes them.
OWN_POSTS = "own-posts"


def topics_of(provider: Provider, authority: Authority | None) -> tuple[str, ...]:
    """The topics that a change at this provider belongs to, most specific first.

    `authority` is None for anything but a council. A reader who followed an abolished council now gets news of the
    councils that replaced it.
    """
    own = (f"provider:{provider.key}",)
    if authority is None:
        return (*own, "all")
    councils = tuple(f"authority:{urn}" for urn in (authority.urn, *authority.predecessors))
    region = (f"region:{authority.region_code}",) if authority.region_code else ()
    return (*own, *councils, *region, "all")


def topic_title(topic: str, names: Mapping[str, str]) -> str:
    """What readers call a topic. `names` gives councils and providers by topic id."""
    kind, _, code = topic.partition(":")
    match kind:
        case "all":
            return "every council"
        case "own-posts":
            return "your own articles"
        case "region":
            return REGIONS[code]
        case "search":
            return f"the search “{code}”"
        case _:
            return clean(names[topic], NAME_LIMIT) if topic in names else code


def first_titles(topics: Iterable[str], names: Mapping[str, str]) -> tuple[tuple[str, ...], int]:
    """What readers call these topics, each once. Of very many, the first ones and how many more there are."""
    titles = tuple(topic_title(topic, names) for topic in dict.fromkeys(topics))
    more = len(titles) - NAMED
    return (titles[:NAMED], more) if more > 1 else (titles, 0)


def topic_id(text: str, gazetteer: Gazetteer) -> str:
    """The topic id that a person means: `all`, an authority, `region:NAME`, `TYPE/URN` or `own posts`.

    `ConfigError` for anything else.
    """
    kind, _, rest = text.strip().partition(":")
    if text.strip().casefold() in ("all", "everything"):
        return EVERYTHING
    if " ".join(text.split()).casefold() in _OWN:
        return OWN_POSTS
    if kind.casefold() == SEARCH:
        return f"{SEARCH}:{query_of(rest)}"
    if kind.casefold() == "region":
        return f"region:{gazetteer.chosen(text)[0].region_code}"
    if (code := gazetteer.region(text)) and not gazetteer.named(text):
        return f"region:{code}"
    if kind.casefold() == "provider" or "/" in text:
        return _provider_topic(rest or text)
    return f"authority:{gazetteer.chosen(rest if kind.casefold() == 'authority' else text)[0].urn}"


def _provider_topic(key: str) -> str:
    type_, _, urn = key.strip().partition("/")
    if not PROVIDER_PATH.fullmatch(f"/provider/{type_}/{urn}"):
        raise ConfigError(
            f"{key!r} is not a provider. Expected TYPE/URN from its page's address, for example 21/116482"
        )
    return f"authority:{urn}" if type_ == COUNCIL_TYPE else f"provider:{type_}/{urn}"


def topic_names(sources: Sequence[SourceStatus], gazetteer: Gazetteer) -> dict[str, str]:
    """What readers call the topics: councils from our table, other providers from their pages."""
    councils = {f"authority:{urn}": authority.name for urn, authority in gazetteer.by_urn.items()}
    listed = {f"authority:{s.id.rpartition('/')[2]}": s.name for s in sources if s.id.startswith("ofsted:44/")}
    others = {f"provider:{source.id.partition(':')[2]}": source.name for source in sources}
    return {**others, **listed, **councils}
