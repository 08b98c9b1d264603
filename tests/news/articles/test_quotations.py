from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.model.news import Quotation
from watcher.news.articles.blocks import Block, BlockKind
from watcher.news.articles.quotations import quotations_in


def said(*lines: str) -> list[tuple[str, str | None, str | None]]:
    """The quotations of some paragraphs; one that begins with "> " is set as a quotation by the markup."""
    blocks = [
        Block(BlockKind.QUOTE, line[2:]) if line.startswith("> ") else Block(BlockKind.PARAGRAPH, line)
        for line in lines
    ]
    return [(each.text, each.speaker, each.role) for each in quotations_in(blocks)]


WORDS = "We accept it."


@pytest.mark.parametrize(
    ("line", "speaker", "role"),
    [
        ("Cllr Ida Penrose said: “We accept it.”", "Cllr Ida Penrose", None),
        ("Lead member Cllr Ida Penrose said: “We accept it.”", "Cllr Ida Penrose", "Lead member"),
        (
            "Deputy mayor for care and anti-poverty, Cllr Ida Penrose, said: “We accept it.”",
            "Cllr Ida Penrose",
            "Deputy mayor for care and anti-poverty",
        ),
        (
            "Councillor Tom O’Dell, Cabinet Member for Children, Young People and Education at Marlow Vale Council, "
            "said: “We accept it.”",
            "Councillor Tom O’Dell",
            "Cabinet Member for Children, Young People and Education at Marlow Vale Council",
        ),
        ("Commenting on the report, Cllr Ann Lee-Moor added: “We accept it.”", "Cllr Ann Lee-Moor", None),
        ("The council’s strategic director Hugo Vane said: “We accept it.”", "Hugo Vane", "strategic director"),
        ("Parent Dina Okoro, from Ellbridge, said: “We accept it.”", "Dina Okoro", "Parent"),
        ("Campaigner Dina Okoro said: “We accept it.”", "Dina Okoro", "Campaigner"),
        ("Solicitor Mary Ann Dell said: “We accept it.”", "Mary Ann Dell", "Solicitor"),
        ("Mina Sharp, 43, from Ellbridge, said: “We accept it.”", "Mina Sharp", None),
        ("Kit, 19, who left care last year, said: “We accept it.”", "Kit", None),
        (
            "Executive Director of Children’s Services Colin Foster said: “We accept it.”",
            "Colin Foster",
            "Executive Director of Children’s Services",
        ),
        ("Mayor of Eastmere Andy Marsh said: “We accept it.”", "Andy Marsh", "Mayor of Eastmere"),
        (
            "Leader of Marlow Vale Council, Councillor Jo Hill OBE, said: “We accept it.”",
            "Councillor Jo Hill OBE",
            "Leader of Marlow Vale Council",
        ),
        ("Cllr Jo Hill (Lab, Eastmere West) said: “We accept it.”", "Cllr Jo Hill", None),
        ("A council spokesperson said: “We accept it.”", "council spokesperson", None),
        (
            "A spokesman for Marlow Vale Council said: “We accept it.”",
            "spokesman for Marlow Vale Council",
            None,
        ),
        ("Ofsted said: “We accept it.”", "Ofsted", None),
        ("The report says: “We accept it.”", None, None),
        ('"We accept it," said Cllr Ida Penrose, lead member.', "Cllr Ida Penrose", "lead member"),
        ("'We accept it,' Mr Dell told the Gazette.", "Mr Dell", None),
        (
            "“We accept it,” said the council’s director of children’s services, Hana Watts.",
            "Hana Watts",
            "director of children’s services",
        ),
    ],
)  # fmt: skip
def test_the_speaker_and_the_role_are_those_that_are_printed(line: str, speaker: str | None, role: str | None) -> None:
    [(text, who, what)] = said(line)
    assert text.rstrip(".") == WORDS.rstrip(".")
    assert (who, what) == (speaker, role)


def test_a_speech_over_paragraphs_is_one_quotation_a_paragraph_by_one_speaker() -> None:
    speech = "Cllr Ida Penrose, lead member, said: “It was a hard year.", "“We got there.", "“There is more to do.”"
    assert said(*speech, "The report names four points.") == [
        ("It was a hard year.", "Cllr Ida Penrose", "lead member"),
        ("We got there.", "Cllr Ida Penrose", "lead member"),
        ("There is more to do.", "Cllr Ida Penrose", "lead member"),
    ]


def test_a_name_in_the_middle_interrupts_one_quotation() -> None:
    assert said("“It was a hard year,” said Cllr Lee, “but we got there.”") == [
        ("It was a hard year, but we got there.", "Cllr Lee", None)
    ]
    assert said("“It was a hard year,” he said. “Now we go on.”") == [("It was a hard year. Now we go on.", None, None)]


def test_a_pronoun_is_the_one_who_spoke_last_with_the_role_of_that_mention() -> None:
    assert said("Cllr Ida Penrose, lead member, has welcomed the report. She said: “We accept it.”") == [
        (WORDS, "Cllr Ida Penrose", "lead member")
    ]
    text = "The council’s director Hugo Vane said he did not see it so. “Our staff deserve better,” he told the Star."
    assert said(text) == [("Our staff deserve better", "Hugo Vane", "director")]


