"""A school's page that gets a report card: what a pass records and tells, from bytes to the mail."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.support.mail_stories import a_digest
from tests.support.ofsted_pages import a_page
from tests.support.passes import watching
from tests.support.report_cards import card_markup, in_attribute, in_script
from tests.support.small_site import answer, serving
from watcher.mail.render import render_digest
from watcher.model.change import Movement

SCHOOL = "21/990001"
PAGE = f"/provider/{SCHOOL}"


async def test_a_card_is_told_once_with_the_note_that_its_reading_is_not_proved(tmp_path: Path) -> None:
    with serving({PAGE: answer(a_page("school"))}) as site, watching(site.base_url, tmp_path, [SCHOOL]) as watch:
        watch.now = datetime(2026, 1, 20, 9, tzinfo=UTC)
        await watch.go()
        site.answers[PAGE] = answer(in_attribute(card_markup()))
        for _ in range(3):
            await watch.go()
        assert watch.faults() == {}
        (change,) = watch.changes()
    assert change.headline == (
        "Larkfield Primary School: report card: 1 Exceptional, 1 Strong standard, 3 Expected standard, "
        "1 Needs attention; safeguarding standards met"
    )
    assert {row.change for row in change.judgements} == {Movement.FIRST}
    text = render_digest(a_digest([change])).text
    assert "- Safeguarding standards: Met (first grade on record)" in text
    assert "have not yet proved that we read such pages right" in " ".join(text.split())


async def test_a_card_that_is_there_at_the_first_look_is_no_news(tmp_path: Path) -> None:
    page = answer(in_script(card_markup()))
    with serving({PAGE: page}) as site, watching(site.base_url, tmp_path, [SCHOOL]) as watch:
        watch.now = datetime(2026, 1, 20, 9, tzinfo=UTC)
        for _ in range(3):
            await watch.go()
        assert watch.changes() == [] and watch.faults() == {}


async def test_a_card_that_is_laid_out_otherwise_is_held_for_the_operator(tmp_path: Path) -> None:
    with serving({PAGE: answer(a_page("school"))}) as site, watching(site.base_url, tmp_path, [SCHOOL]) as watch:
        watch.now = datetime(2026, 1, 20, 9, tzinfo=UTC)
        await watch.go()
        site.answers[PAGE] = answer(in_attribute(card_markup(end="What the grades mean")))
        await watch.go()
        (change,) = watch.changes()
        assert change.held and change.judgements == ()
        assert [one.change.id for one in watch.store.held.waiting()] == [change.id]
        assert "grades" not in render_digest(a_digest([change])).subject or "checking its grades" in change.headline
