"""What is remembered of news items: met, read, assessed, forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from tests.support.builders import NOW, a_change, a_report, a_report_file, a_send_report, a_source, an_observation
from tests.support.news_builders import STORY, URL, a_headline, a_mention, a_news_source, an_assessment, an_item_read
from watcher.model.news import Stale, Tier
from watcher.model.news_item import ItemFailed, ItemRead, NewsItem, RowsSeen, SiteVisited
from watcher.model.record import is_of_the_area, of_services
from watcher.model.source import PageState
from watcher.store import Store
from watcher.store.tables.news import news_item, news_shingle

DAY = timedelta(days=1)
SOURCE = "news:marlow-vale"
OTHER = f"{URL}-2"


def followed(store: Store) -> Store:
    store.pages.follow([a_source(), a_news_source(), a_news_source(id="news:paper", name="Vale Paper")], NOW)
    return store


def read(store: Store, item: ItemRead | None = None, *, relevant: bool = True, own: bool = False) -> None:
    item = item or an_item_read()
    later, end = NOW + DAY, NOW + 30 * DAY
    facts = {"grades": "good"}
    store.news.record_item(
        item, facts, NOW, relevant=relevant, own=own, reread_at=later, forget_at=end, reading="3 what it says"
    )


def unassessed(store: Store) -> list[NewsItem]:
    return store.news.unassessed(NOW, young=14 * DAY)


def test_rows_of_the_first_sight_are_done_with(store: Store) -> None:
    followed(store).news.remember_rows(RowsSeen(SOURCE, (a_headline(), a_headline(url=OTHER))), NOW)
    met = store.news.posted(SOURCE, [URL, OTHER, f"{URL}-3"])
    assert set(met) == {URL, OTHER}
    assert met[URL].read_at == NOW
    assert unassessed(store) == []


def test_rows_that_are_wanted_are_read_in_this_visit_or_a_later_one(store: Store) -> None:
    followed(store).news.remember_rows(RowsSeen(SOURCE, (), (a_headline(),), first_sight=True), NOW)
    assert store.news.posted(SOURCE, [URL])[URL].read_at is None
    assert [row.url for row in store.news.to_reread(SOURCE, NOW)] == [URL]
    read(store)
    assert store.news.posted(SOURCE, [URL])[URL].read_at == NOW
    assert [item.baseline for item in unassessed(store)] == [True]


def test_a_sitemap_of_any_length_may_be_asked_about(store: Store) -> None:
    rows = tuple(a_headline(url=f"{URL}-{n}") for n in range(500))
    followed(store).news.remember_rows(RowsSeen(SOURCE, rows), NOW)
    assert len(store.news.posted(SOURCE, [f"{URL}-{n}" for n in range(70_000)])) == 500


def test_a_link_of_which_nothing_was_learnt_stays_what_it_was(store: Store) -> None:
    dead, gone = "https://reports.ofsted.gov.uk/1", "https://reports.ofsted.gov.uk/2"
    read(followed(store), an_item_read(dead=frozenset({dead, gone})), own=True)
    read(store, an_item_read(untried=frozenset({dead})), own=True)
    assert [item.dead for item in unassessed(store)] == [{dead}]


def test_an_item_that_was_read_is_assessed_once(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    assert item.article == an_item_read().article
    assert (item.assessed, item.stories, item.baseline) == (None, (), False)
    assert store.news.has_unassessed([OTHER, SOURCE])
    assert not store.news.has_unassessed(["news:paper"])
    store.news.assess(an_assessment(item=item), NOW + DAY)
    assert unassessed(store) == []
    assert not store.news.has_unassessed([SOURCE])


def test_an_item_of_no_story_yet_is_assessed_again_while_it_is_young(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    store.news.assess(an_assessment(item=item, stories=()), NOW)
    assert [again.assessed for again in store.news.unassessed(NOW + DAY, young=14 * DAY)] == [item.facts]
    assert store.news.unassessed(NOW + 15 * DAY, young=14 * DAY) == []


def test_an_own_post_is_assessed_again_and_again(store: Store) -> None:
    read(followed(store), own=True)
    [item] = unassessed(store)
    store.news.assess(an_assessment(item=item), NOW)
    assert len(store.news.unassessed(NOW + 400 * DAY, young=14 * DAY)) == 1


def test_what_was_judged_by_other_rules_is_judged_once_more(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    store.news.assess(an_assessment(item=item, rules=1), NOW)
    assert store.news.unassessed(NOW, young=14 * DAY, rules=1) == []
    [again] = store.news.unassessed(NOW, young=14 * DAY, rules=2)
    assert again.judged_otherwise == NOW
    store.news.assess(an_assessment(item=again, rules=2), NOW)
    assert store.news.unassessed(NOW, young=14 * DAY, rules=2) == []


def test_what_was_assessed_today_waits_for_new_words_on_reports(store: Store) -> None:
    read(followed(store), own=True)
    store.news.assess(an_assessment(item=unassessed(store)[0], stories=()), NOW)
    assert store.news.unassessed(NOW + timedelta(hours=1), young=14 * DAY) == []
    store.reports.save(a_report_file(read_at=NOW + timedelta(minutes=30)))
    [item] = store.news.unassessed(NOW + timedelta(hours=1), young=14 * DAY)
    store.news.assess(an_assessment(item=item, stories=()), NOW + timedelta(hours=1))
    assert store.news.unassessed(NOW + timedelta(hours=2), young=14 * DAY) == []
    assert len(store.news.unassessed(NOW + DAY, young=14 * DAY)) == 1


def test_a_clock_that_was_set_back_leaves_nothing_unassessed(store: Store) -> None:
    read(followed(store), own=True)
    store.news.assess(an_assessment(item=unassessed(store)[0]), NOW)
    assert len(store.news.unassessed(NOW - timedelta(hours=1), young=14 * DAY)) == 1


def test_an_edit_is_assessed_with_the_facts_as_they_were_told(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    store.news.assess(an_assessment(item=item), NOW)
    later = NOW + DAY
    store.news.record_item(
        an_item_read(), {"grades": "poor"}, later, relevant=True, own=False, reread_at=None, forget_at=None
    )
    [edited] = store.news.unassessed(later, young=DAY)
    assert (edited.assessed, edited.facts, edited.first_seen) == ({"grades": "good"}, {"grades": "poor"}, NOW)
    assert edited.stories == (STORY,)


def test_what_is_irrelevant_keeps_no_text(store: Store) -> None:
    read(followed(store), relevant=False)
    assert unassessed(store) == []
    assert store.news.posted(SOURCE, [URL])[URL].read_at == NOW


def test_an_item_that_fails_is_tried_again_until_it_is_given_up(store: Store) -> None:
    failed = ItemFailed(SOURCE, a_headline(), "HTTP 503")
    followed(store).news.record_failure(failed, NOW, give_up=False, reread_at=NOW)
    assert store.news.posted(SOURCE, [URL])[URL].read_at is None
    store.news.record_failure(failed, NOW + DAY, give_up=True, reread_at=None)
    known = store.news.posted(SOURCE, [URL])[URL]
    assert known.failed_since == NOW
    assert known.read_at == NOW + DAY


def test_what_is_gone_is_not_mentioned_any_more(store: Store) -> None:
    read(followed(store))
    store.news.assess(an_assessment(item=unassessed(store)[0]), NOW)
    assert store.news.mentions([STORY]) == {STORY: (a_mention(),)}
    store.news.record_failure(
        ItemFailed(SOURCE, a_headline(), "HTTP 410", gone=True), NOW, give_up=True, reread_at=None
    )
    assert store.news.mentions([STORY]) == {}


def test_items_to_read_again_come_when_their_time_has_come(store: Store) -> None:
    read(followed(store))
    assert store.news.to_reread(SOURCE, NOW) == []
    assert [row.url for row in store.news.to_reread(SOURCE, NOW + DAY)] == [URL]


def test_changes_are_recorded_with_what_was_found_out(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    change = a_change(source_id=SOURCE, key=URL, id="news1", coverage=a_mention())
    assessed = an_assessment(item=item, changes=(change,))
    assert store.news.assess(assessed, NOW) == (change,)
    assert store.news.assess(assessed, NOW) == ()
    assert [one.coverage for one in store.changes.recorded()] == [a_mention()]


def test_a_copy_is_found_by_its_shingles_and_named_with_its_original(store: Store) -> None:
    read(followed(store))
    store.news.assess(an_assessment(item=unassessed(store)[0]), NOW)
    copy = an_item_read(source_id="news:paper", headline=a_headline(url=OTHER))
    read(store, replace(copy, article=replace(copy.article, url=OTHER)))
    [found] = store.news.alike(tuple(range(10, 30)), "news:paper", OTHER)
    assert found.url == URL
    assert store.news.alike(tuple(range(14, 30)), "news:paper", OTHER) == []
    mention = a_mention(source_id="news:paper", outlet="Vale Paper", url=OTHER, tier=Tier.LOCAL_PRESS)
    [item] = unassessed(store)
    store.news.assess(an_assessment(item=item, mention=mention, same_as=URL), NOW)
    assert store.news.mentions([STORY]) == {STORY: (a_mention(also_in=("Vale Paper",)),)}


def test_a_reason_is_told_once_and_cleared_when_it_is_no_longer_so(store: Store) -> None:
    read(followed(store), own=True)
    [item] = unassessed(store)
    newer = Stale("a", "The latest report…", "a newer report", "3 March 2025", date(2025, 3, 3))
    number = Stale("g", "Most are…", "its source says otherwise", "1 in 7")
    store.news.assess(an_assessment(item=item, stale=(newer, number)), NOW)
    [item] = store.news.unassessed(NOW + DAY, young=DAY)
    assert item.told == {("a", "2025-03-03"), ("g", "")}
    store.news.assess(an_assessment(item=item, stale=(number,)), NOW)
    [item] = store.news.unassessed(NOW + DAY, young=DAY)
    assert item.told == {("g", "")}


def readings(store: Store) -> list[str | None]:
    with store.reading() as conn:
        return [*conn.execute(select(news_item.c.reading)).scalars()]


def test_a_reading_is_kept_with_the_text_it_was_made_from(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    assert item.reading == "3 what it says"
    store.news.assess(an_assessment(item=item, reading="4 what it says"), NOW)
    assert readings(store) == ["4 what it says"]
    read(store, relevant=False)
    assert readings(store) == [None]


def test_a_reading_of_a_text_that_is_gone_is_not_kept(store: Store) -> None:
    read(followed(store))
    assessed = an_assessment(item=unassessed(store)[0], reading="4 what it says")
    store.news_texts.forget(NOW + 30 * DAY)
    store.news.assess(assessed, NOW + 31 * DAY)
    assert readings(store) == [None]


def test_the_text_is_forgotten_and_what_was_found_out_stays(store: Store) -> None:
    read(followed(store))
    store.news.assess(an_assessment(item=unassessed(store)[0], reading="3 what it says"), NOW)
    assert store.news_texts.forget(NOW + 29 * DAY) == 0
    assert store.news_texts.forget(NOW + 30 * DAY) == 1
    assert store.news_texts.forget(NOW + 30 * DAY) == 0
    assert store.news.mentions([STORY]) == {STORY: (a_mention(),)}
    assert store.news.to_reread(SOURCE, NOW + 99 * DAY) == []
    assert readings(store) == [None]
    with store.reading() as conn:
        assert conn.execute(select(news_shingle)).all() == []


def test_a_site_is_visited_with_or_without_a_fault(store: Store) -> None:
    followed(store)
    state = PageState(a_news_source().url, SOURCE, '"v1"', None, "b" * 64, "b" * 64)
    store.news.record_site(SiteVisited(SOURCE, state, "2 items could not be read"), NOW)
    assert [fault.reason for fault in store.faults.recorded(open_only=True)] == ["2 items could not be read"]
    store.news.record_site(SiteVisited(SOURCE, state), NOW + DAY)
    assert store.faults.recorded(open_only=True) == []
    [target] = [one for one in store.pages.targets() if one.source.id == SOURCE]
    assert (target.page, target.visited_at) == (state, NOW + DAY)


def test_only_reports_that_were_read_whole_are_on_record(store: Store) -> None:
    followed(store)
    store.reports.save(a_report_file())
    store.reports.save(a_report_file(file_id="2", published=date(2021, 3, 3), problems=("two readings differ",)))
    store.reports.save(a_report_file(file_id="3", published=date(2019, 3, 3)))
    doubted = a_send_report(judgements=(), problems=("the box has the wording of no outcome",))
    store.reports.save(a_report_file(file_id="4", published=date(2024, 3, 3), report=doubted))
    records = store.reports.records()
    assert [one.published for one in records["80999"]] == [date(2019, 3, 3), an_observation().published]


def test_an_area_send_report_is_on_record_beside_that_on_the_services_of_its_day(store: Store) -> None:
    followed(store)
    store.reports.save(a_report_file())
    store.reports.save(a_report_file(file_id="4", report=a_send_report()))
    records = store.reports.records()
    assert {is_of_the_area(one) for one in records["80999"]} == {False, True}
    assert [one.report for one in of_services(records)["80999"]] == [a_report()]


def test_nobody_is_sent_to_a_post_that_is_out_of_date(store: Store) -> None:
    read(followed(store), own=True)
    [item] = unassessed(store)
    newer = Stale("a", "The latest report…", "a newer report", "3 March 2025", date(2025, 3, 3))
    store.news.assess(an_assessment(item=item, mention=a_mention(tier=Tier.OWN, stale=(newer,)), stale=(newer,)), NOW)
    assert store.news.mentions([STORY]) == {}
    store.news.assess(an_assessment(item=item, mention=a_mention(tier=Tier.OWN)), NOW)
    assert store.news.mentions([STORY]) == {STORY: (a_mention(tier=Tier.OWN),)}


def test_what_joined_its_story_later_is_not_mentioned_before(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    store.news.assess(an_assessment(item=item), NOW)
    store.news.assess(an_assessment(item=item), NOW + DAY)
    assert store.news.mentions([STORY], until=NOW - DAY) == {}
    assert set(store.news.mentions([STORY], until=NOW)) == {STORY}


def test_what_could_not_be_read_for_long_is_not_mentioned_until_it_can(store: Store) -> None:
    read(followed(store))
    store.news.assess(an_assessment(item=unassessed(store)[0]), NOW)
    failed = ItemFailed(SOURCE, a_headline(), "the page says that it is not there")
    store.news.record_failure(failed, NOW, give_up=False, reread_at=NOW)
    assert set(store.news.mentions([STORY])) == {STORY}
    store.news.record_failure(failed, NOW + DAY, give_up=True, reread_at=None)
    assert store.news.mentions([STORY]) == {}
    read(store)
    assert set(store.news.mentions([STORY])) == {STORY}


def test_an_item_over_which_a_check_was_killed_is_set_aside_until_its_text_changes(store: Store) -> None:
    followed(store)
    for url in (URL, OTHER):
        read(store, an_item_read(headline=a_headline(url=url)))
    store.news.judging(SOURCE, URL)
    store.news.set_aside_interrupted(NOW)
    assert [item.url for item in unassessed(store)] == [OTHER]
    [fault] = store.faults.recorded(open_only=True)
    assert fault.source_id == SOURCE and URL in fault.reason
    read(store)
    assert [item.url for item in unassessed(store)] == [OTHER], "the same text would do the same again"
    first = an_item_read()
    read(store, replace(first, article=replace(first.article, text="Its text is another one now.")))
    assert {item.url for item in unassessed(store)} == {URL, OTHER}


def test_an_item_that_was_judged_to_the_end_is_not_set_aside(store: Store) -> None:
    read(followed(store))
    [item] = unassessed(store)
    store.news.judging(SOURCE, URL)
    store.news.assess(an_assessment(item=item), NOW)
    store.news.set_aside_interrupted(NOW)
    assert store.faults.recorded(open_only=True) == []
