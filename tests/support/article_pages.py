"""Article pages of each family of news site: the structure is from real sites, all texts are invented."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

TITLE = "Inspectors praise Marlow Vale’s services for children"
LEAD = "A summary that the list shows as well."
TEXT = (
    "Services for children in Marlow Vale are good in every area, Ofsted has found.",
    "Inspectors came from 4 to 15 March 2024 and named three things to improve:",
    "how visits are recorded",
    "the choice of homes",
    "What happens next",
    "Cllr Ida Penrose, lead member for children and families, said: “Our staff have earned this.”",
)
REPORT = "https://reports.ofsted.gov.uk/provider/44/80999"
MENU = "".join(f'<li><a href="/s{n}">Service number {n}</a></li>' for n in range(30))


def prose(link_note: str = "") -> str:
    """The text as markup: paragraphs, two bullets, a heading, a link to Ofsted in the first paragraph."""
    first, second, one, two, heading, last = map(escape, TEXT)
    first = first.replace("Ofsted", f'<a class="external" href="{REPORT}">Ofsted</a>{link_note}')
    return f"<p>{first}</p><p>{second}</p><ul><li>{one}</li><li>{two}</li></ul><h2>{heading}</h2><p>{last}</p>"


def framed(main: str, head: str = "", title: str = TITLE) -> str:
    """A whole page with the menus that every site has, other dated news and a copyright year."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | Marlow Vale</title>{head}'
        '</head><body><a href="#main">Skip to main content</a><div class="cookie-banner"><h2>Cookies on this site</h2>'
        f"<p>We use some essential cookies.</p></div><nav><ul>{MENU}</ul></nav><main id='main'>{main}</main>"
        '<aside class="related"><h2>Related news</h2><ul><li><a href="/news/x">Library opens in Ellbridge town</a> '
        '<time datetime="2024-05-30">30 May 2024</time> <span class="date">Published: 29 May 2024</span></li></ul>'
        "</aside>"
        "<footer><p>Copyright Marlow Vale Council 2026. All rights reserved.</p>"
        "<p>Page last updated: 1 June 2026</p></footer></body></html>"
    )


def _figure() -> str:
    return "<figure><img src='/i.jpg' alt=''><figcaption>Staff at the town hall</figcaption></figure>"


