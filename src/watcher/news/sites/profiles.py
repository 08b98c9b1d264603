"""How the families of news sites mark up an article, as data, and which profile fits a page. Pure.

A profile only says where title, date and body are; what in a body does not belong to the article is decided for all
families together. A family of a common system (WordPress, a newspaper's) is used only if the source names it: a million
sites share such markup, and a general reader does better on unknown ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from watcher.model.errors import PageError
from watcher.news.articles.html import select

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Profile:
    """CSS selectors of one family. `body` may find several elements, read in order; for the others the first counts.

    `mark` is what only pages of the family have; empty if nothing shows it for certain.
    """

    body: str
    title: str = "h1"
    date: str = ""
    mark: str = ""


PROFILES: Mapping[str, Profile] = {
    "jadu": Profile(
        title="#content h1, main h1, h1",
        date=".listing__meta--date, .meta--date, .date, .published",
        body="article .editor, #content .editor, .editor",
        mark='meta[name="generator"][content*="jadu"], meta[name="generator"][content*="Jadu"]',
    ),
    "localgov-drupal": Profile(
        title="h1.news-article__title, h1",
        date="time.news-article__metadata-item--date, .news-article__date time, .news-article__date",
        body=".news-article .field--name-body, .node--type-localgov-news-article .field--name-body",
        mark=".news-article, .node--type-localgov-news-article",
    ),
    "drupal": Profile(
        title="h1",
        date=".field--name-field-date time, .field--name-field-date, .date-display-single, .field--name-created time",
        body="article .field--name-body, .node .field--name-body, .field--name-body, .field-name-body .field-item",
        mark=".node[class*=node--type-news], .node[class*=node--type-press]",
    ),
    "drupal7": Profile(
        title="#block-system-main h1, article h1, h1",
        date="#block-system-main .date-display-single, #block-system-main span.metadata",
        body="#block-system-main .field-name-body, #block-system-main article, #block-system-main .node",
        mark="#block-system-main",
    ),
    "goss": Profile(
        title="h1.a-heading__title, .a-heading h1, h1",
        date=".a-date, .a-meta__date, .item__date",
        body=".a-body__inner, .a-body",
        mark=".a-body",
    ),
    "contensis": Profile(
        title="#main-article h1, .sys_news-record h1, h1",
        date="dd.sys_news-datepublished, .sys_news-datepublished",
        body=".sys_record-content, #main-article",
        mark=".sys_record-content, .sys_news-record",
    ),
    "wordpress": Profile(
        title="h1.entry-title, h1",
        date="time.entry-date, .td-post-date time, .posted-on time, .entry-date",
        body=".td-post-content, .entry-content, .wp-block-post-content",
    ),
    "umbraco": Profile(
        title=".page-content h1, main h1, h1",
        date=".page-content p.muted, .page-content .muted, .page-content .date",
        body="main .page-content, .page-content, .content-summary ~ .content-body, .content-body",
        mark=".page-content > h1 + p.muted, .page-content > h1 ~ p.read-time",
    ),
    "lister": Profile(
        title="[id='-ux-content'] h1, h1",
        date="span.item-date, .item-date",
        body="[id='-ux-content']",
        mark="[id='-ux-content']",
    ),
    "newspaper": Profile(
        title="article h1, h1",
        body=".article-body, [itemprop=articleBody], article .body, article .article__body",
    ),
    "aggregator": Profile(title=".story h1, article h1, h1", body=".story, article"),
    "law-firm": Profile(
        title=".blog h1, article h1, h1",
        date=".blog .meta li, .post-meta",
        body=".blog-body, .blog-content, .post-content, article .entry-content",
        mark=".blog .blog-body",
    ),
}
_NAMES = ("title", "date", "body")


def profile_of(page: Any, family: str | None, selectors: Mapping[str, str] | None) -> Profile | None:
    """The profile to read a page with: the source's own selectors, its family, or the one whose marks the page has.

    Of `selectors`, those named `body` (or `article_body`), `article_title` and `article_date` are for articles, the
    others for lists. None if nothing fits. Raises PageError for an invalid selector.
    """
    named = PROFILES.get(family or GENERIC)
    own = {name: css for name in _NAMES if (css := _given(selectors or {}, name))}
    base = named or Profile(body="")
    chosen = replace(
        base,
        title=own.get("title", base.title),
        date=own.get("date", base.date),
        body=own.get("body", base.body),
    )
    profile = chosen if named or own else None
    if profile and profile.body and bodies(page, profile):
        return profile
    return _detected(page) or (profile if own else None)


def bodies(page: Any, profile: Profile) -> list[Any]:
    """The elements of the first alternative of the body selector that finds any, without those inside another."""
    found = preferred(page, profile.body)
    return [each for each in found if not any(above in found for above in each.iterancestors())]


def preferred(page: Any, css: str) -> list[Any]:
    """The elements of the first alternative of a selector that finds any."""
    return next((found for each in _alternatives(css) if (found := select(page, each))), [])


def _given(selectors: Mapping[str, str], name: str) -> str:
    # plain `title` and `date` belong to a row of the list
    return selectors.get(f"article_{name}") or (selectors.get(name) if name == "body" else None) or ""


def _detected(page: Any) -> Profile | None:
    """The profile whose mark the page has and whose body is there once."""
    for profile in PROFILES.values():
        if profile.mark and select(page, profile.mark) and len(bodies(page, profile)) == 1:
            return profile
    return None


def _alternatives(css: str) -> list[str]:
    """The alternatives of a list of selectors, in order of preference; commas inside brackets don't separate."""
    if not css.strip():
        return []
    parts = [part.strip() for part in re.split(r",(?![^(\[]*[)\]])", css)]
    if not all(parts):
        raise PageError(f"{css[:80]!r} is not a CSS selector")
    return parts
