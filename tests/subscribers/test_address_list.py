"""Lists of subscribers as people and spreadsheets write them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest

from watcher.model.errors import ConfigError
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader_list import ExportedReader, ListDefaults, ReadList
from watcher.model.subscription import Frequency
from watcher.ofsted.authorities import gazetteer
from watcher.subscribers.address_list import list_rows, read_list

DEFAULTS = ListDefaults(("all",), None, None, "they ticked the box", "list.csv")


def read(text: str, *, coding: str = "utf-8", defaults: ListDefaults = DEFAULTS) -> ReadList:
    return read_list(text.encode(coding), defaults, gazetteer())


def addresses(found: ReadList) -> list[str]:
    return [one.address for one in found.readers]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "lines",
    [
        ["Ann@firm.example", "", "<bob@firm.example>"],
        ['"Smith, Ann" <ann@firm.example>', "Bob Jönsson <bob@firm.example>"],
        ["Ann, ann@firm.example", "Bob, bob@firm.example"],
        ["Email;Name", 'ann@firm.example;"Smith; Ann"', "bob@firm.example;"],
        ["Name\tE-mail address", "Ann\tann@firm.example", "Bob\tBOB@firm.example"],
        ['"address","name"', '"ann@firm.example","Smith, Ann"', '"bob@firm.example",'],
    ],
)
def test_one_list_in_many_spellings(lines: list[str], end: str, coding: str) -> None:
    found = read(end.join(lines) + end, coding=coding)
    assert (addresses(found), found.refused) == (["ann@firm.example", "bob@firm.example"], ())
    assert {one.consent for one in found.readers} == {"they ticked the box"}


def test_the_columns_of_a_line_count_before_what_holds_for_the_list() -> None:
    found = read(
        "frequency,address,topics,kinds,quiet,consent,consent_source,consent_at\n"
        "Weekly,a@x.org,Leicester; region:London,inspections;coverage,yes,asked,letter 7,2026-01-31\n"
        ",b@x.org,,,,,,\n"
    )
    first, second = found.readers
    assert (first.topics, first.frequency) == (("authority:80482", "region:E12000007"), Frequency.WEEKLY)
    assert (first.interests, first.all_quiet) == ((Interest.INSPECTIONS, Interest.COVERAGE), True)
    assert (first.consent, first.source) == ("asked", "letter 7")
    assert first.agreed_at == datetime(2026, 1, 31, tzinfo=UTC)
    assert (second.topics, second.frequency, second.interests) == (("all",), Frequency.DAILY, USUAL_INTERESTS)
    assert (second.source, second.all_quiet, second.agreed_at) == ("list.csv, line 3", None, None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nobody,,", "the email address is not valid"),
        ("ann smith@x.org,,", "the email address is not valid"),
        ("a@b,,", "the email address is not valid"),
        ("ännchen@x.org,,", "non-ASCII"),
        ("b@x.org,Narnia,", "No authority is called 'Narnia'"),
        ("b@x.org,,sometimes", "not a frequency"),
        ("b@x.org,,daily,more", "4 cells"),
        ("A@x.org,all,", "line 2 already says this about a@x.org"),
    ],
)
def test_a_line_that_cant_be_used_is_named_and_the_others_are_used(line: str, why: str) -> None:
    found = read(f"address,topics,frequency\na@x.org,all,\n{line}\nc@x.org,,\n")
    assert addresses(found) == ["a@x.org", "c@x.org"]
    [refused] = found.refused
    assert refused.line == 3 and why in refused.why


def test_without_column_names_a_line_has_one_address() -> None:
    found = read("a@x.org\nb@x.org, c@x.org\nnobody\n")
    assert addresses(found) == ["a@x.org"]
    assert [(one.line, one.why) for one in found.refused] == [
        (2, "it has more than one address. Write one a line"),
        (3, "it has no email address"),
    ]


def test_a_quotation_mark_that_is_not_closed_is_named_with_all_lines_that_it_joins() -> None:
    found = read('address,name\na@x.org,A\nb@x.org,"B\nc@x.org,C\n')
    assert addresses(found) == ["a@x.org"]
    assert "lines 3 to 4" in found.refused[0].why


def test_nobody_is_taken_in_without_consent_or_anything_to_follow() -> None:
    nothing = ListDefaults(source="list.csv")
    assert "nothing to follow" in read("a@x.org", defaults=nothing).refused[0].why
    assert "no consent" in read("address,topics\na@x.org,all", defaults=nothing).refused[0].why


def test_columns_that_nobody_reads_are_named() -> None:
    assert read("address,Freqency\na@x.org,weekly").unknown_columns == ("freqency",)


@pytest.mark.parametrize(
    ("data", "why"),
    [(b" \n\n", "empty"), (b"a@x.org\0", "not a text file"), (b"a" * 10_000_001, "larger"), (b"email,mail\n", "same")],
)
def test_what_is_no_list_is_refused_whole(data: bytes, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        read_list(data, DEFAULTS, gazetteer())


def test_what_is_written_can_be_read_and_holds_no_formula() -> None:
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    hostile = ExportedReader(
        "=cmd@x.org", ("all", "region:E12000007"), Frequency.WEEKLY, (Interest.SEND,), True, False, at,
        '=HYPERLINK("http://x")', "+1", at,
    )  # fmt: skip
    rows = [*list_rows([hostile])]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    text = StringIO()
    csv.writer(text).writerows(rows)
    [again] = read(text.getvalue()).readers
    assert (again.address, again.topics, again.consent, again.source) == (
        "=cmd@x.org",
        hostile.topics,
        hostile.consent,
        "+1",
    )
    assert (again.one_mail_an_item, again.all_quiet, again.agreed_at) == (True, False, at)


def test_a_line_too_long_for_csv_is_refused_and_the_lines_around_it_are_used() -> None:
    found = read(f"address\na@x.org\n{'a' * 200_000}@x.org\nb@x.org\n")
    assert addresses(found) == ["a@x.org", "b@x.org"]
    [refused] = found.refused
    assert refused.line == 3 and "can't be read as CSV" in refused.why
