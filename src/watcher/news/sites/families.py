"""The families of news sites as data: how a list is marked up, how to recognise the family, where its feed is. Pure.

Class names and addresses are those of the content management systems, as seen on council sites.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class ListMarkup:
    """CSS selectors of a list.

    These are its rows and, inside a row, the title, the link (if the title has none), the date and the summary; `next`
    links to the next page. Only the rows and a link are required.
    """

    rows: str
    title: str = "h2, h3, h4, a"
    link: str = "a[href]"
    date: str = "time"
    summary: str = "p"
    next: str = "a[rel~=next], link[rel~=next], .pager__item--next a, .pager-next a, .pagination__next, a.next"

    def with_own(self, selectors: Mapping[str, str]) -> ListMarkup:
        """The same with a source's own selectors replacing those of the family, by name."""
        return replace(self, **{name: css for name, css in selectors.items() if name in LIST_SELECTORS})


LIST_SELECTORS = frozenset(field.name for field in fields(ListMarkup))


@dataclass(frozen=True, slots=True)
class Family:
    """One family. `markup` is None if lists are read without selectors (`generic`) or are feeds.

    `mark` is what only its pages have, in their head, their addresses or their classes. `feeds` are where its feed may
    be: `feed/` below the list, beside it or at the root, `?rss=true` at the list itself, `/?service=rss` at the root or
    a folder above the list. `dated` is False if dates in the feed are not publication dates.
    """

    markup: ListMarkup | None
    mark: re.Pattern[str] | None = None
    feeds: tuple[str, ...] = ()
    dated: bool = True


