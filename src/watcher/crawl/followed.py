"""Works out which pages and news sites to follow, from the configuration, our tables and Ofsted's list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from urllib.parse import urlencode, urlsplit

from watcher.model.errors import ConfigError
from watcher.model.news import NewsSource
from watcher.model.source import COUNCIL_TYPE, SEARCH_SOURCE, Authority, Coverage, Provider, Source
from watcher.model.visit import SearchRow
from watcher.ofsted.authorities import Gazetteer
from watcher.ofsted.rules import is_council, source_id
from watcher.settings import OFSTED, NewsSettings, Settings
from watcher.subscribers.topics import EVERYTHING, PROVIDER_PATH, topics_of

NEWS = "news"


def search_url(base_url: str) -> str:
    """The list of all councils' children's services, the newest report first; 100 rows is the site's cap."""
    query = {
        "q": "",
        # first contact: search-councils
        "level_1_types": "3",
        "level_2_types[]": "12",
        # first contact: search-order
        "sort": "date",
        "order": "desc",
        # first contact: search-page-size
        "rows": "100",
    }
    return f"{base_url}/search?{urlencode(query)}"


def followed(settings: Settings, gazetteer: Gazetteer, remembered: Mapping[str, Source]) -> tuple[Source, ...]:
    """All sources that the configuration asks for.

    `remembered` are the sources followed so far, by id. They give the councils of the search list for "all", and
    the names of other providers. `ConfigError` for an unknown authority, an address that is not a provider page,
    or an empty configuration.
    """
    councils = _councils(settings, gazetteer, remembered)
    pages = tuple(_page(url, settings, gazetteer, remembered) for url in settings.providers)
    councils = tuple({source.id: source for source in (*councils, *filter(_of_council, pages))}.values())
    others = tuple(source for source in pages if not _of_council(source))
    asks = (_search_source(settings),) if councils or settings.authorities == EVERYTHING else ()
    if not (asks or others):
        raise ConfigError(
            'Nothing is followed. Set authorities = "all", or name some: authorities = ["Leicester"]. '
            "Or list provider pages under providers."
        )
    return (*asks, *councils, *others)


def listed_source(row: SearchRow, settings: Settings, gazetteer: Gazetteer) -> Source:
    """A council that the search list names."""
    return provider_source(row.provider, settings, gazetteer, name=row.name)


def provider_source(provider: Provider, settings: Settings, gazetteer: Gazetteer, name: str | None = None) -> Source:
    """One provider page as a source, with the topics it belongs to."""
    council = gazetteer.by_urn.get(provider.urn) if provider.type == COUNCIL_TYPE else None
    known = council.name if council else name
    return Source(
        id=source_id(provider.key),
        name=known or f"provider {provider.key}",
        url=f"{settings.ofsted.base_url}/provider/{provider.key}",
        spider="ofsted",
        topics=_topics(provider, council),
    )


def followed_sites(settings: Settings, councils: frozenset[str]) -> tuple[NewsSource, ...]:
    """The news sites that the configuration asks for; `councils` are the URNs that are followed.

    `ConfigError` for an unknown source, or if the configured sources file does not exist.
    """
    from watcher.news.sites.table import own_sources, shipped_sources

    own_file = settings.home / settings.news.sources
    if settings.news.sources != NewsSettings().sources and not own_file.is_file():
        raise ConfigError(f"news.sources: {own_file} does not exist. Create it with `watcher source add URL`.")
    own = own_sources(own_file)
    sites = {**shipped_sources(), **own}
    follow = settings.news.follow
    if isinstance(follow, tuple) and (unknown := [name for name in follow if name not in sites]):
        raise ConfigError(f"news.follow: no source has the id {unknown[0]!r}. `watcher source list` shows all ids.")
    return tuple(site for site in sites.values() if site.id in own or _is_followed(site, follow, councils))


# The fault that the file of one's own sources cannot be used at all.
OWN_FILE = "config:sources.toml"


def sites_of(settings: Settings, source_ids: Collection[str]) -> list[NewsSource]:
    """Those of these news sites that can be used, whether or not the configuration still asks for them."""
    sites, _, faults = _tables(settings)
    found = (sites.get(id_.removeprefix(f"{NEWS}:")) for id_ in source_ids if id_ not in faults)
    return [site for site in found if site]


def usable_sites(settings: Settings, councils: frozenset[str]) -> tuple[tuple[NewsSource, ...], dict[str, str]]:
    """The usable ones, and for each of the rest, by the name of its fault, why it can't be used. A mistake in one
    source stops only that source, and an unreadable file stops only the user's own sites.
    """
    (sites, own, faults), follow = _tables(settings), settings.news.follow
    if OWN_FILE not in faults:
        named = follow if isinstance(follow, tuple) else ()
        unknown = (name for name in named if name not in sites and f"news:{name}" not in faults)
        why = "news.follow: no source has this id. `watcher source list` shows all ids."
        faults |= {f"news:{name}": why for name in unknown}
    chosen = (site for site in sites.values() if site.id in own or _is_followed(site, follow, councils))
    return tuple(site for site in chosen if site.source_id not in faults), faults


