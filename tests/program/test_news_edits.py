"""What an edit, a damaged page or a page that is gone makes of an item that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.small_site import Say, answer
from tests.support.watched_news import DAY, RELEASE, REPORT_DAY, SAYS, STORY, Watched, released, watching
from watcher.model.change import ChangeKind
from watcher.model.news import Tier


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    with watching(tmp_path) as one:
        yield one


def test_an_edit_that_moves_a_grade_word_goes_to_the_operator_first(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    released(watched, SAYS[0].replace("good", "outstanding"), *SAYS[1:])
    watched.go()
    watched.go()
    [_, edited] = watched.changes()
    assert (edited.kind, edited.held) == (ChangeKind.CHANGED, True)
    assert edited.problems
    assert [change.id for change in watched.store.changes.untold()] == [edited.id]
    # a story that links to the article says nothing of the edit either
    [mention] = watched.store.news.mentions([STORY])[STORY]
    assert mention.moved == ()
    assert edited.coverage is not None and edited.coverage.moved


def test_a_touched_up_caption_is_no_change(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    released(watched, *SAYS, "Picture: the town hall in spring.")
    watched.go()
    watched.go()
    assert len(watched.changes()) == 1


def test_a_page_in_another_encoding_than_it_declares_is_no_edit(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    body = (
        f"<html><body><main id='content'><h1>Report</h1><p>Caf\u00e9 \u00a35. {' '.join(SAYS)}</p></main></body></html>"
    )
    watched.web.answers[RELEASE] = answer(body.encode("cp1252"), Content_Type="text/html; charset=utf-8")
    watched.go()
    assert "does not match the encoding it declares" in " ".join(watched.faults())
    released(watched)
    watched.go()
    watched.go()
    assert watched.faults() == []
    assert len(watched.changes()) == 1


def test_a_site_that_never_writes_as_it_declares_is_read_again_like_any_other(watched: Watched) -> None:
    def written(*says: str) -> Say:
        text = f"<html><body><main id='content'><h1>Report</h1><p>Caf\u00e9. {' '.join(says)}</p></main></body></html>"
        return answer(text.encode("cp1252"), Content_Type="text/html; charset=utf-8")

    watched.go()
    watched.report()
    watched.show((RELEASE, "Ofsted report on children’s services", REPORT_DAY))
    watched.web.answers[RELEASE] = written(*SAYS)
    watched.go()
    watched.go()
    assert watched.faults() == []
    watched.web.answers[RELEASE] = written(*SAYS, "Some 431 social workers took part.")
    watched.go()
    assert [change.kind for change in watched.changes()] == [ChangeKind.NEW, ChangeKind.CHANGED]


def test_such_an_item_is_read_also_when_it_failed_at_first_and_has_left_the_list(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.web.answers[RELEASE] = answer("", status=503)
    watched.go()
    watched.show()
    text = f"<html><body><main id='content'><h1>Report</h1><p>Caf\u00e9. {' '.join(SAYS)}</p></main></body></html>"
    watched.web.answers[RELEASE] = answer(text.encode("cp1252"), Content_Type="text/html; charset=utf-8")
    watched.go()
    assert watched.faults() == []
    assert len(watched.changes()) == 1


def test_a_page_of_trouble_with_status_200_is_no_item_and_loses_none(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    whole = watched.web.answers[RELEASE]
    for said in ("Something went wrong, please try again", "Welcome to the forms of our customer portal"):
        watched.web.answers[RELEASE] = answer(f"<html><body><main><h1>{said}</h1><p>{said}.</p></main></body></html>")
        watched.go()
        watched.now -= DAY
        assert "could not be read" in " ".join(watched.faults())
    watched.web.answers[RELEASE] = whole
    watched.go()
    assert watched.faults() == []
    assert [change.coverage is not None for change in watched.changes()] == [True]


def test_what_is_gone_is_not_mentioned_any_more(watched: Watched) -> None:
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    watched.web.answers[RELEASE] = answer("gone", 410)
    watched.show()
    watched.go()
    watched.go()
    assert watched.store.news.mentions([STORY]) == {}
    assert watched.faults() == []
    assert len(watched.changes()) == 1


def test_an_aggregator_alone_tells_nobody(watched: Watched) -> None:
    watched.site = replace(watched.site, tier=Tier.AGGREGATOR, authorities=())
    watched.go()
    watched.report()
    released(watched)
    watched.go()
    watched.go()
    assert watched.changes() == []
    assert [mention.tier for mention in watched.store.news.mentions([STORY])[STORY]] == [Tier.AGGREGATOR]