def test_what_inspectors_wrote_is_not_put_into_the_mouth_of_who_spoke_before() -> None:
    line = "The report was warm. They added that ‘care leavers benefit from a full and well run offer,’ and more."
    first, *others = said("Cllr Ida Penrose said: “We accept it.”", line)
    assert first[1] == "Cllr Ida Penrose"
    assert not others


def test_a_second_mention_without_a_role_has_none() -> None:
    first, second = said("Cllr Ida Penrose, lead member, said: “We accept it.”", "Cllr Penrose added: “We go on now.”")
    assert (first[2], second[1:]) == ("lead member", ("Cllr Penrose", None))


def test_of_two_speakers_each_has_their_own_role() -> None:
    text = "Jon Smith, head of the Eastmere Trust, and Cllr Ann Lee, lead member, said: “We accept it.”"
    assert said(text) == [(WORDS, "Jon Smith", "head of the Eastmere Trust")]


@pytest.mark.parametrize(
    "line",
    [
        'Services are rated ‘good’ and leaders "outstanding".',
        "The boys’ school and the girls’ school are ‘good’, said the head.",
        "Inspectors described “a relentless drive by senior leaders”.",
        "They follow “Keeping Children Safe in Education” and 'Working Together'.",
        "The council's services, and the children's trust's, weren't judged in the '90s.",
        "It measured 5' 6\" and cost £3.",
    ],
)
def test_marks_around_a_word_a_phrase_or_a_title_make_no_quotation(line: str) -> None:
    assert said(line) == []


def test_a_phrase_that_a_named_person_used_is_a_quotation() -> None:
    assert said("Cllr Ann Lee said the report was “a testament to the hard work of staff”.") == [
        ("a testament to the hard work of staff", "Cllr Ann Lee", None)
    ]


def test_an_apostrophe_inside_single_marks_does_not_end_them() -> None:
    text = "Cllr Marsh said: ‘The children’s home is good and the boys’ club is too.’"
    assert said(text) == [("The children’s home is good and the boys’ club is too.", "Cllr Marsh", None)]
    assert said(text.translate({0x2018: "'", 0x2019: "'"}))[0][0].endswith("club is too.")


def test_a_pulled_quotation_has_a_speaker_only_where_one_is_printed() -> None:
    assert said("> We have come a long way since then.") == [("We have come a long way since then.", None, None)]
    signed = said("> “We have come a long way.” — Cllr Ann Lee, lead member")
    assert signed == [("We have come a long way.", "Cllr Ann Lee", "lead member")]
    announced = said("Cllr Ann Lee, lead member, said:", "> We have come a long way.")
    assert announced == [("We have come a long way.", "Cllr Ann Lee", "lead member")]


def test_a_pulled_quotation_that_the_text_has_too_is_told_once() -> None:
    assert said("> We accept it.", "Cllr Ann Lee said: “We accept it. All of it.”") == [
        ("We accept it. All of it.", "Cllr Ann Lee", None)
    ]


@given(st.lists(st.text(alphabet="“”‘’\"' .,:Aasid\n—", max_size=120), max_size=6))
def test_any_marks_in_any_order_give_quotations_that_are_in_the_text(lines: list[str]) -> None:
    blocks = [Block(BlockKind.PARAGRAPH, " ".join(line.split())) for line in lines]
    for quotation in quotations_in(blocks):
        assert isinstance(quotation, Quotation) and quotation.text.strip()


def test_thousands_of_marks_are_read_in_time() -> None:
    text = "“Aa said " * 1000 + "‘" * 500 + "' 'b " * 400
    assert quotations_in([Block(BlockKind.PARAGRAPH, text[:9000])] * 20) is not None


@pytest.mark.parametrize(
    ("paragraph", "speakers"),
    [
        (
            "Cllr Ida Penrose claimed: “We are the best of all.” The mayor rejected the claims. “We were good before,” "
            "he said.",
            ["Cllr Ida Penrose", None],
        ),
        (
            "Cllr Ida Penrose told the meeting that all was well. Her opponents laughed. “It is not well,” one said.",
            [None],
        ),
        (
            "The leader, Cllr Ida Penrose, welcomed it. Opposition leader Ben Marsh did not. “It is little,” he said.",
            ["Ben Marsh"],
        ),
        (
            "Cllr Ida Penrose said: “We worked hard.” A spokesman for the union disagreed. “Staff leave,” he said.",
            ["Cllr Ida Penrose", "spokesman for union"],
        ),
        ("Cllr Ida Penrose thanked staff. “They have earned this result,” she said.", ["Cllr Ida Penrose"]),
        ("“We are disappointed by this.” – Ida Penrose, Leader of the Council", ["Ida Penrose"]),
        ("“We are disappointed by this.” (Cllr Ida Penrose)", ["Cllr Ida Penrose"]),
        ("“We are disappointed by this.” – a long night for everybody here", [None]),
    ],
)
def test_the_nearest_attribution_counts_and_nobody_is_named_when_unsure(
    paragraph: str, speakers: list[str | None]
) -> None:
    assert [speaker for _, speaker, _ in said(paragraph)] == speakers


def test_a_name_on_a_line_of_its_own_signs_the_quotation_above() -> None:
    signed = said("“We are disappointed by this judgement.”", "– Cllr Ida Penrose, Leader of the Council")
    assert signed == [("We are disappointed by this judgement.", "Cllr Ida Penrose", "Leader of the Council")]