FAMILY_PAGES: dict[str, str] = {
    "jadu": framed(
        f'<div id="content"><h1>{TITLE}</h1><p class="meta--date">Published: 3 May 2024</p>'
        f'<p class="summary lead">{LEAD}</p>{_figure()}<div class="editor">{prose()}</div>'
        '<p class="share">Share this page</p></div>',
        '<meta name="generator" content="http://www.jadu.net">',
    ),
    "localgov-drupal": framed(
        '<article class="news-article node node--type-localgov-news-article"><div class="news-article__metadata">'
        '<time datetime="2024-05-03" class="news-article__metadata-item--date">3 May 2024</time></div>'
        f'<h1 class="news-article__title"><span>{TITLE}</span></h1><div class="news-article__content">{_figure()}'
        f'<div class="field field--name-body">{prose()}</div><div class="related"><h2>Related news</h2><ul><li>'
        '<a href="/n">Another piece of news from here</a> <span>9 May 2024</span></li></ul></div></div></article>'
    ),
    "drupal": framed(
        f'<article class="node node--type-news"><h1>{TITLE}</h1><div class="field field--name-field-date">'
        '<time datetime="2024-05-02T23:30:00Z">Friday 3 May 2024</time></div>'
        f'<div class="field field--name-body"><p><strong>{LEAD}</strong></p>{prose()}</div></article>'
    ),
    "drupal7": framed(
        f'<div id="block-system-main"><article class="node-news"><h1>{TITLE}</h1><div>'
        f'<p class="intro"><strong>{LEAD}</strong></p>'
        f"{prose(' <span class=external>&nbsp; Opens new window</span>')}</div></article></div>"
    ),
    "goss": framed(
        f'<h1 class="a-heading__title">{TITLE}</h1><div class="a-body"><div class="a-body__inner">'
        f"<p><strong>{LEAD}</strong></p>{prose()}</div></div>",
        '<meta name="DCTERMS.issued" content="2024-05-03"><meta name="DCTERMS.modified" content="2026-06-01">',
    ),
    "contensis": framed(
        f'<div id="main-article"><h1>{TITLE}</h1><div class="sys_news-record"><dl><dt>Date published</dt>'
        '<dd class="sys_news-datepublished">3rd May 2024</dd></dl><div class="sys_record-content">'
        f'<p class="summary">{LEAD}</p>{prose()}</div></div></div>'
    ),
    "wordpress": framed(
        f'<article class="post hentry"><h1 class="entry-title">{TITLE}</h1><div class="td-post-date">'
        '<time class="entry-date updated" datetime="2024-05-03T09:00:00+01:00">May 3, 2024</time></div>'
        f'<div class="td-post-content entry-content">{_figure()}{prose()}'
        '<p class="tags">Tags: <a href="/t">news</a></p></div></article>',
        '<meta property="article:published_time" content="2024-05-03T09:00:00+01:00">'
        '<meta property="article:modified_time" content="2024-06-03T09:00:00+01:00">',
    ),
    "umbraco": framed(
        '<div class="row"><div class="medium-3"><h2>Archived news</h2></div><div class="medium-9 page-content">'
        f'<h1>{TITLE}</h1><p class="muted">Published on Friday, May 3, 2024</p><p class="read-time">3 minute read</p>'
        f"<img src='/i.jpg' alt=''><p class='caption'>Staff at the town hall</p>{prose()}<p>(ends)</p></div></div>"
    ),
    "lister": framed(
        f'<div class="pel-outer"><div id="-ux-content"><h1>{TITLE}</h1><span class="item-date">03/05/2024</span>'
        f"{prose()}</div></div>"
    ),
    "newspaper": framed(
        f'<article class="article"><h1>{TITLE}</h1><p class="sub">{LEAD}</p><p class="byline">By Cora Vint</p>'
        f'<time datetime="2024-05-03T07:00:00+01:00">07:00, 3 May 2024</time>{_figure()}<div class="article-body">'
        '<aside class="newsletter"><p>Sign up for our newsletter and never miss a story.</p></aside>'
        f'{prose()}<p class="more">Read more: <a href="/o">Another story of this paper</a></p></div></article>'
        '<section class="comments"><h2>Comments</h2><p>Commenting has now ended.</p></section>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "' + TITLE + '",'
        ' "datePublished": "2024-05-03T07:00:00+01:00", "dateModified": "2024-05-09"}</script>',
    ),
    "law-firm": framed(
        f'<div class="blog"><p class="section-title">News and Events</p><h1>{TITLE}</h1><ul class="meta"><li>'
        '<span class="label">Posted</span> <span>03 May 2024</span></li><li>Author <a href="/p">Rosa Quill</a></li>'
        f'</ul><div class="blog-body">{prose()}</div><div class="contact"><h3>Get in touch</h3><p>Call us today.</p>'
        "</div></div>"
    ),
}
# What only the page itself says about its date.
BASES: dict[str, str] = {
    "jadu": "label",
    "localgov-drupal": "time",
    "drupal": "time",
    "drupal7": "unknown",
    "goss": "meta",
    "contensis": "label",
    "wordpress": "meta",
    "umbraco": "label",
    "lister": "label",
    "newspaper": "json-ld",
    "law-firm": "label",
}


def simple(*paragraphs: str, head: str = "", above: str = "", title: str = TITLE) -> bytes:
    """A page of no family: a headline, something above the text, paragraphs."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or TEXT)
    return framed(f"<h1>{escape(title)}</h1>{above}<div>{text}</div>", head, title).encode()


def listing(rows: Sequence[str]) -> bytes:
    """A list of news: each row has a headline that links to its page, and a date."""
    items = "".join(f'<li><a href="/news/{n}">{row}</a> <span>3 May 2024</span></li>' for n, row in enumerate(rows))
    return framed(f"<h1>What is happening</h1><ul>{items}</ul>", title="What is happening").encode()