def _tables(settings: Settings) -> tuple[dict[str, NewsSource], Mapping[str, NewsSource], dict[str, str]]:
    """All known sites by id, those of the user's own file, and what is wrong with it; nothing if none is followed."""
    own_file, faults = settings.home / settings.news.sources, dict[str, str]()
    if not settings.news.follow and settings.news.sources == NewsSettings().sources and not own_file.is_file():
        return {}, {}, {}
    # imported here: only needed if news sites are followed
    from watcher.news.sites.table import shipped_sources, usable_sources

    own: Mapping[str, NewsSource] = {}
    try:
        if settings.news.sources != NewsSettings().sources and not own_file.is_file():
            raise ConfigError(f"news.sources: {own_file} does not exist. Create it with `watcher source add URL`.")
        own, wrong = usable_sources(own_file)
        faults |= {f"news:{id_}": why for id_, why in wrong.items()}
    except ConfigError as error:
        faults[OWN_FILE] = str(error)
    return {**shipped_sources(), **own}, own, faults


def _is_followed(site: NewsSource, follow: str | tuple[str, ...], councils: frozenset[str]) -> bool:
    match follow:
        case "all":
            return True
        case "authorities":
            return not councils.isdisjoint(site.authorities)
        case _:
            return site.id in follow


def site_source(site: NewsSource) -> Source:
    """A news site as a source. Its address is its feed, if it has one."""
    return Source(site.source_id, site.name, site.feed or site.url, NEWS, Coverage.ROLLING, site.at_least)


def choose(
    names: Sequence[str], sources: Sequence[Source], gazetteer: Gazetteer, sites: Sequence[NewsSource] = ()
) -> frozenset[str]:
    """The ids of the followed sources that a person names by id, `TYPE/URN`, URN or authority.

    An authority means its Ofsted page and its news `sites`. `ConfigError` if a name is not followed.
    """
    return frozenset(chain.from_iterable(_chosen(name, sources, gazetteer, sites) for name in names))


def _page(url: str, settings: Settings, gazetteer: Gazetteer, remembered: Mapping[str, Source]) -> Source:
    provider = _provider(url, settings)
    before = remembered.get(source_id(provider.key))
    return provider_source(provider, settings, gazetteer, name=before.name if before else None)


def _councils(settings: Settings, gazetteer: Gazetteer, remembered: Mapping[str, Source]) -> tuple[Source, ...]:
    if settings.authorities == EVERYTHING:
        listed = [source for source in remembered.values() if is_council(source.id)]
        return tuple(provider_source(_provider_of(s.id), settings, gazetteer, name=s.name) for s in listed)
    try:
        chosen = {a.urn: a for entry in settings.authorities for a in gazetteer.chosen(entry)}
    except ConfigError as error:
        raise ConfigError(f"{settings.config_name}: authorities: {error}") from error
    return tuple(provider_source(Provider(COUNCIL_TYPE, urn), settings, gazetteer) for urn in chosen)


def _provider(url: str, settings: Settings) -> Provider:
    parts = urlsplit(url)
    match = PROVIDER_PATH.fullmatch(parts.path)
    if not match or parts.netloc not in (urlsplit(OFSTED).netloc, urlsplit(settings.ofsted.base_url).netloc):
        raise ConfigError(
            f"providers: {url!r} is not a provider page. Expected something like {OFSTED}/provider/21/116482"
        )
    return Provider(match["type"], match["urn"])


def _provider_of(source: str) -> Provider:
    type_, _, urn = source.partition(":")[2].partition("/")
    return Provider(type_, urn)


def _topics(provider: Provider, council: Authority | None) -> tuple[str, ...]:
    unknown_council = provider.type == COUNCIL_TYPE and council is None
    return topics_of(provider, Authority(provider.urn, "") if unknown_council else council)


def _search_source(settings: Settings) -> Source:
    return Source(SEARCH_SOURCE, "Ofsted's list of councils", search_url(settings.ofsted.base_url), "ofsted")


def _of_council(source: Source) -> bool:
    return is_council(source.id)


def _chosen(name: str, sources: Sequence[Source], gazetteer: Gazetteer, sites: Sequence[NewsSource]) -> frozenset[str]:
    authority = gazetteer.by_urn.get(name) or gazetteer.named(name)
    if authority:
        page = source_id(f"{COUNCIL_TYPE}/{authority.urn}")
        theirs = {page, *(site.source_id for site in sites if authority.urn in site.authorities)}
        if found := theirs.intersection(source.id for source in sources):
            return frozenset(found)
    answers = {name, source_id(name)}
    for source in sources:
        if source.id in answers or source.name.casefold() == name.casefold() or source.id.endswith(f"/{name}"):
            return frozenset({source.id})
    raise ConfigError(f"{name!r} is not followed. `watcher status` lists what is.")
