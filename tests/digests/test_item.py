"""What stands in a mail about one change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import a_change, a_report, an_observation
from tests.support.mail_stories import (
    BULLETS,
    G,
    I,
    R,
    a_digest,
    a_document,
    a_held_report,
    a_reading,
    a_visit,
    an_inspection,
    the_fall_of_marlow_vale,
    the_rise_of_eastmere,
)
from tests.support.sentences import basis, history, improve, note, priority
from watcher.digests.item import IMPROVE_SHOWN
from watcher.digests.links import safe_link
from watcher.digests.story import asks_for_priority_action
from watcher.digests.views import Fact, FactKind
from watcher.model.change import Change, ChangeKind
from watcher.model.event_kind import EventKind
from watcher.model.report import (
    Grade,
    Improvement,
    Judgement,
    JudgementId,
    Matching,
    Passage,
    PriorityAction,
    Repeated,
    ReportKind,
)
from watcher.model.source import Provider
from watcher.ofsted.grades import compare, compare_shown, unknown_before

ENDED = "this judgement is no longer made"


def test_judgements_are_told_old_and_new_with_the_movement_in_words() -> None:
    (entry,) = a_digest([the_fall_of_marlow_vale()]).items[0].item.entries
    assert [row.sentence for row in entry.rows] == [
        "Overall: Good to Requires improvement (down 1)",
        "Impact of leaders: Good to Requires improvement (down 1)",
        "Help and protection: Good to Requires improvement (down 1)",
        "Children in care: Good to Requires improvement (down 1)",
        "Care leavers: Good to Requires improvement (down 1)",
    ]
    assert [row.basis for row in entry.rows[2:]] == [
        "",
        "compared with the former combined judgement",
        "compared with the former combined judgement",
    ]


def test_dates_and_links_stand_with_each_item() -> None:
    (entry,) = a_digest([the_fall_of_marlow_vale()]).items[0].item.entries
    assert entry.facts == (
        Fact(FactKind.DOCUMENT, "Inspection"),
        Fact(FactKind.TITLE, "Children's services inspection"),
        Fact(FactKind.INSPECTED, "25 November to 6 December 2024"),
        Fact(FactKind.PUBLISHED, "28 January 2025"),
        Fact(FactKind.COMPARED_WITH, "12 November 2021"),
        Fact(FactKind.LEAD_INSPECTOR, "Ada Quill"),
    )
    assert [link.url for link in entry.links] == [
        "https://files.example/v1/file/80999",
        "https://reports.example/provider/44/80999",
    ]


def test_an_earlier_report_that_nothing_was_compared_with_is_not_named_as_compared() -> None:
    fallen = the_fall_of_marlow_vale()
    assert fallen.report is not None and fallen.earlier is not None
    held = replace(fallen, judgements=unknown_before(fallen.report, "the earlier report could not be read"))
    (entry,) = a_digest([held]).items[0].item.entries
    assert FactKind.COMPARED_WITH not in [fact.kind for fact in entry.facts]


def test_an_overall_grade_that_ended_is_shown_as_ended() -> None:
    (entry,) = a_digest([the_rise_of_eastmere()]).items[0].item.entries
    ended = entry.rows[-1]
    assert (ended.judgement, ended.after, ended.arrow) == ("Overall", "", "")
    assert ended.sentence == "Overall: Inadequate before, no longer given"


def test_a_predecessor_is_named_once_and_nothing_is_said_to_have_moved() -> None:
    change = an_inspection("80989", "West Marlow", None, a_reading(R, R, R, R, overall=R))
    rows = tuple(
        replace(row, basis="first inspection on record; predecessor authority Marlowshire: inadequate")
        for row in change.judgements
    )
    (entry,) = a_digest([replace(change, judgements=rows)]).items[0].item.entries
    assert basis(entry) == "Predecessor authority Marlowshire: inadequate."
    assert not any(row.basis or row.arrow for row in entry.rows)


def test_an_older_framework_is_said_once_and_what_it_combined_or_dropped_with_its_row() -> None:
    single = a_reading(G, R, R, R, overall=R)
    adoption = Judgement(JudgementId.ADOPTION, "adoption", G.value, G)
    single = replace(single, kind=ReportKind.SIF, judgements=(*single.judgements, adoption))
    change = an_inspection("80999", "Marlow Vale", single, a_reading(G, G, G, overall=G))
    (entry,) = a_digest([change]).items[0].item.entries
    assert basis(entry) == "Different framework (single inspection framework before)."
    assert [row.basis for row in entry.rows] == ["", "", "", "both requires improvement before", ENDED]
    assert entry.rows[3].sentence == "Children in care and care leavers: Requires improvement to Good (up 1)"


def test_a_combined_judgement_is_compared_with_neither_part_where_the_two_differ() -> None:
    parts = a_reading(G, R, G, R, overall=R)
    change = an_inspection("80999", "Marlow Vale", parts, a_reading(G, G, G, overall=G))
    (entry,) = a_digest([change]).items[0].item.entries
    assert entry.rows[3].movement == "new judgement"
    assert entry.rows[3].basis == "made apart before: children in care good, care leavers requires improvement"


def test_a_report_on_an_area_is_told_with_its_outcome_and_without_the_grades_of_the_council() -> None:
    box = "There are widespread failings. A plan is due. A monitoring inspection follows within 18 months."
    outcome = Judgement(JudgementId.SEND_OUTCOME, "Inspection outcome", box, Grade.SYSTEMIC_FAILINGS)
    need = "Leaders across the partnership should agree " + "and carry out " * 60 + "one plan."
    report = a_report(kind=ReportKind.AREA_SEND, overall=None, judgements=(outcome,), improve=(Improvement(need),))
    letter = a_document("80999", "Marlow Vale", EventKind.SEND, "Area SEND full inspection")
    item = a_digest([replace(letter, report=report, judgements=compare(None, report))]).items[0].item
    (entry,) = item.entries
    assert [row.sentence for row in entry.rows] == [
        "Area SEND outcome: Widespread and/or systemic failings (first outcome on record)"
    ]
    assert improve(entry) == [need]
    assert priority(entry) == ["The report lists areas for priority action. Open the report to read them."]
    assert entry.follows == "A plan is due. A monitoring inspection follows within 18 months."
    acts = Passage("priority_action", "Leaders should act at once.", 4)
    said = replace(letter, report=replace(report, passages=(acts,)), judgements=compare(None, report))
    assert priority(a_digest([said]).items[0].item.entries[0]) == ["Leaders should act at once."]
    row = Improvement("Leaders should act at once.", page=4, body="Eastmere Council")
    said = replace(letter, report=replace(report, priority_action=(row,)), judgements=compare(None, report))
    assert priority(a_digest([said]).items[0].item.entries[0]) == ["Eastmere Council: Leaders should act at once."]
    assert "not in a grade" in note(entry) and not entry.history and not entry.basis
    assert item.short == "Marlow Vale SEND report"


def test_what_must_improve_is_listed_up_to_a_limit() -> None:
    change = the_fall_of_marlow_vale()
    (entry,) = a_digest([change]).items[0].item.entries
    assert improve(entry) == list(BULLETS)
    long = a_report(improve=tuple(Improvement(f"Point {n}.") for n in range(IMPROVE_SHOWN + 3)))
    (entry,) = a_digest([replace(change, report=long)]).items[0].item.entries
    assert len(entry.improve) == IMPROVE_SHOWN and improve(entry)[-1] == "and 3 more in the report"


def test_what_must_improve_again_is_marked() -> None:
    change = the_fall_of_marlow_vale()
    assert change.report is not None
    again = change.report.improve[0]
    matching = Matching((Repeated(Improvement("Much the same."), again, 90.0),), change.report.improve[1:], ())
    (entry,) = a_digest([replace(change, improvements=matching)]).items[0].item.entries
    marked = [bullet.endswith("(also in the previous report)") for bullet in improve(entry)]
    assert marked == [True] + [False] * (len(BULLETS) - 1)


def test_a_held_report_gives_its_link_and_no_grade() -> None:
    held = replace(
        a_held_report(), report=a_reading(I, I, I, I, overall=I, improve=BULLETS), problems=("tables differ",)
    )
    item = a_digest([replace(held, judgements=the_fall_of_marlow_vale().judgements)]).items[0].item
    (entry,) = item.entries
    assert "checking its grades" in item.headline and "checking its grades" in note(entry)
    assert not entry.rows and not entry.improve
    assert entry.links[0].url == "https://files.example/v1/file/80994"
    assert "tables differ" not in repr(item), "the reason is for the operator"


def test_a_letter_is_told_as_a_letter() -> None:
    item = a_digest([a_visit()]).items[0].item
    (entry,) = item.entries
    assert item.headline == "Holloway Bridge: new focused visit letter (not graded)"
    assert entry.facts[0] == Fact(FactKind.DOCUMENT, "Focused visit")
    assert "no grade" in note(entry)
    assert entry.links[0].text == "Read the letter on Holloway Bridge (PDF)"


def test_a_vanished_report_is_told_without_its_link() -> None:
    gone = a_change(
        kind=ChangeKind.REMOVED, before=an_observation(), after=None, judgements=(), report=None,
        headline="Marlow Vale: inspection report no longer listed by Ofsted",
    )  # fmt: skip
    (entry,) = a_digest([gone]).items[0].item.entries
    assert note(entry) == "Ofsted no longer lists this report. The grades we have on record have not changed."
    assert [link.url for link in entry.links] == [gone.provider_url]


def test_an_edited_entry_says_what_was_edited() -> None:
    def listed(inspected: str) -> dict[str, str]:
        return {"event": "inspection", "graded": "yes", "inspected": inspected}

    edited = a_change(
        kind=ChangeKind.CHANGED, judgements=(), report=None,
        before=an_observation(facts=listed("2025-01-20")), after=an_observation(facts=listed("2025-01-21")),
    )  # fmt: skip
    (entry,) = a_digest([edited]).items[0].item.entries
    assert note(entry) == ("Ofsted's page gave 20 January 2025 as the inspection date. It now gives 21 January 2025.")


def test_the_grade_a_school_page_shows_is_told_with_that_page() -> None:
    page = "https://reports.example/provider/21/100001"
    school = a_change(
        kind=ChangeKind.CHANGED, provider=Provider("21", "100001"), provider_name="Rose Primary School",
        provider_url=page, report=None, judgements=compare_shown(Grade.GOOD, Grade.INADEQUATE),
        before=an_observation(key="rating", url=page), after=an_observation(key="rating", url=page, published=None),
        headline="Rose Primary School: Good to Inadequate",
    )  # fmt: skip
    (entry,) = a_digest([school]).items[0].item.entries
    assert [link.text for link in entry.links] == ["Rose Primary School on Ofsted's website"]
    assert entry.rows[0].sentence == "Overall: Good to Inadequate (down 2)"
    assert basis(entry) == "As shown on the provider's page."


def test_the_history_has_a_row_for_each_judgement() -> None:
    (entry,) = a_digest([the_fall_of_marlow_vale()]).items[0].item.entries
    overall, _, _, in_care, _, notes = history(entry)
    assert overall == "Overall: 2015 Inadequate, 2017 Requires improvement, 2021 Good, 2025 Requires improvement"
    together = "2015 Inadequate*, 2017 Requires improvement, 2021 Good*, 2025 Requires improvement"
    assert in_care == f"Children in care: {together}"
    assert notes == "* One grade for children in care and care leavers together."


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https:///nowhere",
        "//reports.example/x",
        "https://reports.example\r\nBcc: x",
        "https://ofsted.gov.uk@evil.example/",
        "https://reports.example/\u202egpj.exe",
        "https://reports.example/" + "x" * 3000,
        "https://[half",
        "",
    ],
)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert safe_link("x", url) is None
    change = replace(a_visit(), after=an_observation(url=url), provider_url=url)
    assert not a_digest([change]).items[0].item.entries[0].links


def test_hostile_titles_are_cut_and_cleaned() -> None:
    change = a_document("1", "Vale\u202e\r\n", EventKind.OTHER, "T\0itle\r\nBcc: " + "x" * 10_000)
    item = a_digest([change]).items[0].item
    assert "\r" not in repr(item) and "\\u202e" not in ascii(item) and "\0" not in repr(item)
    assert len(item.headline) <= 300


# --- letters about visits -------------------------------------------------------------------------

TOUCH = Improvement("Keeping in touch with care leavers over the age of 18.", page=1)
PLANS = Improvement("The quality of pathway plans.", page=2)
LETTER = a_report(
    kind=ReportKind.FOCUSED_VISIT,
    overall=None,
    judgements=(),
    improve=(PLANS,),
    priority_action=(TOUCH,),
    priority_action_status=PriorityAction.YES,
    topics=("Inspectors looked at the local authority’s arrangements for care leavers.",),
)
URGENT = "Holloway Bridge: focused visit on care leavers asks for priority action"


def an_urgent_letter() -> Change:
    return replace(a_visit(), report=LETTER, headline=URGENT)


def test_a_letter_leads_with_what_asks_for_priority_action() -> None:
    repeated = Matching((Repeated(PLANS, PLANS, 100.0),), (TOUCH,), ())
    (entry,) = a_digest([replace(an_urgent_letter(), improvements=repeated)]).items[0].item.entries
    assert priority(entry) == [TOUCH.text]
    assert improve(entry) == [f"{PLANS.text} (named at the last inspection too)"]
    assert Fact(FactKind.LOOKED_AT, LETTER.topics[0]) in entry.facts
    assert not entry.rows


def test_priority_action_leads_subject_and_digest() -> None:
    digest = a_digest([the_fall_of_marlow_vale()], [an_urgent_letter()])
    assert digest.items[0].item.headline == URGENT
    assert "Holloway Bridge" in digest.subject
    assert digest.items[0].item.short == "Holloway Bridge told to take priority action"


def test_a_letter_that_says_so_without_a_list_that_could_be_read_says_where_it_is() -> None:
    bare = replace(an_urgent_letter(), report=replace(LETTER, priority_action=()))
    (entry,) = a_digest([bare]).items[0].item.entries
    assert priority(entry) == ["The letter says that it has areas for priority action. Open the letter to read them."]


def test_a_letter_listed_months_late_leads_nothing() -> None:
    late = an_urgent_letter()
    late = replace(late, recorded_at=late.recorded_at + timedelta(days=400))
    assert not asks_for_priority_action(late)
    held = replace(an_urgent_letter(), held=True, report=None)
    (entry,) = a_digest([held]).items[0].item.entries
    assert note(entry).startswith("This letter is new") and not priority(entry)
