"""Which inspection's story an article belongs to, by its words, its links and its day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.builders import a_send_report
from tests.support.stores import on_record
from watcher.model.news import Article, DateBasis, NewsSource, Tier
from watcher.model.record import OnRecord, Records, of_services
from watcher.model.report import Grade, Judgement, JudgementId, Report, ReportKind
from watcher.news.about.join import Joined, join
from watcher.news.about.reading import lines_of
from watcher.news.about.relevance import about
from watcher.ofsted.authorities import gazetteer

TABLE = gazetteer().by_urn
URN = {authority.name: urn for urn, authority in TABLE.items()}
SUFFOLK, KENT, MEDWAY = URN["Suffolk"], URN["Kent"], URN["Medway"]
PAPER = NewsSource("paper", "The Eastmere Post", "https://post.example/", "newspaper", Tier.LOCAL_PRESS)
WIRE = NewsSource("wire", "Newswire", "https://wire.example/", "aggregator", Tier.AGGREGATOR)
OWN = NewsSource("firm", "Marlow Law", "https://firm.example/", "law-firm", Tier.OWN)
COUNCIL = NewsSource("suffolk", "Suffolk County Council", "https://c.example/", "jadu", Tier.COUNCIL, (SUFFOLK,))


def a_report_on(urn: str, published: date, grade: Grade, file: str = "50990001") -> OnRecord:
    start = published - timedelta(days=50)
    judgement = Judgement(JudgementId.LEADERS, "The impact of leaders", grade.value, grade)
    report = Report(
        ReportKind.ILACS_SHORT,
        TABLE[urn].name,
        ((start, start + timedelta(days=4)),),
        overall=grade,
        judgements=(judgement,),
    )
    return OnRecord(urn, published, f"https://files.example/v1/file/{file}", report)


OLD, NEW = date(2021, 5, 18), date(2025, 6, 10)
SAVED = (
    a_report_on(SUFFOLK, OLD, Grade.REQUIRES_IMPROVEMENT, "50880001"),
    a_report_on(SUFFOLK, NEW, Grade.GOOD, "50990001"),
    a_report_on(KENT, date(2022, 7, 8), Grade.OUTSTANDING),
    a_report_on(KENT, NEW, Grade.GOOD),
    a_report_on(MEDWAY, NEW, Grade.INADEQUATE),
)
RECORDS = on_record(*SAVED)
GOOD_NEWS = "Ofsted has rated Suffolk’s children’s services good."


def joined(
    title: str,
    *text: str,
    source: NewsSource = PAPER,
    day: date | None = None,
    listed: date | None = None,
    seen: date = date(2026, 3, 1),
    links: tuple[str, ...] = (),
    records: Records = RECORDS,
) -> Joined:
    basis = DateBasis.META if day else DateBasis.UNKNOWN
    reading = lines_of(Article("https://post.example/1", title, day, basis, "\n".join(text), links), TABLE)
    return join(reading, about(reading, source, TABLE), source, records, TABLE, listed, seen)


@pytest.mark.parametrize("lag", [-1, 0, 3, 14, 20])
def test_news_of_the_report_within_the_window_belongs_to_it(lag: int) -> None:
    found = joined("County praised by watchdog", GOOD_NEWS, day=NEW + timedelta(days=lag))
    assert found.stories == (f"{SUFFOLK}@2025-06-10",)
    assert (found.date, found.basis) == (NEW + timedelta(days=lag), DateBasis.META)


@pytest.mark.parametrize("lag", [-20, -2, 90, 400])
def test_the_same_words_at_another_time_belong_to_no_report(lag: int) -> None:
    assert joined("County praised by watchdog", GOOD_NEWS, day=NEW + timedelta(days=lag)).stories == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Suffolk shares what works",
            "Suffolk County Council’s children’s services, rated good by Ofsted, are to share their work on fostering.",
        ),
        (
            "Care leavers to get free bus travel",
            "Care leavers will travel free. The council’s children’s services were recently rated good by Ofsted.",
        ),
        (
            "Carers’ week begins",
            "Our Ofsted-rated good children’s services thank every foster carer who looks after children.",
        ),
        ("County prepares for its next inspection", "The council’s children’s services get ready for Ofsted."),
        (
            "Suffolk set for outstanding Ofsted rating, insiders say",
            "People close to the council expect its children’s services to be rated outstanding.",
        ),
        (
            "Inspectors visit Suffolk",
            "Ofsted has written a letter after a visit on care leavers. Such visits carry no grade.",
        ),
    ],
)
def test_background_rumours_and_letters_belong_to_no_report(title: str, text: str) -> None:
    for source in (COUNCIL, PAPER):
        assert joined(title, text, source=source, day=NEW + timedelta(days=7)).stories == ()


SEND_DAY = NEW + timedelta(days=7)
WITH_SEND = on_record(
    *SAVED, OnRecord(SUFFOLK, SEND_DAY, "https://files.example/v1/file/51", a_send_report(authority="Suffolk"))
)


def test_an_inspection_of_the_area_is_another_story_than_that_of_the_council() -> None:
    title = "Inspectors report on SEND services"
    text = "Ofsted and the CQC have found that the local area partnership gives children inconsistent experiences."
    day = SEND_DAY + timedelta(days=1)
    assert joined(title, text, source=COUNCIL, day=day).stories == ()
    assert joined(title, text, source=COUNCIL, day=day, records=WITH_SEND).stories == (f"{SUFFOLK}@{SEND_DAY}",)
    rated = joined("County praised by watchdog", GOOD_NEWS, day=day, records=WITH_SEND)
    assert rated.stories == (f"{SUFFOLK}@2025-06-10",)


def test_the_report_of_an_area_is_none_of_the_councils_services() -> None:
    assert of_services(WITH_SEND) == RECORDS


def test_a_grade_that_moved_was_moved_by_an_inspection_whatever_a_paper_calls_it() -> None:
    text = "Suffolk’s children’s services have risen from requires improvement to good after a focused visit by Ofsted."
    assert joined("Suffolk up a grade", text, day=NEW + timedelta(days=2)).stories == (f"{SUFFOLK}@2025-06-10",)


def test_a_government_that_acts_on_one_council_makes_no_piece_national() -> None:
    told = "Ministers are to intervene in Suffolk after Ofsted rated its children’s services good."
    assert joined_by_record("Government steps in after report on children’s services", told) == AT_SUFFOLK


def test_a_piece_about_two_councils_joins_both_stories() -> None:
    found = joined(
        "Good for Kent, inadequate for Medway",
        "Ofsted rated children’s services in Kent good.",
        "Medway’s were judged inadequate.",
        "Suffolk County Council was not inspected.",
        day=NEW + timedelta(days=1),
    )
    assert found.stories == (f"{KENT}@2025-06-10", f"{MEDWAY}@2025-06-10")


def test_a_round_up_joins_only_what_is_new_in_it() -> None:
    found = joined(
        "How councils stand with Ofsted on children’s services",
        "Suffolk was rated good (June 2025). Cumbria is long gone.",
        "Medway has been judged inadequate since last week.",
        day=date(2025, 9, 8),
        records=on_record(*SAVED, a_report_on(MEDWAY, date(2025, 9, 2), Grade.INADEQUATE)),
    )
    assert found.stories == (f"{MEDWAY}@2025-09-02",) and found.authorities == (MEDWAY,)


@pytest.mark.parametrize(
    "sentence",
    [
        "The report was published on 10 June.",
        "The report of June 10, 2025 is damning.",
        "Inspectors were there from 21 to 25 April.",
    ],
)
def test_a_late_piece_belongs_to_the_report_whose_days_it_names(sentence: str) -> None:
    found = joined("Suffolk’s children’s services", GOOD_NEWS, sentence, day=date(2025, 10, 1))
    assert found.stories == (f"{SUFFOLK}@2025-06-10",)


def test_a_day_without_a_year_means_the_last_one() -> None:
    found = joined("Suffolk’s children’s services", GOOD_NEWS, "The report came out on 18 May.", day=date(2024, 6, 3))
    assert found.stories == ()


def test_a_link_to_the_file_is_proof_at_any_time() -> None:
    link = ("https://files.example/v1/file/50880001",)
    found = joined("Suffolk’s children’s services and Ofsted", "How it went.", day=date(2025, 12, 1), links=link)
    assert found.stories == (f"{SUFFOLK}@2021-05-18",)


@pytest.mark.parametrize(("lag", "count"), [(45, 1), (200, 0)])
def test_a_link_to_the_council_page_means_the_newest_report_of_the_time(lag: int, count: int) -> None:
    link = (f"https://reports.example/provider/44/{SUFFOLK}",)
    assert len(joined("Watchdog on Suffolk", GOOD_NEWS, day=NEW + timedelta(days=lag), links=link).stories) == count


def test_a_post_of_the_firm_belongs_to_the_report_of_its_time() -> None:
    text = "The latest Ofsted report on Suffolk County Council rates its children’s services as requires improvement."
    found = joined("Is Suffolk meeting the needs of children?", text, source=OWN, day=date(2023, 2, 1))
    assert found.stories == (f"{SUFFOLK}@2021-05-18",)


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("The report was published on June 10.", NEW),
        ("Things are better than at the last inspection in 2021.", NEW),
        ("It is a step up from four years ago.", NEW),
        ("They came for a week in April and found it good.", NEW),
        ("The report is dated May 2021 and asks for better plans.", OLD),
    ],
)
def test_an_item_without_a_date_goes_by_what_it_says(sentence: str, published: date) -> None:
    found = joined("Suffolk: Ofsted on children’s services", "Ofsted has inspected Suffolk.", sentence, source=WIRE)
    assert found.stories == (f"{SUFFOLK}@{published}",)
    assert (found.date, found.basis) == (published, DateBasis.INFERRED)


def test_an_item_without_a_date_or_a_sign_joins_only_a_report_just_out() -> None:
    story = ("Suffolk children’s services fail, says Ofsted", "The services are failing, Ofsted found.")
    assert joined(*story, source=WIRE, seen=NEW + timedelta(days=5)).stories == (f"{SUFFOLK}@2025-06-10",)
    found = joined(*story, source=WIRE, seen=NEW + timedelta(days=300))
    assert found == Joined((), None, DateBasis.UNKNOWN, (SUFFOLK,))


def test_an_item_is_never_older_than_it_was_seen() -> None:
    found = joined(
        "Ofsted on Suffolk’s children’s services", "It requires improvement, Ofsted found.", source=WIRE, seen=OLD
    )
    assert found.stories == (f"{SUFFOLK}@2021-05-18",)


def test_the_date_of_the_list_is_taken_before_that_of_the_report() -> None:
    found = joined("County praised by watchdog", GOOD_NEWS, listed=NEW + timedelta(days=3))
    assert (found.date, found.basis) == (NEW + timedelta(days=3), DateBasis.LIST)
    assert found.stories == (f"{SUFFOLK}@2025-06-10",)


def test_a_release_before_the_report_is_known_joins_when_asked_again() -> None:
    before = on_record(SAVED[0])
    release = ("Ofsted rates our children’s services good", "Inspectors praised our social workers.")
    assert joined(*release, source=COUNCIL, day=NEW, records=before).stories == ()
    assert joined(*release, source=COUNCIL, day=NEW).stories == (f"{SUFFOLK}@2025-06-10",)


def test_the_old_name_of_a_county_leads_to_its_successors() -> None:
    heir, day = URN["Cumberland"], date(2024, 9, 3)
    records = on_record(a_report_on(heir, day, Grade.REQUIRES_IMPROVEMENT))
    found = joined("Ofsted on Cumbria", "Children’s services in Cumbria require improvement, Ofsted says.", day=day,
                   records=records)  # fmt: skip
    assert found.stories == (f"{heir}@2024-09-03",)


def test_what_is_not_relevant_belongs_to_no_story() -> None:
    found = joined("Suffolk school rated good", "Ofsted inspectors judged the school good.", day=NEW)
    assert found.stories == ()


def test_an_article_does_not_join_an_older_report_while_the_newest_has_not_been_read() -> None:
    unread = on_record(*SAVED, not_read={SUFFOLK: (date(2025, 6, 24),)})
    after = date(2025, 6, 25)
    assert joined("Suffolk’s services rated good", GOOD_NEWS, day=after).stories == (f"{SUFFOLK}@{NEW}",)
    assert joined("Suffolk’s services rated good", GOOD_NEWS, day=after, records=unread).stories == ()
    assert joined("Suffolk’s services rated good", GOOD_NEWS, source=OWN, day=after, records=unread).stories == ()
    named = f"{GOOD_NEWS} The report was published on 10 June 2025."
    assert joined("Suffolk’s services", named, day=after, records=unread).stories == (f"{SUFFOLK}@{NEW}",)
    before = date(2025, 6, 12)
    assert joined("Suffolk’s services rated good", GOOD_NEWS, day=before, records=unread).stories


# --- the record knows what the words leave out ----------------------------------------------------


def joined_by_record(title: str, *text: str, source: NewsSource = PAPER, day: date = NEW) -> tuple[str, ...]:
    reading = lines_of(Article("https://post.example/1", title, day, DateBasis.META, "\n".join(text)), TABLE)
    subject = about(reading, source, TABLE, records=RECORDS, day=day)
    return join(reading, subject, source, RECORDS, TABLE, None, day).stories


AT_SUFFOLK = (f"{SUFFOLK}@{NEW}",)
TURNED = "Four years after it required improvement, the county council has turned its support for families around."


@pytest.mark.parametrize(
    ("title", "text", "source"),
    [
        ("Suffolk’s care for young people is now ‘good’", "The county has climbed from requires improvement.", PAPER),
        ("‘Good’ at last for Suffolk", TURNED, PAPER),
        (
            "A proud day for our social workers",
            "We are now good overall, up from requires improvement in 2021.",
            COUNCIL,
        ),
        ("County’s services for children climb to good", "Suffolk had been told to improve four years ago.", PAPER),
    ],
)
@pytest.mark.parametrize("lag", [0, 1])
def test_a_council_the_day_of_its_report_and_its_grade_suffice(
    title: str, text: str, source: NewsSource, lag: int
) -> None:
    assert joined_by_record(title, text, source=source, day=NEW + timedelta(days=lag)) == AT_SUFFOLK


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Suffolk crowned outstanding council at awards", "The county council won three prizes."),
        ("Good news for readers in Suffolk", "The county council will open a library."),
        ("Suffolk primary school is now ‘good’", "Pupils at the school have climbed from requires improvement."),
        ("Suffolk looks for good foster carers", "The county council holds an evening for families."),
        ("Bins in Suffolk", "The county council says that the service is good."),
    ],
)
def test_but_other_news_of_that_day_joins_nothing(title: str, text: str) -> None:
    assert joined_by_record(title, text) == ()


def test_nor_does_the_same_on_another_day() -> None:
    assert joined_by_record("‘Good’ at last for Suffolk", TURNED, day=NEW + timedelta(days=40)) == ()


def test_a_wrongly_named_kind_keeps_no_article_from_its_story() -> None:
    told = "Services for children in Suffolk are good overall, a monitoring visit by Ofsted has found."
    assert joined_by_record("Monitoring visit finds Suffolk’s children’s services good", told) == AT_SUFFOLK
    assert (
        joined_by_record("Watchdog praises Suffolk", "A focused visit by Ofsted rated its services good.") == AT_SUFFOLK
    )
    visit = "A monitoring visit by Ofsted found progress in services for children in Suffolk."
    assert joined_by_record("Visit shows progress in Suffolk", visit) == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "More councils than ever are rated good by Ofsted",
            "Councils across England do better for children. Services for children in Suffolk, Kent and Medway were "
            "rated this week.",
        ),
        (
            "One in five councils still inadequate, Ofsted’s annual report says",
            "Ofsted has rated the children’s services of some councils, such as Suffolk, good.",
        ),
        (
            "Minister wants better services for children",
            "The minister spoke to directors from all over the country. Ofsted rated Suffolk’s children’s services "
            "good this week, and she named it as an example.",
        ),
    ],
)
def test_a_national_piece_that_mentions_councils_joins_nothing(title: str, text: str) -> None:
    assert joined_by_record(title, text, day=NEW + timedelta(days=2)) == ()


def test_a_piece_about_two_councils_joins_both() -> None:
    found = joined_by_record(
        "Suffolk and Kent rated good by Ofsted", "Both councils’ children’s services were inspected in April."
    )
    assert set(found) == {f"{SUFFOLK}@{NEW}", f"{KENT}@{NEW}"}


ARTICLES = [
    case.splitlines()
    for case in (Path(__file__).parent / "articles.txt").read_text(encoding="utf-8").split("\n## ")[1:]
]


@pytest.mark.parametrize("lines", [case[1:] for case in ARTICLES], ids=[case[0] for case in ARTICLES])
def test_an_article_joins_the_report_that_it_is_news_of_and_no_other(lines: list[str]) -> None:
    head, title, *paragraphs, wanted = filter(None, lines)
    written, source = date.fromisoformat(head[:10]), COUNCIL if head.endswith("council") else PAPER
    found = joined(title, *paragraphs, source=source, day=written, seen=written + timedelta(days=1))
    stories = {f"{TABLE[urn].name}@{day}" for urn, day in (story.split("@") for story in found.stories)}
    assert stories == set(wanted.removeprefix("= ").split(", ")) - {"none"}
