"""What one would have had: counted from the record, and honest about how far that goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import NOW, a_record, a_source, an_observation
from tests.support.web_past import tell_the_past
from tests.support.web_site import EAST_MIDLANDS, LEICESTER, RUTLAND, Site
from watcher.model.event_kind import EventKind
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader import Wishes
from watcher.model.subscription import Frequency
from watcher.settings import DigestTimes
from watcher.web.preview import PastDigests, Preview, preview

TIMES = DigestTimes()
LONG_AGO = NOW - timedelta(days=1000)


def a_past(days: float, headline: str = "Leicester: news", event: EventKind = EventKind.INSPECTION) -> PastDigests:
    return PastDigests(NOW - timedelta(days=days), frozenset({"all", f"authority:{LEICESTER}"}), event, headline)


def past_mails(past: list[PastDigests], since: datetime | None = LONG_AGO, **wishes: object) -> Preview:
    usual = {"topics": ("all",), "interests": USUAL_INTERESTS, "frequency": Frequency.DAILY}
    return preview(past, Wishes(**usual | wishes), TIMES, NOW, since)  # type: ignore[arg-type]


def test_one_digest_is_one_mail_however_much_it_tells() -> None:
    two_of_a_day = [a_past(10, "first"), a_past(10.01, "second"), a_past(12, "third")]
    assert past_mails(two_of_a_day).count == 2
    assert [mail.headlines for mail in past_mails(two_of_a_day).mails] == [("first", "second"), ("third",)]
    assert len(past_mails(two_of_a_day, frequency=Frequency.WEEKLY).mails) == 1
    assert len(past_mails(two_of_a_day, frequency=Frequency.IMMEDIATELY).mails) == 3


def test_a_day_is_one_in_london() -> None:
    late = PastDigests(datetime(2024, 7, 1, 23, 30, tzinfo=UTC), frozenset({"all"}), EventKind.INSPECTION, "late")
    assert past_mails([late]).mails[0].day == "2 July 2024"


def test_only_what_was_asked_for_and_what_is_in_the_span_counts() -> None:
    past = [
        a_past(3, event=EventKind.COVERAGE),
        a_past(4, event=EventKind.SEND),
        a_past(5, event=EventKind.OWN_POST),
        a_past(731),
        a_past(-1),
    ]
    assert past_mails(past).count == 1
    assert past_mails(past, interests=(Interest.COVERAGE,)).count == 1
    assert past_mails(past, topics=(f"authority:{RUTLAND}",)).count == 0


def test_what_was_listed_before_the_page_was_watched_counts_as_well() -> None:
    document = an_observation(published=date(2024, 7, 1))
    page = a_source(id=f"ofsted:44/{LEICESTER}", name="Leicester", topics=("all", f"authority:{LEICESTER}"))
    told = past_mails([PastDigests.listed(page, document)], since=NOW - timedelta(days=60))
    assert told.count == 1
    assert told.mails[0].headlines == ("Leicester: inspection report",)


def test_what_others_published_is_known_only_since_the_pages_are_watched() -> None:
    short = past_mails([a_past(3)], since=NOW - timedelta(days=60), interests=tuple(Interest))
    assert short.coverage_since == "2 January 2025"
    assert past_mails([a_past(3)], since=NOW - timedelta(days=60)).coverage_since == ""
    assert not past_mails([], since=None).watched and past_mails([]).watched


def test_of_many_mails_the_newest_are_shown_and_all_are_counted() -> None:
    many = past_mails([a_past(days) for days in range(1, 101)])
    assert many.count == 100
    assert len(many.mails) == 15
    assert many.mails[0].day == "2 March 2025"


# --- on the page ----------------------------------------------------------------------------------


def test_the_page_tells_what_the_store_recorded(site: Site) -> None:
    tell_the_past(site.store, NOW, timedelta(days=800))
    wishes = f"authority={LEICESTER}&interest=inspections&frequency=daily"
    page = site.get(f"/preview?{wishes}")
    assert "you would have had 2 emails." in page.words
    assert "Leicester: Good to Requires improvement, 4 judgements down" in page.words
    part = site.get(f"/preview?{wishes}&interest=coverage", HX_Request="true")
    assert "you would have had 3 emails." in part.words and "<html" not in part.text
    region = site.get(f"/preview?region={EAST_MIDLANDS}&interest=send&frequency=weekly")
    assert "you would have had 1 email." in region.words


def test_a_preview_without_script_keeps_what_was_typed_out_of_the_address(site: Site) -> None:
    tell_the_past(site.store, NOW, timedelta(days=40))
    fields = [("everything", "yes"), ("interest", "inspections"), ("frequency", "daily"), ("address", "a@example.org")]
    page = site.post("/preview", fields)
    assert page.status == 200 and "you would have had 1 email." in page.words
    address = page.html.select_one("#address")
    assert address and address["value"] == "a@example.org"


@pytest.mark.parametrize("asked", ["", "authority=1", f"authority={LEICESTER}&frequency=hourly"])
def test_without_choices_there_is_nothing_to_preview(site: Site, asked: str) -> None:
    assert site.get(f"/preview?{asked}").status == 422
    part = site.get(f"/preview?{asked}", HX_Request="true")
    assert "Choose" in part.words


def test_the_record_is_read_anew_after_a_while(site: Site) -> None:
    asked = "/preview?everything=yes&interest=inspections&frequency=daily"
    assert "haven’t started watching yet" in site.get(asked).words
    tell_the_past(site.store, NOW, timedelta(days=800))
    site.clock.wait(minutes=11)
    assert "you would have had 3 emails." in site.get(asked).words


def test_a_document_that_is_listed_and_was_recorded_is_counted_once(site: Site) -> None:
    page = a_source(id=f"ofsted:44/{LEICESTER}", name="Leicester", topics=("all", f"authority:{LEICESTER}"))
    site.store.pages.follow([page], NOW)
    seen = [an_observation(source_id=page.id, key=str(n), published=date(2024, n, 1)) for n in (5, 6)]
    site.store.pages.record(a_record(source_id=page.id, observations=tuple(seen), changes=()))
    assert [document.key for _, document in site.store.reports.listed_since(date(2024, 5, 2))] == ["6"]
    wishes = f"authority={LEICESTER}&interest=inspections&frequency=daily"
    assert "you would have had 2 emails." in site.get(f"/preview?{wishes}").words
