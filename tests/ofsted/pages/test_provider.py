"""Provider pages of every type, and everything that is none."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.ofsted_pages import a_page
from watcher.model.errors import SourceError
from watcher.model.report import Grade
from watcher.model.source import Provider
from watcher.model.visit import ProviderPage
from watcher.ofsted.pages.provider import provider_page, region

BASE = "https://reports.ofsted.gov.uk"
COUNCIL = Provider("44", "80999")
SCHOOL = Provider("21", "990001")
HOME = Provider("2", "990002")


def read(body: bytes, provider: Provider = COUNCIL, base: str = BASE) -> ProviderPage:
    return provider_page(body, f"{base}/provider/{provider.key}", provider, base)


def council(*changes: tuple[str, str]) -> ProviderPage:
    return read(a_page("council", *changes))


def school(*changes: tuple[str, str]) -> ProviderPage:
    return read(a_page("school", *changes), SCHOOL)


def test_a_council_page_is_named_and_shows_no_grade() -> None:
    page = council()
    assert (page.provider, page.name, page.grade) == (COUNCIL, "Marlow Vale", None)


def test_every_document_is_read_once_the_folded_away_ones_included() -> None:
    assert [entry.key for entry in council().entries] == ["50300004", "50300003", "50300002", "2750001"]


def test_the_three_dates_of_a_row_are_told_apart() -> None:
    inspection = council().entries[1]
    assert inspection.published == date(2024, 8, 5)
    assert inspection.facts == {"event": "inspection", "graded": "yes", "inspected": "2024-06-14"}


def test_a_folded_away_row_has_its_own_dates_and_not_those_of_the_rows_around_it() -> None:
    send, oldest = council().entries[2:]
    assert (send.published, send.facts["inspected"]) == (date(2024, 1, 16), "2023-11-10")
    assert oldest.published == date(2015, 3, 20)
    assert "inspected" not in oldest.facts


def test_a_day_with_its_own_report_and_folded_ones_below_keeps_them_apart() -> None:
    page = council(('</div></li>\n    <li class="timeline__day timeline__day--has-archive"><details>', "<details>"))
    assert [entry.facts.get("inspected") for entry in page.entries[1:]] == ["2024-06-14", "2023-11-10", None]


def test_titles_lose_file_type_hidden_text_and_stray_spaces() -> None:
    assert [entry.title for entry in council().entries] == [
        "Children's services focused visit",
        "Children's services inspection",
        "Area SEND full inspection",
        "Single inspection of LA children's services",
    ]


def test_only_inspections_of_a_council_are_graded() -> None:
    facts = [(entry.facts["event"], entry.facts["graded"]) for entry in council().entries]
    assert facts == [("focused_visit", "no"), ("inspection", "yes"), ("send", "no"), ("inspection", "yes")]


def test_the_reports_lie_where_the_page_says_and_are_asked_for_over_tls() -> None:
    page = council(("https://files.ofsted.gov.uk/v1", "http://files.ofsted.gov.uk/v1"))
    assert page.entries[0].url == "https://files.ofsted.gov.uk/v1/file/50300004"
    assert page.entries[2].url == "https://files.api.ofsted.gov.uk/v1/file/50300002"


def test_a_report_on_the_site_itself_is_found() -> None:
    base = "http://127.0.0.1:8765"
    page = read(a_page("council", ("https://files.ofsted.gov.uk/v1", "/v1")), base=base)
    assert page.entries[0].url == "http://127.0.0.1:8765/v1/file/50300004"


def test_a_school_shows_its_rating_and_the_grade_of_each_report() -> None:
    page = school()
    assert page.grade is Grade.GOOD
    inspection, letter = page.entries
    assert (inspection.title, inspection.published) == ("School inspection", date(2024, 7, 2))
    assert inspection.facts == {
        "event": "inspection", "graded": "no", "inspected": "2024-04-22", "grade": "good",
    }  # fmt: skip
    assert letter.facts == {"event": "other", "graded": "no"}


def test_a_school_without_a_rating_shows_none() -> None:
    page = school(
        ("latest-rating__title", "x"), ("rating--selected", "x"), ("subjudgements__overall", "x"),
    )  # fmt: skip
    assert page.grade is None


def test_a_home_is_read_in_its_plain_layout() -> None:
    page = read(a_page("home"), HOME)
    assert page.name == "Home 990002"
    full, interim = page.entries
    assert (full.facts["grade"], full.published) == ("requires_improvement", date(2025, 9, 8))
    assert interim.facts == {"event": "inspection", "graded": "no", "inspected": "2024-11-27"}
    assert (interim.title, interim.published) == ("Interim inspection", date(2024, 12, 31))


def test_a_provider_without_a_report_yet_has_an_empty_list() -> None:
    page = read(a_page("new-provider"), Provider("16", "EY990003"))
    assert (page.name, page.entries) == ("Little Oaks Nursery", ())


def test_an_empty_timeline_is_a_list_without_reports() -> None:
    body = b"<html><body><h1>Eastmere</h1><ol class='timeline'></ol></body></html>"
    assert read(body).entries == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("timeline__day", "day"),
        ("publication-link", "report"),
        ("event__title heading--sub", "t"),
        ('class="timeline__date"', ""),
        ("<time pubdate>", "<time>"),
        ("title-block", "block"),
        ('<ol class="timeline">', '<ol class="history">'),
        ("<main", "<div"),
        ("All reports", "Reports and letters"),
        ('id="main"', 'id="content" data-token="1"'),
    ],
)
def test_renamed_markup_around_the_data_changes_nothing(old: str, new: str) -> None:
    assert council((old, new)).entries == council().entries


def test_reordered_rows_are_the_same_records() -> None:
    body = a_page("council").decode()
    begin, middle, end = (
        body.index(mark)
        for mark in (
            '    <li class="timeline__day"><div',
            '    <li class="timeline__day timeline__day--has',
            "  </ol>\n</div>\n</main>",
        )
    )
    turned = body[:begin] + body[middle:end] + body[begin:middle] + body[end:]
    assert {e.key: e for e in read(turned.encode()).entries} == {e.key: e for e in council().entries}


FILE = "https://files.ofsted.gov.uk/v1/file/50300003"
SEND_FILE = "https://files.api.ofsted.gov.uk/v1/file/50300002"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([("URN: 80999", "URN: 80482")], "page of another provider, URN 80482"),
        ([("5 August 2024", "soon")], "50300003 has no publication date|not a date"),
        ([("as pdf - 20 March 2015", ""), ("Published <time pubdate>20 March 2015</time>", "")],
         "2750001 has no publication date"),
        ([("<time>14 June 2024</time>", "<time>14/06/2024</time>")], "not a date"),
        ([(FILE, "https://files.example/v1/file/50300003")], "unknown host: 'files.example'"),
        ([(FILE, "https://files.ofsted.gov.uk.example/v1/file/50300003")], "unknown host"),
        ([(FILE, "https://files.ofsted.gov.uk:444/v1/file/50300003")], "unknown host"),
        ([(FILE, "https://user@files.ofsted.gov.uk/v1/file/50300003")], "unknown host"),
        ([(FILE, "javascript:alert(1)")], "not a report file"),
        ([(FILE, "file:///v1/file/50300003")], "unknown host"),
        ([(FILE, "https://files.ofsted.gov.uk/v1/file/latest")], "not a report file"),
        ([("50300003", "50300004")], "50300004 is listed twice with different details"),
        ([(f'<a class="publication-link" target="_blank" href="{SEND_FILE}">', "<a>")], "without a link"),
        ([("</body></html>", "")], "cut off"),
        ([("Marlow  Vale", ""), ("<title>Marlow Vale - Open - ", "<title>")], "does not name"),
    ],
)  # fmt: skip
def test_a_council_page_that_cannot_be_read_whole_is_refused(changes: list[tuple[str, str]], why: str) -> None:
    with pytest.raises(SourceError, match=why) as caught:
        council(*changes)
    assert caught.value.source_id == "ofsted:44/80999"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (a_page("shell"), "the page has no timeline of reports; it may be an error or block page$"),
        (a_page("challenge"), "bot check"),
        (b"<html><title>Page not found - Ofsted</title><h1>Page not found</h1></html>", "no timeline of reports"),
        (a_page("council")[:2500], "cut off"),
    ],
)
def test_what_is_no_provider_page_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        read(body)


HIDDEN = '<span class="nonvisual">Children&#039;s services inspection'


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([(HIDDEN, HIDDEN.replace("nonvisual", "sr-only"))], "the label of report 50300003 contains a date or a grade"),
        ([(HIDDEN, HIDDEN.replace("nonvisual", "sr-only")), ("5 August 2024</span>", "6 August 2024</span>")],
         "the label of report 50300003 contains a date or a grade"),
        ([(f'<a class="publication-link" target="_blank" href="{SEND_FILE}">', '<a class="publication-link">')],
         "not a report file"),
        ([(", pdf - 20 January 2026", ""), ("Published <time pubdate>20 January 2026</time>",
           "Published <time pubdate>20 January 2026</time><time pubdate>21 January 2026</time>")],
         "50300004 has several publication dates"),
        ([("<nav>", f'<a class="publication-link" href="{FILE}9">New</a><nav>')], "is outside the timeline"),
        ([(FILE, "https://[files.ofsted.gov.uk/v1/file/50300003")], "not a web address"),
    ],
)  # fmt: skip
def test_markup_that_would_be_read_as_something_else_is_refused(changes: list[tuple[str, str]], why: str) -> None:
    with pytest.raises(SourceError, match=why):
        council(*changes)


def test_a_day_that_lost_its_own_link_is_missed_beside_the_ones_folded_away_in_it() -> None:
    merged = ('</div></li>\n    <li class="timeline__day timeline__day--has-archive"><details>', "<details>")
    with pytest.raises(SourceError, match="a row lists a document without a link"):
        council(merged, (f'<a class="publication-link" target="_blank" href="{FILE}">', "<a>"))


def test_a_row_that_alone_lost_its_marks_is_still_a_row() -> None:
    link = f'<a class="publication-link" target="_blank" href="{FILE}">'
    page = council(("timeline__day", "day"), (link, link.replace("publication-link", "report")))
    assert page.entries == council().entries


def test_a_date_need_not_be_marked_as_a_time() -> None:
    assert council(("<time>", "<span>"), ("<time pubdate>", "<span>"), ("</time>", "</span>")) == council()


def test_a_list_inside_a_day_parts_no_link_from_its_date() -> None:
    begin, end = '<span class="event__title heading--sub">', "</time></div></span>"
    assert council((begin, f"<ul><li>{begin}"), (end, f"{end}</li></ul>")) == council()


def test_a_date_of_publication_in_plain_words_is_not_that_of_the_next_day() -> None:
    assert council(("<time pubdate>20 January 2026</time>", "20 January 2026")) == council()


def test_the_page_is_read_in_the_encoding_that_the_response_declares() -> None:
    body = a_page("council", ("Marlow  Vale", "Ynys Môn")).decode().encode("latin-1", errors="xmlcharrefreplace")
    url = f"{BASE}/provider/{COUNCIL.key}"
    assert provider_page(body, url, COUNCIL, BASE, encoding="latin-1").name == "Ynys Môn"
    with pytest.raises(SourceError, match="another encoding"):
        provider_page(body, url, COUNCIL, BASE)


def test_a_second_heading_of_the_first_rank_is_no_name() -> None:
    page = council(("title-block__heading", "x"), ("heading--title", "x"), ("<nav>", "<h1>Find a report</h1><nav>"))
    assert page.name == "Marlow Vale"


def test_a_page_without_a_heading_has_the_name_in_its_title_and_none_from_a_drawing() -> None:
    drawing = ("<nav>", "<nav><svg><title>Menu</title></svg>")
    assert council(("<h1", "<p"), ("</h1>", "</p>"), drawing).name == "Marlow Vale"


def test_a_grade_that_lost_its_mark_is_no_part_of_a_label() -> None:
    with pytest.raises(SourceError, match="the label of report 50400002 contains a date or a grade"):
        school(("School inspection: <strong>Good</strong>", "School inspection: <b>Good</b>"))


def test_more_reports_than_any_provider_has_are_refused() -> None:
    links = "".join(f'<li><a href="/v1/file/{number}">Focused visit</a></li>' for number in range(301))
    with pytest.raises(SourceError, match="305 of these: link to a report; expected at most 300"):
        council(("<nav>", f"<ol>{links}</ol><nav>"))


def test_two_grades_beside_one_report_are_refused() -> None:
    with pytest.raises(SourceError, match="more than one grade"):
        school(("School inspection: <strong>Good</strong>", "<strong>Good</strong><strong>Inadequate</strong>"))


def test_a_rating_nobody_has_met_is_refused() -> None:
    with pytest.raises(SourceError, match="unknown grade: 'Splendid'"):
        school(("<span>Good</span>", "<span>Splendid</span>"))


def test_a_grade_beside_a_report_that_nobody_has_met_is_refused() -> None:
    with pytest.raises(SourceError, match="unknown grade: 'Splendid'"):
        school(("School inspection: <strong>Good", "School inspection: <strong>Splendid"))


def test_two_ratings_at_once_are_refused() -> None:
    with pytest.raises(SourceError, match="more than one rating: good, inadequate"):
        school(("<span>Good</span>", "<span>Inadequate</span>"))


def test_tokens_stamps_and_banners_lie_outside_the_region() -> None:
    noisy = a_page("council", ("c0ffee", "beef"), ("1770088014.1", "1770099999.9"), ("uses cookies", "likes cookies"))
    assert region(noisy) == region(a_page("council"))


def test_everything_that_is_read_lies_inside_the_region() -> None:
    changed = a_page("council", ("50300003", "50300009"))
    assert region(changed) != region(a_page("council"))


def test_without_the_marks_the_region_is_the_whole_page() -> None:
    assert region(a_page("home")) == a_page("home")


def test_a_report_outside_the_marks_makes_the_region_the_whole_page() -> None:
    body = a_page("council", ("file/50300002", "file/50300002"), ("/handbook", "/v1/file/1"))
    assert region(body) == body
