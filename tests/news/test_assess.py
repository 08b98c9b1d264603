"""What of a news item is news. Councils, papers and texts are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.support.builders import NOW
from tests.support.council_records import AUTHORITIES, MARLOW, RECORDS
from tests.support.news_builders import a_site, an_article
from watcher.claims import RULES
from watcher.model.change import Change, ChangeKind
from watcher.model.news import Article, Tier
from watcher.model.news_item import NewsItem
from watcher.news.about import edits
from watcher.news.about.copies import shingles
from watcher.news.about.reading import lines_of
from watcher.news.assess import AssessContext, assess

OUT = date(2025, 3, 4)
STORY = f"{MARLOW}@{OUT}"
SAYS = (
    "Ofsted has rated Marlow Vale Council’s children’s services as good in a report published on 4 March 2025.\n"
    "Inspectors spent two weeks with the council in January and found that leaders were outstanding, and that help "
    "and protection had become good.\nA plan for what remains follows in the spring, says the cabinet member."
)
EDITED = SAYS.replace("services as good", "services as outstanding")
GAZETTE = a_site(id="gazette", name="Marlow Gazette", tier=Tier.LOCAL_PRESS, authorities=())
ECHO = replace(GAZETTE, id="echo", name="Vale Echo")
WIRE = replace(GAZETTE, id="wire", name="Wire", tier=Tier.AGGREGATOR)
BACKGROUND = AssessContext(
    {site.source_id: site for site in (GAZETTE, ECHO, WIRE)},
    RECORDS,
    AUTHORITIES,
    NOW + timedelta(days=3),
    "https://o.example",
)


def facts_of(article: Article) -> dict[str, str]:
    return edits.facts_of(lines_of(article, AUTHORITIES))


def an_item(site: str, text: str, *, before: str = SAYS, later: int = 0) -> NewsItem:
    """An item that was assessed with the text `before` and is read with `text`."""
    url = f"https://{site}.example/7"
    article = an_article(
        url=url, title="Ofsted’s verdict on Marlow Vale’s children’s services", published=OUT, text=text
    )
    item = NewsItem(f"news:{site}", url, OUT, NOW + timedelta(hours=later), False, article, facts_of(article))
    return replace(item, assessed=facts_of(replace(article, text=before)), stories=(STORY,))


def changes(item: NewsItem, *alike: NewsItem) -> tuple[Change, ...]:
    return assess(item, alike, BACKGROUND).changes


def test_an_edit_that_a_copy_makes_with_its_original_is_told_once() -> None:
    original, copy = an_item("gazette", EDITED), an_item("echo", EDITED, later=1)
    (told,) = changes(original, copy)
    assert (told.kind, told.held) == (ChangeKind.CHANGED, True)
    assert changes(copy, original) == ()


def test_an_edit_that_only_a_copy_makes_is_told() -> None:
    original, copy = an_item("gazette", SAYS), an_item("echo", EDITED, later=1)
    assert [one.kind for one in changes(copy, original)] == [ChangeKind.CHANGED]


def test_an_edit_that_only_an_aggregator_made_before_is_told() -> None:
    first, paper = an_item("wire", EDITED), an_item("echo", EDITED, later=1)
    assert [one.kind for one in changes(paper, first)] == [ChangeKind.CHANGED]


def test_a_verdict_that_changes_with_the_rules_is_no_news() -> None:
    own = replace(GAZETTE, id="own", name="Ours", tier=Tier.OWN)
    background = replace(BACKGROUND, sites={own.source_id: own}, now=NOW + timedelta(days=3))
    post = an_item("own", "In 2021 Marlow Vale Council was rated requires improvement.\nMarlow Vale is rated good.")
    post = replace(post, article=replace(post.article, published=date(2022, 1, 10)), listed=None)
    assert len(assess(post, (), background).changes) == 1
    since = replace(post, judged_otherwise=NOW + timedelta(days=2))
    assessed = assess(since, (), background)
    assert (assessed.changes, assessed.rules) == ((), RULES)
    assert assessed.stale
    before_the_report = replace(post, judged_otherwise=NOW - timedelta(days=999))
    assert len(assess(before_the_report, (), background).changes) == 1


def test_a_copy_of_a_wording_that_the_original_no_longer_has_is_a_copy() -> None:
    told = " ".join(f"Paragraph {n} of the release tells what inspectors saw in the council." for n in range(20))
    rewritten = " ".join(f"Since then part {n} says something else about it in other words." for n in range(20))
    release = f"{SAYS}\n{told}"
    original = replace(an_item("gazette", f"{SAYS}\n{rewritten}"), wordings=frozenset(shingles(release)))
    copy = replace(an_item("echo", release, later=1), assessed=None, stories=())
    assert [one.kind for one in changes(copy)] == [ChangeKind.NEW]
    assert changes(copy, original) == ()
