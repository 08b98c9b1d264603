"""A quotation counts only if the document has it, letter by letter."""

from __future__ import annotations

from watcher.desk.verify import PrintedText

PAGES = (
    "Inspection of Marlow Vale\nSome text on the first page that nobody quotes.",
    "Assessments are thor-\nough and lead to clear\nplans for families.",
    "Care leavers value their advisers. Assessments are thorough again.",
)
PRINTED = PrintedText(PAGES)


def test_it_is_found_on_its_page_across_line_ends_and_whatever_its_marks() -> None:
    assert PRINTED.page_of("lead to clear plans for families") == 2
    assert PRINTED.page_of("‘Care leavers’ value their advisers.") == 3


def test_a_page_that_is_given_is_looked_at_first() -> None:
    assert PRINTED.page_of("Assessments are thorough", 3) == 3
    assert PRINTED.page_of("Care leavers value", 1) == 3


def test_one_other_word_and_it_is_not_there() -> None:
    assert PRINTED.page_of("lead to unclear plans for families") is None
    assert PRINTED.page_of("Care leavers value all their advisers") is None


def test_no_words_are_no_quotation() -> None:
    assert PRINTED.page_of(" … ") is None
