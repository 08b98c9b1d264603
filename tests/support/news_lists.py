"""Lists of news of an invented council in the markup of each family; texts are invented, only structure is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SITE = "https://www.eastmere.gov.uk"
TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Entry:
    path: str
    title: str
    day: date

    @property
    def printed(self) -> str:
        return f"{self.day.day} {self.day:%B %Y}"


ENTRIES = (
    Entry("/news/new-library", "New library opens in the old mill", date(2026, 2, 27)),
    Entry("/news/road-closed", "Mill Lane is closed until 3 May 2026", date(2026, 2, 12)),
    Entry("/news/foster", "Could you foster?", date(2026, 1, 30)),
)

_MENU = "".join(f'<li><a href="/{name}">{name} and more of it</a></li>' for name in ("bins", "tax", "parks", "roads"))
_NEWS_MENU = (
    '<li><a href="/news/archive">The archive of all our news</a></li>'
    '<li><a href="/news/sign-up">Sign up for news now</a></li>'
)


def page(main: str, head: str = "", title: str = "News | Eastmere Council") -> bytes:
    """A whole page with what stands around every list."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>"
        '<div class="cookie-banner"><a href="/cookies">We use some essential cookies on this site</a></div>'
        f'<header><a href="/">Eastmere Council</a></header><nav><ul>{_MENU}{_NEWS_MENU}</ul></nav>'
        f'<nav class="breadcrumbs"><a href="/">Home</a></nav><main>{main}</main>'
        '<aside><a href="/news/popular">What everybody reads on this site</a></aside>'
        '<footer><a href="/accessibility">Accessibility statement of this site</a><p>© Eastmere 2026</p></footer>'
        "</body></html>"
    ).encode()


def _each(form: Callable[[Entry], str], entries: Sequence[Entry]) -> str:
    return "".join(form(entry) for entry in entries)


def jadu(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<li class="list__item"><article><a href="{e.path}"><div><h2>{e.title}</h2>'
            f'<div><p class="meta--date">Published: {e.printed}</p><p>More.</p></div></div></a></article></li>'
        ),
        entries,
    )
    return page(
        f'<div id="content"><h1>News</h1><ul class="list list--listing">{rows}</ul></div>',
        '<meta name="generator" content="http://www.jadu.net">',
    )


def older_jadu(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<article class="listing"><a class="listing__link" href="{e.path}"><h2 class="listing__heading">'
            f'{e.title}</h2></a><p class="listing__meta listing__meta--date">Published: {e.printed}</p></article>'
        ),
        entries,
    )
    return page(rows, '<link rel="stylesheet" href="/site/styles/generic/base.css">')


def localgov(entries: Sequence[Entry] = ENTRIES) -> bytes:
    def teaser(e: Entry) -> str:
        return (
            '<div class="lgd-teaser lgd-teaser--localgov-news-article"><h3 class="lgd-teaser__title">'
            f'<a href="{e.path}" rel="bookmark"><span>{e.title}</span></a></h3><div>{e.printed}</div><p>More.</p></div>'
        )

    rows = _each(lambda e: f'<div class="views-row">{teaser(e)}</div>', entries)
    featured = f'<div class="newsroom__featured-news">{_each(teaser, entries[1:])}</div>'
    return page(
        f'<article class="newsroom">{featured}<div class="view-content">{rows}</div></article>',
        '<link rel="stylesheet" href="/themes/contrib/localgov_base/css/base.css">'
        '<link rel="alternate" type="application/rss+xml" href="/news/31/feed.rss">',
    )


def bare_localgov(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<div class="teaser--localgov-news-article"><h3 class="teaser__title"><a href="{e.path}">{e.title}</a>'
            f'</h3><time class="teaser__metadata-item" datetime="{e.day}">whenever</time></div>'
        ),
        entries,
    )
    return page(rows, '<script src="/modules/contrib/localgov_news/x.js"></script>')


def drupal(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<div class="views-row"><span class="field-content"><a href="{e.path}">{e.title}</a></span>'
            f'<time datetime="{e.day}T09:00:00Z">{e.day:%d/%m/%Y}</time></div>'
        ),
        entries,
    )
    return page(
        f'<div class="view-content">{rows}</div>', '<script data-drupal-selector="drupal-settings-json">{}</script>'
    )


