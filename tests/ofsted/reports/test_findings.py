"""What a report says behind its grades: improvement items, paragraphs by topic, strengths, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.support.report_texts import BULLETS, PROSE, IlacsText, SendText, SifText, page, paragraph
from watcher.ofsted.reports.read import read_report
from watcher.ofsted.reports.text import joined, text_of_pages

ILACS = IlacsText()


def items(report: IlacsText) -> list[tuple[str, str | None]]:
    return [(item.text, item.tag) for item in read_report(report.pages()).improve]


# --- improvement items ----------------------------------------------------------------------------


@pytest.mark.parametrize("bullet", ["◼ ", "◼", "\uf06e ", "\uf0b7 ", "• ", "▪ ", "■\t", "– ", "- ", "➢ ", "n ", "1. "])
def test_every_bullet_begins_an_item(bullet: str) -> None:
    assert [text for text, _ in items(replace(ILACS, bullet=bullet))] == list(BULLETS)


@pytest.mark.parametrize(
    "heading",
    ["What needs to improve?", "What needs to improve", "What Needs to Improve:", "What needs to improve?1"],
)
def test_the_heading_of_the_list_varies(heading: str) -> None:
    assert len(items(replace(ILACS, heading=heading))) == 3


def test_a_report_may_have_no_list() -> None:
    assert items(replace(ILACS, heading="", improve=())) == []


@pytest.mark.parametrize(
    ("printed", "text", "tag"),
    [
        ("Plans. (outcome 4, national framework)", "Plans.", "outcome 4, national framework"),
        ("Plans (Outcome 3).", "Plans", "Outcome 3"),
        ("Plans [ Outcome 4, national framework].", "Plans", "Outcome 4, national framework"),
        ("Plans. Enabler three: National Framework.", "Plans.", "Enabler three: National Framework"),
        ("Plans (National Framework, Outcome 1)", "Plans", "National Framework, Outcome 1"),
        ("Plans. (Principle 1)", "Plans.", "Principle 1"),
        ("Plans. (outcome 1) (enabler 2)", "Plans.", "outcome 1; enabler 2"),
        ("The response of the designated officer (LADO).", "The response of the designated officer (LADO).", None),
        ("Better outcomes (in schools).", "Better outcomes (in schools).", None),
    ],
)
def test_the_tag_is_split_off(printed: str, text: str, tag: str | None) -> None:
    assert items(replace(ILACS, improve=[printed])) == [(text, tag)]


def test_dashes_within_an_item_are_no_items() -> None:
    item = "Practice with disabled children, to show: \r\n– their views;\r\n– their days."
    pages = replace(ILACS, improve=["Plans."]).pages()
    pages[1] += f"\r\n◼ {item}"
    assert [each.text for each in read_report(pages).improve] == [
        "Plans.",
        "Practice with disabled children, to show: – their views; – their days.",
    ]


def test_points_within_an_unfinished_item_are_no_items() -> None:
    pages = replace(ILACS, improve=["Plans."]).pages()
    pages[1] += "\r\n◼ Practice that shows:\r\n• views;\r\n• days."
    assert [each.text for each in read_report(pages).improve][1] == "Practice that shows: • views; • days."


def test_a_footnote_between_two_pages_is_no_part_of_an_item() -> None:
    pages = replace(ILACS, footnote=("1 The areas for improvement stand beside", "the framework.")).pages()
    head, tail = pages[1].split(" families know")
    foot = tail.index("1 The areas")
    broken = [head + "\r\n" + tail[foot:], "Inspection of Eastmere\r\nfamilies know" + tail[:foot]]
    broken[1] = broken[1].removeprefix("Inspection of Eastmere\r\n")
    report = read_report([pages[0], *broken, *pages[2:]])
    assert [item.text for item in report.improve] == list(BULLETS)
    assert [item.page for item in report.improve] == [2, 3, 3]


def test_words_broken_over_lines_are_whole_again() -> None:
    assert joined(["The response to 16- and 17-", "year-olds, both short-", "and long-term."]) == (
        "The response to 16- and 17-year-olds, both short- and long-term."
    )


# --- paragraphs -----------------------------------------------------------------------------------


def test_paragraphs_stand_under_their_judgement_with_page_and_number() -> None:
    passages = read_report(ILACS.pages()).passages
    leaders = [each for each in passages if each.topic == "leaders"]
    assert [(each.paragraph, each.page, each.text) for each in leaders] == [
        (number, 3, paragraph(number)) for number in (1, 2, 3)
    ]
    assert [each.paragraph for each in passages if each.topic == "care_leavers" and each.page == 6] == [10, 11, 12]


def test_paragraphs_stand_again_under_each_legal_topic() -> None:
    passages = read_report(ILACS.pages()).passages
    assert [each.paragraph for each in passages if each.topic == "pre_proceedings"] == [2, 5, 8, 11]
    assert [each.paragraph for each in passages if each.topic == "kinship_and_special_guardianship"] == [3, 6, 9, 12]


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("The Public Law Outline (PLO) is used too late for some of the children.", "pre_proceedings"),
        ("Judges praise statements in care proceedings, which are short and clear.", "care_proceedings"),
        ("Two children lived in unregistered children’s homes at the time.", "unregistered_placements"),
        ("Special guardians are told what help they may ask for, and they get it.", "kinship_and_special_guardianship"),
        ("Children in private fostering arrangements are visited as they should be.", "private_fostering"),
        ("Pathway plans are written with young people and not about them.", "care_leavers"),
    ],
)
def test_the_topics_of_child_care_law(said: str, topic: str) -> None:
    pages = ILACS.pages()
    pages[2] = pages[2].replace("3. In ", f"3. {said} In ")
    assert 3 in [each.paragraph for each in read_report(pages).passages if each.topic == topic]


def test_the_words_before_the_first_section_are_its_summary() -> None:
    summary = [each for each in read_report(ILACS.pages()).passages if each.topic == "summary"]
    assert summary[0].text.startswith("Children in this invented place have been seen")
    assert summary[0].paragraph is None


def test_what_a_sif_report_prints_before_its_sections_is_read_apart_from_their_numbers() -> None:
    asked = ("Improve the quality and timeliness of assessments.", "Ensure that private fostering meets requirements.")
    report = read_report(SifText(recommendations=asked).pages())
    plain = read_report(SifText().pages())
    said = [(one.paragraph, one.text) for one in report.passages if one.topic == "recommendations"]
    assert said == [(1, asked[0]), (2, asked[1])]
    assert [one.text for one in report.passages if one.topic == "summary"]
    assert not any("getting better" in one.text for one in report.passages)
    sections = [
        (one.topic, one.paragraph) for one in report.passages if one.topic not in ("summary", "recommendations")
    ]
    assert set(sections) >= {(one.topic, one.paragraph) for one in plain.passages if one.paragraph}


def test_a_sif_report_has_paragraphs() -> None:
    report = read_report(SifText().pages())
    assert [each.paragraph for each in report.passages if each.topic == "adoption"] == [17, 18, 19]


def test_the_list_of_strengths_ends_with_the_next_heading() -> None:
    pages = SifText().pages()
    strengths = ("The local authority’s strengths", "5. Foster carers are well", "looked after by the council.")
    pages[1] = page(pages[1], *strengths, "6. The courts of the county trust the council.", "Progress since then")
    assert [each.text for each in read_report(pages).strengths] == [
        "Foster carers are well looked after by the council.",
        "The courts of the county trust the council.",
    ]


def test_area_send_reports_name_strengths_and_improvements() -> None:
    report = read_report(SendText().pages())
    assert [each.text for each in report.strengths] == list(PROSE)
    assert [each.text.split()[-1] for each in report.improve] == ["are.", "matters."]
    assert ("previous_inspection", "5 to 9 December 2016") in [(each.topic, each.text) for each in report.passages]


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("Lead inspector: Wilma Thorne, His Majesty’s Inspector", ["Wilma Thorne"]),
        ("Lead inspector: Wilma Thorne\r\nHer Majesty's Inspector", ["Wilma Thorne"]),
        ("Lead inspector: Wilma Thorne HMI", ["Wilma Thorne"]),
        ("Lead inspector: Wilma Thorne (HMI)", ["Wilma Thorne"]),
        ("Lead inspector: Sam Thorne, Senior His Majesty’s Inspector", ["Sam Thorne"]),
        ("Lead inspector: Wilma\r\nThorne, His Majesty’s Inspector", ["Wilma Thorne"]),
        ("Lead inspector: Máire O’Thorne-Hill, His Majesty’s Inspector", ["Máire O’Thorne-Hill"]),
        (
            "Lead inspectors: Wilma Thorne, His Majesty’s Inspector, and Abel Stone,\r\nHis Majesty’s Inspector",
            ["Wilma Thorne", "Abel Stone"],
        ),
        ("Lead inspectors: Wilma Thorne and Abel Stone", ["Wilma Thorne", "Abel Stone"]),
        ("Children come first", []),
    ],
)
def test_lead_inspectors_without_their_titles(printed: str, names: Sequence[str]) -> None:
    report = read_report(replace(ILACS, inspector=printed).pages())
    assert list(report.lead_inspectors) == list(names)
    assert report.problems == ()


@pytest.mark.parametrize(
    "name",
    [
        "Eastmere",
        "London Borough of Eastmere",
        "Eastmere, Marlow Vale and Hythe",
        "St. Osyth-on-Sea",
        "Isle of Marl Council",
    ],
)
def test_the_authority_as_printed(name: str) -> None:
    assert read_report(replace(ILACS, authority=name).pages()).authority == name


# --- the text itself ------------------------------------------------------------------------------


def test_running_lines_and_page_numbers_are_no_text() -> None:
    words = ("ash", "birch", "cedar", "dogwood", "elm", "fir", "gorse")
    running = "Inspection of Eastmere children’s services"
    pages = [page(running, f"6 to 17 March 2023 {n}", word, f"{word}s", str(n)) for n, word in enumerate(words, 1)]
    lines = [line.text for line in text_of_pages(pages).lines if line.page > 1]
    assert lines == [text for word in words[1:] for text in (word, f"{word}s")]


def test_crown_copyright_is_no_bullet() -> None:
    assert text_of_pages(["© Crown copyright"]).lines[0].text == "© Crown copyright"
