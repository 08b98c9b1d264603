"""Our own articles as a worklist: what to write instead, and what became of it when a person decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.support.small_site import Say, answer
from tests.support.watched_news import Watched, page, watching
from watcher.cli.documents.post import post_document
from watcher.cli.screens.posts import show_post, show_posts
from watcher.commands import posts as work
from watcher.commands import run
from watcher.desk.posts import PostProblem, PostState, WorkPost
from watcher.model.errors import ConfigError
from watcher.model.news import Tier
from watcher.model.subscription import Frequency
from watcher.settings import Settings

POSTS = {"/blog/leicester-2022": "How is Leicester City Council doing?", "/blog/more": "More on Leicester City Council"}
LATEST = "The most recent Ofsted report on Leicester City Council’s children’s services is dated November 2021."
GRADED = "It rates the council as inadequate."


def sitemap(base: str) -> Say:
    rows = "".join(f"<url><loc>{base}{path}</loc><lastmod>2022-01-05</lastmod></url>" for path in POSTS)
    return answer(
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>',
        Content_Type="application/xml",
    )


def publish(watched: Watched, path: str, *says: str) -> None:
    watched.web.answers[path] = page(POSTS[path], date(2022, 1, 5), *says, "We act for families in care proceedings.")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Two articles of our own: one is overtaken by a report and has another grade, one says what is true."""
    with watching(tmp_path) as one:
        base = one.web.base_url
        one.site = replace(one.site, url=f"{base}/blog/", feed=f"{base}/sitemap.xml", tier=Tier.OWN, authorities=())
        one.web.answers["/sitemap.xml"] = sitemap(base)
        publish(one, "/blog/leicester-2022", LATEST, GRADED)
        publish(one, "/blog/more", "Ofsted rated Leicester City Council’s children’s services good in November 2021.")
        for _ in range(2):
            one.go()
        one.report()
        for _ in range(3):
            one.go()
        yield one


def first(watched: Watched) -> WorkPost:
    return work.posts(watched.store)[0]


def test_a_person_and_a_program_get_what_to_write_instead(watched: Watched) -> None:
    post, out = first(watched), StringIO()
    console = Console(file=out, width=200)
    show_posts(console, work.posts(watched.store), watched.now)
    show_post(console, post)
    document = post_document(post)
    assert post.open and len(document["issues"]) == len(post.issues)
    assert all(one.sentence in out.getvalue() for one in post.issues)
    assert post.banner and post.banner in out.getvalue()
    assert f"{sum(bool(one.open) for one in work.posts(watched.store))} of 2 open" in out.getvalue()


def test_each_sentence_has_what_to_write_instead_and_why(watched: Watched) -> None:
    post = first(watched)
    by_sentence = {one.sentence: one for one in post.issues}
    latest, graded = by_sentence[LATEST], by_sentence[GRADED]
    assert (latest.problem, graded.problem) == (PostProblem.OUT_OF_DATE, PostProblem.WRONG)
    assert latest.replacement.startswith(
        "Ofsted’s newest report on children’s services in Leicester was published on 3 March 2025, after an inspection"
    )
    assert graded.replacement.startswith("Ofsted's report of 12 November 2021 says good overall")
    assert latest.since and latest.since.date() >= date(2025, 3, 3)


def test_the_diff_puts_the_line_for_the_top_and_the_new_sentences_in_place(watched: Watched) -> None:
    post = first(watched)
    assert post.banner.startswith("Please note: Ofsted published a newer report on children’s services in Leicester")
    added = [line[1:] for line in post.diff.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert added[0] == post.banner
    assert any(issue.replacement in line for issue in post.issues for line in added[1:])
    assert any(line.startswith("-") and LATEST in line for line in post.diff.splitlines())


def test_articles_on_the_same_council_are_named_for_a_link(watched: Watched) -> None:
    assert [title for title, _ in first(watched).links] == [POSTS["/blog/more"]]


def test_what_was_edited_is_done_until_the_page_is_read_again_and_open_if_it_is_still_there(watched: Watched) -> None:
    post = first(watched)
    assert "reads" in work.done(watched.store, post.id, watched.now)
    assert next(one for one in work.posts(watched.store) if one.id == post.id).state is PostState.DONE
    watched.now += timedelta(hours=1)
    watched.go()
    assert first(watched).state is PostState.OPEN
    publish(
        watched,
        "/blog/leicester-2022",
        "Ofsted’s report of 3 March 2025 rates Leicester City Council’s children’s services as good.",
    )
    work.done(watched.store, post.id, watched.now)
    watched.now += timedelta(hours=1)
    watched.go()
    after = next(one for one in work.posts(watched.store) if one.id == post.id)
    assert (after.state, after.diff) == (PostState.CLEAR, "")


def test_an_accepted_article_stays_as_it_is_with_the_reason(watched: Watched) -> None:
    post = first(watched)
    with pytest.raises(ConfigError, match="--why"):
        work.accept(watched.store, post.id, "  ", watched.now)
    work.accept(watched.store, post.id, "it tells of the past on purpose", watched.now)
    for _ in range(2):
        watched.go()
    after = next(one for one in work.posts(watched.store) if one.id == post.id)
    assert after.state is PostState.ACCEPTED
    with pytest.raises(ConfigError, match="nothing open"):
        work.done(watched.store, post.id, watched.now)


def test_an_id_that_fits_none_or_several_is_refused(watched: Watched) -> None:
    with pytest.raises(ConfigError, match="fits none"):
        work.done(watched.store, "zz", watched.now)


def test_a_weekly_mail_to_those_who_follow_our_own_articles_counts_what_is_open(watched: Watched) -> None:
    store = watched.store
    for address, topic in (("team@firm.example", "own-posts"), ("reader@marlow.example", "authority:80482")):
        store.subscribers.subscribe(address, topic, Frequency.WEEKLY, watched.now)
    publish(watched, "/blog/more", "Ofsted rates Leicester City Council’s children’s services as inadequate.")
    watched.now += timedelta(days=8)
    for _ in range(2):
        watched.go()
    settings = Settings(home=watched.home, authorities=("80482",))
    assert run.digest(settings, store, Frequency.WEEKLY, watched.now + timedelta(days=7)) is not None
    texts = {mail.address: mail.content.decode() for mail in store.outbox.pending(watched.now + timedelta(days=8), 9)}
    said = " ".join(texts["team@firm.example"].split())
    assert "of your own articles need work, the oldest for" in said
    assert "of your own articles" not in texts.get("reader@marlow.example", "")
    later = watched.now + timedelta(days=14)
    assert run.digest(settings, store, Frequency.WEEKLY, later) is not None
    again = [mail for mail in store.outbox.pending(later, 99) if mail.address == "team@firm.example"]
    assert [message_from_bytes(mail.content, policy=policy.default)["Subject"] for mail in again[1:]] == [
        "2 of your own articles need work, the oldest for 29 days"
    ]