def drupal7(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: f'<li><h3><a href="{e.path}">{e.title}</a></h3><span class="metadata">Date: {e.printed}</span></li>',
        entries,
    )
    return page(f'<div id="block-system-main"><h1>News</h1><ul>{rows}</ul></div>')


def goss(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            '<div class="item item--article"><div class="item__content"><h2 class="item__title">'
            f'<a class="item__link" href="{e.path}">{e.title}</a></h2><p class="item__date">{e.printed}</p></div></div>'
        ),
        entries,
    )
    return page(f'<div class="a-body"><a href="?rss=true">RSS</a></div><div class="grid grid--list">{rows}</div>')


def contensis(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<div class="sys_subitem"><h2 class="sys_subitem-heading"><a href="{e.path}">{e.title}</a></h2><dl>'
            f'<dt>Published</dt><dd class="sys_news-datepublished">{e.day:%d/%m/%Y}</dd></dl></div>'
        ),
        entries,
    )
    pager = '<a href="?Mill_Listing_List_GoToPage=2">2</a>'
    return page(f'<div id="Mill_Listing_List" class="sys_itemslist">{rows}</div>{pager}')


def wordpress(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<article class="post hentry"><a href="{e.path}"><img src="/wp-content/a.jpg" alt=""></a>'
            f'<h3 class="entry-title"><a href="{e.path}">{e.title}</a></h3><time class="entry-date" '
            f'datetime="{e.day}T10:00:00+00:00">{e.day:%B} {e.day.day}, {e.day.year}</time>'
            f'<a class="more-link" href="{e.path}">Read more</a></article>'
        ),
        entries,
    )
    return page(rows, '<meta name="generator" content="WordPress 6.4">')


def lister(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            '<li class="oBoxItem"><span class="item-body"><span class="item-date">'
            f'{e.printed}</span><span class="item-title"><a href="{e.path}">{e.title}</a></span></span></li>'
        ),
        entries,
    )
    return page(f'<div class="pel-outer"><ul class="oBoxList">{rows}</ul></div>')


def umbraco(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<li><a href="{e.path}"><img src="/a.jpg" alt=""></a><div><a href="{e.path}"><span class="h4">{e.title}'
            f'</span></a><span class="muted">{e.day:%A, %B} {e.day.day}, {e.day.year}</span><p>More.</p></div></li>'
        ),
        entries,
    )
    return page(f'<div id="news-section"><div class="news-items"><ul>{rows}</ul></div></div>')


def newspaper(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<div class="teaser"><a class="headline" href="{e.path}?utm_source=front">{e.title}</a>'
            f'<time datetime="{e.day}T18:00:00+00:00">{e.printed}</time></div>'
        ),
        entries,
    )
    return page(f'<div class="ad-slot">Advertisement</div>{rows}')


def law_firm(entries: Sequence[Entry] = ENTRIES) -> bytes:
    rows = _each(
        lambda e: (
            f'<div class="blog-item"><h2><a href="{e.path}">{e.title}</a></h2><ul><li><span>Posted</span> '
            f"{e.day:%d %b %Y}</li><li><span>Author</span> A. Person</li></ul><p>All about it.</p></div>"
        ),
        entries,
    )
    return page(rows)


def unknown(entries: Sequence[Entry] = ENTRIES) -> bytes:
    """No family at all: a table."""
    rows = _each(
        lambda e: f'<tr><td>{e.day:%d.%m.%Y}</td><td><a href="{e.path}">{e.title}</a></td></tr>',
        entries,
    )
    return page(f"<table>{rows}</table>")


LISTS: Mapping[str, tuple[Callable[[], bytes], ...]] = {
    "localgov-drupal": (localgov, bare_localgov),
    "drupal7": (drupal7,),
    "drupal": (drupal,),
    "jadu": (jadu, older_jadu),
    "contensis": (contensis,),
    "goss": (goss,),
    "wordpress": (wordpress,),
    "lister": (lister,),
    "umbraco": (umbraco,),
    "newspaper": (newspaper,),
    "law-firm": (law_firm,),
    "generic": (unknown,),
}
EVERY = [(family, make) for family, makes in LISTS.items() for make in makes]
