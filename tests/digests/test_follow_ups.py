"""Stories that bring no new document of Ofsted's: later coverage, and articles of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.builders import a_send_report
from tests.support.coverage_stories import (
    RECORDS,
    STORY,
    WELL_KNOWN,
    a_post,
    a_release,
    a_trade_article,
    an_article_of_the_paper,
    coverage_of,
)
from tests.support.mail_stories import (
    PUBLISHED,
    G,
    R,
    a_digest,
    a_reading,
    a_week,
    an_inspection,
    the_fall_of_marlow_vale,
    the_two_tarns,
)
from tests.support.sentences import heading, history, official, place_in_region
from tests.support.stores import on_record
from watcher.digests.background import StoryContext
from watcher.digests.item import item
from watcher.digests.stories import stories
from watcher.digests.views import Item
from watcher.model.change import Change
from watcher.model.news import Mention, Tier
from watcher.model.record import OnRecord, Records, story_of
from watcher.model.source import Provider
from watcher.ofsted.authorities import gazetteer


def told(*changes: Change, background: StoryContext = WELL_KNOWN) -> Item:
    return item(changes, background)


def coverage(*mentions: Mention) -> Item:
    return told(*map(coverage_of, mentions))


# --- one block ------------------------------------------------------------------------------------


def test_what_is_known_by_now_stands_in_the_block_of_the_report() -> None:
    story = told(the_fall_of_marlow_vale())
    assert story.headline == "Marlow Vale: Good to Requires improvement, 4 of 4 judgements down"
    assert [heading(group) for group in story.coverage] == ["What the council says", "In the press"]
    assert story.official == (), "the judgements themselves stand there"


def test_later_coverage_joins_the_report_where_a_reader_gets_both() -> None:
    later, fall = coverage_of(a_trade_article()), the_fall_of_marlow_vale()
    (story,) = stories([later, fall], WELL_KNOWN.authorities)
    assert story == (fall, later)
    assert len(told(*story).coverage[1].pieces) == 3, "each item once"


def test_coverage_of_one_report_is_one_story_and_of_another_a_second() -> None:
    others = replace(a_release(), url="https://news.example/2", stories=("80998@2022-05-03",))
    grouped = stories([coverage_of(a_release()), coverage_of(others), coverage_of(a_trade_article())], {})
    assert [len(story) for story in grouped] == [2, 1]


def test_one_item_about_two_councils_joins_the_story_of_both() -> None:
    north, south = the_two_tarns()
    both = replace(a_release(), stories=("80997@2025-01-28", "80996@2025-01-28"))
    trust = {urn: replace(WELL_KNOWN.authorities[urn], trust="Tarn Children's Trust") for urn in ("80997", "80996")}
    assert len(stories([coverage_of(both), north, south], trust)) == 1
    assert item([coverage_of(both)], WELL_KNOWN).headline.startswith("North Tarn and South Tarn: the council's")


def test_a_document_of_another_type_of_provider_has_no_coverage() -> None:
    school = replace(the_fall_of_marlow_vale(), provider=Provider("21", "80999"))
    assert told(school).coverage == ()


# --- later coverage -------------------------------------------------------------------------------


def test_the_headline_of_later_coverage_is_our_own() -> None:
    assert coverage(a_release()).headline == "Marlow Vale: the council's response to the report of 28 January 2025"
    assert coverage(a_release(), an_article_of_the_paper(), a_trade_article()).headline == (
        "Marlow Vale: the council's response and 2 press articles on the report of 28 January 2025"
    )
    edited = coverage(a_release(moved=("the date: 2 May became 3 May",)))
    assert edited.headline == "Marlow Vale: an edit of the council's response to the report of 28 January 2025"
    assert "failing" not in coverage(an_article_of_the_paper()).headline


def test_later_coverage_says_in_short_what_ofsted_found() -> None:
    story = coverage(a_release())
    assert official(story) == (
        "Ofsted's report on Marlow Vale, published on 28 January 2025, found: Requires improvement overall."
    )
    assert [link.url for link in story.official_links] == ["https://files.example/v1/file/80999"]
    assert story.entries == ()


def test_a_report_without_an_overall_grade_is_told_by_its_judgements() -> None:
    report = OnRecord("80999", date(2025, 1, 28), "https://files.example/1", a_reading(G, R, G, G))
    known = replace(WELL_KNOWN, records=on_record(report))
    assert official(told(coverage_of(a_release()), background=known)).endswith(
        "found: leaders Good, help and protection Requires improvement, children in care Good, care leavers Good."
    )


def test_a_report_that_is_not_on_record_is_not_guessed_and_a_newer_one_is_said() -> None:
    unread = told(coverage_of(a_release()), background=replace(WELL_KNOWN, records=Records()))
    assert official(unread) == "It is about what Ofsted published on Marlow Vale on 28 January 2025."
    old = a_release(stories=("80999@2021-11-12",))
    assert official(coverage(old)).endswith("found: Good overall. A newer report was published on 28 January 2025.")


def test_an_area_send_report_is_not_a_newer_one_on_the_services() -> None:
    send = OnRecord("80999", date(2025, 5, 1), "https://files.example/v1/file/9", a_send_report())
    known = replace(WELL_KNOWN, records=on_record(*RECORDS["80999"], send))
    assert official(told(coverage_of(a_release()), background=known)).endswith("Requires improvement overall.")


def test_coverage_of_an_area_send_report_says_its_outcome_and_no_grade() -> None:
    later = date(2025, 5, 1)
    send = OnRecord("80999", later, "https://files.example/v1/file/9", a_send_report())
    known = replace(WELL_KNOWN, records=on_record(*RECORDS["80999"], send))
    story = told(coverage_of(a_release(stories=(story_of("80999", later),))), background=known)
    assert official(story).endswith("found: area SEND outcome Inconsistent experiences and outcomes.")


def test_of_two_reports_of_one_day_neither_is_said_to_be_what_an_article_is_about() -> None:
    send = OnRecord("80999", PUBLISHED, "https://files.example/v1/file/9", a_send_report())
    known = replace(WELL_KNOWN, records=on_record(*RECORDS["80999"], send))
    story = told(coverage_of(a_release()), background=known)
    assert official(story) == "It is about what Ofsted published on Marlow Vale on 28 January 2025."
    assert story.official_links == ()


def test_coverage_without_a_report_says_so() -> None:
    story = coverage(a_release(stories=()))
    assert story.headline == "Marlow Vale: the council's response on children's services"
    assert official(story) == "We have no Ofsted report on record that this is about."


# --- articles of our own --------------------------------------------------------------------------


def test_an_article_of_ours_says_when_it_went_out_of_date() -> None:
    story = coverage(a_post())
    assert story.headline == (
        "Out of date since 28 January 2025: your article “Is Marlow Vale meeting the needs of families?”"
    )
    assert official(story).endswith("found: Requires improvement overall.")


def test_an_article_that_no_report_overtook_has_no_day() -> None:
    def needing(reason: str) -> str:
        stale = replace(a_post().stale[0], reason=reason, report=None)
        return coverage(a_post(stale=(stale,))).headline

    assert needing("g").startswith("An error from the first day: your article “")
    assert needing("h").startswith("Imprecise: your article “")
    assert needing("e").startswith("A link no longer works: your article “")
    assert coverage(a_post(stale=())).headline.startswith("Up to date again: your article “")


def test_an_article_of_ours_stands_with_the_report_that_overtook_it() -> None:
    post, fall = coverage_of(a_post()), the_fall_of_marlow_vale()
    (story,) = stories([post, fall], WELL_KNOWN.authorities)
    block = told(*story)
    assert block.headline.endswith("4 of 4 judgements down; one of your articles is out of date")
    assert heading(block.coverage[-1]) == "Your articles that are out of date"


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("g", "one of your articles contains an error"),
        ("h", "one of your articles is imprecise"),
        ("aa", "2 of your articles are out of date"),
        ("ah", "2 of your articles need a change"),
    ],
)
def test_a_report_names_what_is_the_matter_with_articles_of_ours(letters: str, said: str) -> None:
    posts = [
        coverage_of(a_post(url=f"https://invented.example/{n}", stale=(replace(a_post().stale[0], reason=letter),)))
        for n, letter in enumerate(letters)
    ]
    (story,) = stories([*posts, the_fall_of_marlow_vale()], WELL_KNOWN.authorities)
    assert told(*story).headline.endswith(f"; {said}")


def test_what_is_out_of_date_is_told_only_to_those_who_are_owed_it() -> None:
    known = replace(WELL_KNOWN, mentions={STORY: (a_post(),)})
    (group,) = told(the_fall_of_marlow_vale(), background=known).coverage
    assert heading(group) == "From Invented LLP"
    assert not group.pieces[0].outdated and not group.pieces[0].banner


def test_coverage_stands_below_every_document_in_a_digest() -> None:
    digest = a_digest([coverage_of(a_release())], [coverage_of(a_post())], *a_week()[:2], background=WELL_KNOWN)
    assert [told.item.headline[:12] for told in digest.items[-3:]] == ["Holloway Bri", "Out of date ", "Marlow Vale:"]
    article = "your article “Is Marlow Vale meeting the needs of fam…” is out of date"
    assert digest.opening.endswith(f"{article}, the council's response on Marlow Vale")


def test_a_name_is_taken_from_the_table_of_authorities() -> None:
    leicester = a_release(stories=("80482@2025-01-29",), authorities=("80482",), tier=Tier.LOCAL_PRESS)
    story = item([coverage_of(leicester)], StoryContext(authorities=gazetteer().by_urn))
    assert story.headline == "Leicester: a press article on the report of 29 January 2025"


def test_the_history_holds_the_report_that_is_told_and_its_profile() -> None:
    change = an_inspection("80999", "Marlow Vale", None, a_reading(G, R, G, G))
    (entry,) = item([change], replace(WELL_KNOWN, records=on_record(RECORDS["80999"][0]))).entries
    assert history(entry)[:2] == [
        "Overall: 2021 Good, 2025 no overall grade",
        "Impact of leaders: 2021 Good, 2025 Good",
    ]


def test_the_place_in_the_region_is_that_of_the_day_of_the_report() -> None:
    (entry,) = told(the_fall_of_marlow_vale()).entries
    assert place_in_region(entry.region).startswith("Eastmere was the only one of the 4 councils in the East Midlands")
    held = told(replace(the_fall_of_marlow_vale(), held=True))
    assert held.entries[0].region is None
    assert told(the_fall_of_marlow_vale(), background=StoryContext()).entries[0].region is None
    north, _ = the_two_tarns()
    assert told(north).entries[0].region is None, "what is known of the region is older than this report"