def _mark(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


FEED, GENERIC = "feed", "generic"

# In the order in which we try them: the specific ones before the general ones.
FAMILIES: Mapping[str, Family] = {
    FEED: Family(None),
    "localgov-drupal": Family(
        ListMarkup(
            rows=".lgd-teaser--localgov-news-article, .teaser--localgov-news-article, "
            ".node--type-localgov-news-article, .newsroom .views-row",
            title="h3 a, h2 a, .lgd-teaser__title a, .teaser__title a",
            date="time, .lgd-teaser__date, .teaser__metadata-item--date",
        ),
        _mark(r"localgov[_-](?:base|news|theme|core)|X-Generator:[^\n]*LocalGov|class=[\"'][^\"']*\blgd-|localgov_"),
        dated=False,
    ),
    "drupal7": Family(
        ListMarkup(
            rows="#block-system-main li:has(h3 a), #block-system-main li:has(h2 a), "
            "#block-system-main .views-row, .view-content > .views-row, li.views-row",
            title="h3 a, h2 a, .views-field-title a, .field-content a",
            date="time, .metadata, .date-display-single, .views-field-created",
        ),
        _mark(r"content=[\"']Drupal 7|X-Generator:\s*Drupal 7|id=[\"']block-system-main"),
        feeds=("rss.xml", "news/rss.xml"),
    ),
    "drupal": Family(
        ListMarkup(
            rows=".view-content > .views-row, .view-content > article, .view-content > li, li.views-row, .views-row",
            title="h2 a, h3 a, h4 a, .views-field-title a, .field--name-title a, .field-content a, a",
            date="time, .date-display-single, .views-field-created, .field--name-created, .datetime",
        ),
        _mark(r"drupalSettings|data-drupal-|content=[\"']Drupal |X-Generator:\s*Drupal|/sites/(?:default|\w+)/files/"),
        feeds=("rss.xml", "news/rss.xml"),
    ),
    "jadu": Family(
        ListMarkup(
            rows="ul.list--listing > li, article.listing, .list--listing > article",
            title=".listing__heading, h2, h3",
            link="a.listing__link, a[href]",
            date=".listing__meta--date, .meta--date, time",
            summary=".listing__summary, p",
        ),
        _mark(r"jadu\.net|Jadu CMS|/site/styles/|/jadu/"),
        feeds=("rss/news",),
    ),
    "contensis": Family(
        ListMarkup(
            rows=".sys_subitem",
            title=".sys_subitem-heading, .sys_news-subheading, h2, h3",
            date=".sys_news-datepublished, .sys_news-posted-date, time",
        ),
        _mark(r"content=[\"']Contensis|ContensisThemes|/Contensis/|class=[\"'][^\"']*\bsys_(?:itemslist|subitem)"),
        feeds=("?{listing}_SyndicationType=1", "?{listing}_SyndicationType=2"),
    ),
    "goss": Family(
        ListMarkup(
            rows=".item--article, .grid--list > div, .item",
            title=".item__title, .item__link, h2, h3",
            link="a.item__link, .item__title a, a[href]",
            date=".item__date, time, .date",
            summary=".item__summary, p",
        ),
        _mark(r"GOSS\s?iCM|class=[\"'](?:[^\"']*\s)?(?:a-body|item--article|item__content)\b"),
        feeds=("?rss=true",),
    ),
    "wordpress": Family(
        ListMarkup(
            rows="article.post, article.hentry, .type-post, .hentry, .td_module_wrap, .wp-block-post, main article",
            title=".entry-title, .td-module-title, .wp-block-post-title, h2, h3",
            link=".entry-title a, h2 a, h3 a, a[rel~=bookmark], a[href]",
            date="time, .entry-date, .published, .post-date, .date",
            summary=".td-excerpt, .entry-summary, .excerpt, p",
        ),
        _mark(r"/wp-(?:content|includes|json)/|content=[\"']WordPress|api\.w\.org"),
        feeds=("feed/", "wp-json/wp/v2/posts"),
    ),
    "lister": Family(
        ListMarkup(
            rows="ul.oBoxList > li, li.oBoxItem",
            title=".item-title, .oBoxItemTitle, .item-link, h2, h3",
            link=".item-title a, .item-link a, a.item-link, a[href]",
            date=".item-date, .oBoxItemDate",
        ),
        _mark(r"oBoxList|\bpel-outer\b|[?&]lister\d+p="),
    ),
    "umbraco": Family(
        ListMarkup(
            rows=".news-items > ul > li, .news-items > li, .news-list > li, .news-item",
            title=".h4, .h3, h2, h3, h4",
            date="time, .muted, .date, .news-date",
        ),
        _mark(r"id=[\"']news-section|class=[\"'][^\"']*\bnews-items\b|umbraco"),
    ),
    "newspaper": Family(
        ListMarkup(
            rows=".teaser, article, .story, .mar-card",
            title="a.headline, .headline, h2, h3",
            link="a.headline, .headline a, h2 a, h3 a, a[href]",
            date="time",
        ),
        _mark(r"class=[\"'](?:[^\"']*\s)?teaser[\s\"'][\s\S]{0,300}?class=[\"'](?:[^\"']*\s)?headline[\s\"']"),
        feeds=("/?service=rss",),
    ),
    "law-firm": Family(
        ListMarkup(
            rows=".blog-item, .blog-post, .post-item, .blog-list > li, .blog-listing > li",
            title="h2, h3, h4",
            date="time, .date",
        ),
        _mark(r"class=[\"'](?:[^\"']*\s)?(?:blog-item|blog-post|post-item|blog-list|blog-listing)[\s\"']"),
        feeds=("feed/", "rss.xml"),
    ),
    GENERIC: Family(None, feeds=("feed/", "rss.xml", "feed/rss")),
}


def detect(page: str, headers: Mapping[str, str]) -> tuple[str, ...]:
    """The families whose marks a list page or its response headers show, the most likely first.

    `generic` is always the last. A mark is not proof: the caller reads the list with each until one finds news.
    """
    sent = "".join(f"{name}: {value}\n" for name, value in headers.items())
    # first contact: news-markup
    marked = (name for name, family in FAMILIES.items() if family.mark and family.mark.search(f"{sent}\n{page}"))
    return (*marked, GENERIC)
