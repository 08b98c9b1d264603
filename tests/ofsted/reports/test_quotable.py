"""What may be quoted as a strength or a concern: whole sentences with their "however", and nothing that is unsure."""

from __future__ import annotations

import pytest

from watcher.model.report import Passage, Report, ReportKind
from watcher.ofsted.reports.quotable import FindingKind, a_few, findings, spans_about

STRENGTH, CONCERN = FindingKind.STRENGTH, FindingKind.CONCERN


def report(*paragraphs: str, topic: str = "help_and_protection", problems: tuple[str, ...] = ()) -> Report:
    passages = tuple(Passage(topic, text, 3, number) for number, text in enumerate(paragraphs, 1))
    return Report(ReportKind.ILACS_STANDARD, "Marlow Vale", passages=passages, problems=problems)


def found(*paragraphs: str) -> list[tuple[FindingKind, str]]:
    return [(one.kind, one.text) for one in findings(report(*paragraphs))]


PRAISE = "Assessments are thorough and lead to plans that families understand."
FAULT = "Visits to children in private fostering arrangements are not always timely."


def test_praise_is_a_strength_and_a_fault_is_a_concern() -> None:
    assert found(f"{PRAISE} {FAULT}") == [(STRENGTH, PRAISE), (CONCERN, FAULT)]


def test_praise_that_is_taken_back_is_a_concern_and_quoted_with_its_praise() -> None:
    text = f"{PRAISE} However, too many children wait for them."
    assert found(text) == [(CONCERN, text)]


def test_a_sentence_whose_however_begins_the_next_paragraph_is_not_quoted() -> None:
    assert found(PRAISE, "In a few cases, however, the assessment is not good enough.") == []


def test_a_sentence_that_refers_back_stands_with_the_one_before() -> None:
    text = f"{PRAISE} This means that children are kept safe by effective plans."
    assert found(text) == [(STRENGTH, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Leaders plan to provide a more effective service to all families in the coming year.",
        "At the last inspection, the quality of social work in the borough was poor and inconsistent.",
        "The service is effective, but more needs to be done in the months to come.",
        "Some 214 children were the subject of a child protection plan in September.",
        "Good progress was reported in 2013, which is still below the rate in England.",
        "Summary The majority of children have good assessments, which are updated regularly.",
        "17.Drift and delay in achieving permanence were evident in almost all cases.",
        "Inspectors assured themselves that, despite a lack of places, arrangements were as robust as possible.",
    ],
)
def test_what_is_neither_plain_praise_nor_a_plain_fault_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Early consideration is given to proceedings, avoiding any unnecessary delay in responding to effective plans.",
        "Inspectors saw no dip in the high-quality support that is offered to children and families.",
        "When children are not seen at school, workers respond promptly and find out why.",
    ],
)
def test_words_of_blame_that_blame_nobody_are_no_fault(text: str) -> None:
    assert [kind for kind, _ in found(text)] == [STRENGTH]


def test_nothing_of_a_held_report_is_quoted() -> None:
    assert findings(report(PRAISE, problems=("the two readings differ",))) == ()


def test_a_paragraph_that_stands_a_second_time_below_a_topic_is_quoted_once() -> None:
    leaders = Passage("leaders", PRAISE, 8, 40)
    again = Passage("care_leavers", PRAISE, 8, 40)
    both = Report(ReportKind.ILACS_STANDARD, "Marlow Vale", passages=(leaders, again))
    assert [one.topic for one in findings(both)] == ["leaders"]


def test_a_few_are_the_plainest_and_first_one_of_each_judgement() -> None:
    passages = (
        Passage("leaders", "Leaders are ambitious, and their support for social workers is exceptional.", 8, 1),
        Passage("leaders", "Supervision is regular and effective, and a particular strength of the service.", 8, 2),
        Passage("in_care", "Children live in stable homes with carers who know them well.", 5, 3),
    )
    all_of_it = findings(Report(ReportKind.ILACS_STANDARD, "Marlow Vale", passages=passages))
    assert [one.topic for one in a_few(all_of_it, STRENGTH, 2)] == ["leaders", "in_care"]
    assert len(a_few(all_of_it, STRENGTH, 3)) == 3
    assert a_few(all_of_it, CONCERN) == ()


def test_what_is_said_about_a_topic_is_cut_at_sentences_and_keeps_its_however() -> None:
    text = f"{PRAISE} Few children are known to be privately fostered. However, visits are late. Schools are strong."
    expected = "Few children are known to be privately fostered. However, visits are late."
    assert spans_about(text, ("privately foster",)) == (expected,)
